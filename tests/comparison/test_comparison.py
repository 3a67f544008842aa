"""A finding is itself again wherever its text has moved to, and a new one is never taken for an old one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.comparison.compare import Comparison, compare
from policycheck.comparison.failures import Failure, failures
from policycheck.model import (
    STATUSES,
    LeftOut,
    Path,
    Report,
    Status,
    Value,
)
from tests.comparison.made_reports import CONTAINERS, EXCEPTION, Found, outcome, pod, report
from tests.reporters.reports import FEW


def of(before: Report, after: Report) -> Comparison:
    return compare(failures(before), after)


def changes(before: Report, after: Report) -> dict[str, list[str]]:
    """The paths in each part of the comparison that has any; of what is kept those that say something else."""
    found = of(before, after)
    parts = found._asdict() | {"kept": [one.after for one in found.kept if one.changed]}
    paths = {part: [".".join(map(str, one.finding.path)) for one in ones] for part, ones in parts.items()}
    return {part: ones for part, ones in paths.items() if ones}


WEB, SIDECAR = {"name": "web"}, {"name": "sidecar"}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param([((*CONTAINERS, 0), "x")], (pod(SIDECAR, WEB), [((*CONTAINERS, 1), "x")]), {}, id="named, moved"),
        pytest.param(
            [((*CONTAINERS, 0), "x")],
            (pod(SIDECAR, WEB), [((*CONTAINERS, 0), "x")]),
            {"new": ["spec.containers.0"], "mended": ["spec.containers.0"]},
            id="at the old index stands another",
        ),
        pytest.param(
            [((*CONTAINERS, 0), "x")],
            (pod(WEB, SIDECAR), [((*CONTAINERS, 0), "x"), ((*CONTAINERS, 1), "x")]),
            {"new": ["spec.containers.1"]},
            id="one more",
        ),
        pytest.param(
            [((*CONTAINERS, 0), "wants 1")],
            (pod(WEB), [((*CONTAINERS, 0), "needs 2")]),
            {"kept": ["spec.containers.0"]},
            id="says otherwise",
        ),
        pytest.param(
            [(("metadata",), "overlaps a"), (("metadata",), "overlaps b")],
            (pod(WEB), [(("metadata",), "overlaps a"), (("metadata",), "overlaps c")]),
            {"new": ["metadata"], "mended": ["metadata"]},
            id="two at one place, one of them another now",
        ),
        pytest.param(
            [(("metadata",), "a in line 3"), (("metadata",), "b in line 9")],
            (pod(WEB), [(("metadata",), "b in line 10"), (("metadata",), "a in line 4")]),
            {"kept": ["metadata", "metadata"]},
            id="two at one place, their lines moved",
        ),
    ],
)
def test_what_has_changed_in_one_object(
    before: Found, after: tuple[Mapping[str, Value], Found], expected: dict[str, list[str]]
) -> None:
    body, found = after
    assert changes(report(outcome(before, pod(WEB))), report(outcome(found, body, line=40))) == expected


ARGS = ("spec", "args")


@pytest.mark.parametrize(
    ("args", "index", "expected"),
    [
        pytest.param(["--new", "--token=x"], 1, {}, id="moved"),
        pytest.param(["--token=y"], 0, {}, id="edited in place"),
        pytest.param(
            ["--new", "--token=y"], 1, {"new": ["spec.args.1"], "mended": ["spec.args.0"]}, id="moved and edited"
        ),
    ],
)
def test_an_item_without_a_name_is_known_by_its_place_or_by_what_it_holds(
    args: list[str], index: int, expected: dict[str, list[str]]
) -> None:
    before = report(outcome([((*ARGS, 0), "a secret")], {"spec": {"args": ["--token=x"]}}))
    after = report(outcome([((*ARGS, index), "a secret")], {"spec": {"args": args}}))
    assert changes(before, after) == expected


def test_the_one_that_moved_is_the_old_one_and_not_the_one_at_its_place() -> None:
    before = report(outcome([((*ARGS, 0), "a secret")], {"spec": {"args": ["--token=x"]}}))
    args = {"spec": {"args": ["--password=y", "--token=x"]}}
    after = report(outcome([((*ARGS, 0), "a secret"), ((*ARGS, 1), "a secret")], args))
    assert changes(before, after) == {"new": ["spec.args.0"]}


FOUND = [((*CONTAINERS, 0), "x")]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param(report(outcome([], pod(WEB))), "mended", id="it passes now"),
        pytest.param(report(), "mended", id="the object is gone"),
        pytest.param(report(outcome(FOUND, pod(WEB), api_version="apps/v2")), None, id="another version of the API"),
        pytest.param(report(outcome([], pod(WEB), name="other")), "unasked", id="its policy is off"),
        pytest.param(report(renders=["ci/ha"]), "unasked", id="its render is not made any more"),
        pytest.param(
            report(left_out=[LeftOut("charts/orders/values.yaml", 3, "not YAML", unread=True, render="default")]),
            "unseen",
            id="its render broke",
        ),
        pytest.param(
            report(left_out=[LeftOut("orders (default)", 3, "cannot be parsed", unread=True)]),
            "unseen",
            id="its text cannot be read",
        ),
        pytest.param(
            report(outcome([], pod(WEB))._replace(status="error", reason="breaks")), "unseen", id="its policy breaks"
        ),
    ],
)
def test_where_a_failure_that_is_not_found_again_has_gone(after: Report, expected: str | None) -> None:
    found = changes(report(outcome(FOUND, pod(WEB))), after)
    found.pop("new", None)  # where the policy broke
    assert found == ({expected: ["spec.containers.0"]} if expected else {})


def test_an_exception_that_comes_covers_and_one_that_goes_uncovers() -> None:
    bare = outcome(FOUND, pod(WEB))
    covering = tuple(finding._replace(exception=EXCEPTION) for finding in bare.findings)
    covered = bare._replace(findings=covering, status="excepted")
    assert changes(report(bare), report(covered)) == {"excepted": ["spec.containers.0"]}
    assert changes(report(covered), report(bare)) == {"new": ["spec.containers.0"]}


def test_a_finding_of_one_render_is_none_of_another() -> None:
    both = ("default", "ci/ha")
    before = report(outcome(FOUND, pod(WEB)), outcome([], pod(WEB), render="ci/ha"), renders=both)
    after = report(outcome([], pod(WEB)), outcome(FOUND, pod(WEB), render="ci/ha"), renders=both)
    assert changes(before, after) == {"new": ["spec.containers.0"], "mended": ["spec.containers.0"]}


def told(*found: Failure) -> Counter[tuple[int, Path, str]]:
    return Counter((id(one.outcome), one.finding.path, one.finding.message) for one in found)


_names = st.sampled_from("abc")
_scalars = st.integers(0, 2) | _names
_bodies = st.recursive(
    _scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["env", "ports", "x"]), inner, max_size=3)
        | st.builds(lambda name, held: {"name": name, "held": held}, _names, inner)
    ),
    max_leaves=20,
)


def paths_in(value: Value, path: Path = ()) -> Iterator[Path]:
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        yield from paths_in(inner, (*path, key))


def reordered(value: Value, random: Random, old: Path = (), new: Path = ()) -> tuple[Value, dict[Path, Path]]:
    """The value with every list in another order, and where each path leads now."""
    where = {old: new}
    if isinstance(value, dict):
        body: Value = {}
        assert isinstance(body, dict)
        for key, inner in value.items():
            body[key], inside = reordered(inner, random, (*old, key), (*new, key))
            where |= inside
        return body, where
    if isinstance(value, list):
        items = []
        for place, index in enumerate(random.sample(range(len(value)), len(value))):
            item, inside = reordered(value[index], random, (*old, index), (*new, place))
            items.append(item)
            where |= inside
        return items, where
    return value, where


@st.composite
def found_in_a_body(draw: st.DrawFn) -> tuple[dict[str, Value], Found]:
    body: dict[str, Value] = {"spec": draw(_bodies)}
    paths = draw(st.lists(st.sampled_from(list(paths_in(body))), max_size=6))
    return body, [(path, draw(st.sampled_from(["x", "y 1", "y 2"]))) for path in paths]


def made_of(outcomes: Sequence[tuple[tuple[dict[str, Value], Found], str, Status]]) -> Report:
    """A report of these outcomes, of one object or another."""
    return report(
        *(
            outcome(found, body, name=name)._replace(status=status, reason="breaks" if status == "error" else None)
            for (body, found), name, status in outcomes
        )
    )


_statuses: st.SearchStrategy[Status] = st.sampled_from(STATUSES)
_reports = st.lists(st.tuples(found_in_a_body(), _names, _statuses), max_size=3).map(made_of)


@FEW
@given(found_in_a_body(), st.randoms(use_true_random=False))
def test_reordered_lists_and_moved_lines_change_nothing(made: tuple[dict[str, Value], Found], random: Random) -> None:
    body, found = made
    moved, where = reordered(body, random)
    assert isinstance(moved, dict)
    shuffled = random.sample([(where[path], message) for path, message in found], len(found))
    before, after = report(outcome(found, body)), report(outcome(shuffled, moved, line=99))
    result = of(before, after)
    assert (result.new, result.mended) == ((), ())
    assert not [one for one in result.kept if one.changed]


@FEW
@given(_reports, _reports)
def test_every_failure_is_in_exactly_one_part(one: Report, other: Report) -> None:
    result = of(one, other)
    gone = (*result.mended, *result.excepted, *result.unseen, *result.unasked)
    assert told(*result.new, *(kept.after for kept in result.kept)) == told(*failures(other))
    assert told(*gone, *(kept.before for kept in result.kept)) == told(*failures(one))


@FEW
@given(_reports)
def test_the_same_report_again_is_no_change(one: Report) -> None:
    result = of(one, one)
    assert (result.new, result.mended, result.excepted, result.unseen, result.unasked) == ((),) * 5
    assert not [kept for kept in result.kept if kept.changed]


@FEW
@given(st.tuples(*[found_in_a_body()] * 4))
def test_a_policy_that_comes_hides_no_new_finding(made: Sequence[tuple[dict[str, Value], Found]]) -> None:
    (body, found), (later, found_later), (_, others), (_, others_later) = made
    before, after = outcome(found, body), outcome(found_later, later)
    alone = of(report(before), report(after)).new
    beside = of(
        report(before, outcome(others, body, name="other")),
        report(outcome(others_later, later, name="other"), after, outcome(found, later, name="came")),
    ).new
    assert [one for one in beside if one.outcome.policy.id == "limit"] == list(alone)


@FEW
@given(found_in_a_body(), st.data())
def test_what_is_added_at_a_place_without_a_finding_is_new(
    made: tuple[dict[str, Value], Found], data: st.DataObject
) -> None:
    body, found = made
    free = [path for path in paths_in(body) if all(path != taken for taken, _ in found)]
    if not free:
        free = [("nowhere",)]
    added = (data.draw(st.sampled_from(free)), data.draw(st.sampled_from(["x", "y 1"])))
    result = of(report(outcome(found, body)), report(outcome([added, *found], body)))
    assert len(result.new) == 1
    assert result.mended == ()
