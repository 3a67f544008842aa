"""A baseline excepts what is in it, each entry one finding; nothing that is new is hidden by it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.authoring.baseline.applying import Baseline, Baselined, baselined, new_baseline
from policycheck.authoring.baseline.entries import Entry, read_entries, written
from policycheck.errors import ConfigError
from policycheck.model import LeftOut, Report, Value
from policycheck.model import Path as Steps
from tests.comparison.made_reports import CONTAINERS, outcome, pod, report
from tests.reporters.reports import FEW

WEB, SIDECAR = {"name": "web"}, {"name": "sidecar"}
KNOWN = {"limit", "other"}


def entries(found: Report) -> list[Entry]:
    return new_baseline(found, (), since="2026-11-01", reason="old")


def applied(before: Report, after: Report, *, policies: set[str] | None = None) -> Baselined:
    return baselined(after, Baseline("baseline.yaml", entries(before)), policies or KNOWN)


def failing(found: Baselined) -> list[str]:
    return [
        finding.message
        for one in found.report.outcomes
        for finding in one.findings
        if one.status == "fail" and not finding.exception
    ]


def of(body: dict[str, Value], *found: tuple[Steps, str], name: str = "limit", render: str = "default") -> Report:
    return report(outcome(found, body, name=name, render=render), renders=[render])


def test_what_is_in_it_is_excepted_wherever_it_has_moved() -> None:
    found = applied(of(pod(WEB), ((*CONTAINERS, 0), "x")), of(pod(SIDECAR, WEB), ((*CONTAINERS, 1), "x")))
    (one,) = found.report.outcomes
    assert one.status == "excepted"
    assert one.findings[0].exception is not None
    assert one.findings[0].exception.reason == "in the baseline since 2026-11-01: old"
    assert (found.report.notes, found.gone) == ((), [])


@pytest.mark.parametrize(
    ("before", "after", "new"),
    [
        pytest.param([("a", "x")], [("a", "x"), ("b", "x")], ["x"], id="at another place"),
        pytest.param([("a", "x")], [("a", "x"), ("a", "x")], ["x"], id="the same once more"),
        pytest.param([("a", "x"), ("a", "y")], [("a", "x"), ("a", "z")], ["z"], id="two at one place, one another"),
        pytest.param([("a", "of 3")], [("a", "of 4")], [], id="alone at its place"),
        pytest.param([("a", "of 3"), ("a", "x")], [("a", "x"), ("a", "of 4")], [], id="its numbers grew"),
    ],
)
def test_one_entry_is_one_finding(
    before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]], new: list[str]
) -> None:
    def made(found: Sequence[tuple[str, str]]) -> Report:
        return of({}, *(((path,), message) for path, message in found))

    assert failing(applied(made(before), made(after))) == new


_FOUND = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["x", "y 1", "y 2"])), max_size=6)


@FEW
@given(_FOUND, _FOUND)
def test_no_more_is_hidden_than_there_was(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> None:
    def made(found: list[tuple[str, str]]) -> Report:
        return of({}, *(((path,), message) for path, message in found))

    found = applied(made(before), made(after))
    hidden = len(after) - len(failing(found))
    assert hidden <= min(len(before), len(after))
    assert len(found.kept) + len(found.gone) == len(before)
    assert len(found.gone) == len(before) - hidden


def test_an_item_without_a_name_is_known_by_its_number_and_what_it_holds_is_not_written() -> None:
    args: Steps = ("spec", "args", 0)
    found = entries(of({"spec": {"args": ["--password=hunter2"]}}, (args, "a password")))
    assert [one.at for one in found] == ["spec.args[0]"]
    assert "hunter2" not in written(found)


def test_what_is_mended_is_named_and_can_be_taken_out() -> None:
    found = applied(of(pod(WEB), (("a",), "x"), (("b",), "y")), of(pod(WEB), (("a",), "x")))
    assert [one.at for one in found.kept] == ["a"]
    (note,) = found.report.notes
    assert (note.level, note.text) == (
        "warning",
        "limit at apps/Deployment shop/web b in default no longer occurs; --prune takes it out",
    )


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(of({}, name="other"), id="its policy is off"),
        pytest.param(of({}, render="ci"), id="its render is not asked for"),
        pytest.param(
            report(left_out=[LeftOut("a.yaml", 1, "broken", unread=True, render="default")]), id="its render is broken"
        ),
        pytest.param(report(left_out=[LeftOut("a.yaml", 1, "broken", unread=True)]), id="a file is broken"),
    ],
)
def test_what_was_not_looked_at_is_not_called_mended(after: Report) -> None:
    found = applied(of({}, (("a",), "x")), after)
    assert (found.gone, len(found.kept)) == ([], 1)
    assert [(one.level, one.text) for one in found.report.notes] == [
        ("info", "1 entry in it for what this run did not look at")
    ]


def test_an_entry_of_a_renamed_policy_hides_nothing_and_is_named() -> None:
    found = applied(of({}, (("a",), "x")), of({}, (("a",), "x"), name="limits"), policies={"limits"})
    assert failing(found) == ["x"]
    (note,) = found.report.notes
    assert note.text.startswith("limit at apps/Deployment shop/web a in default hides nothing: no policy has the id ")
    assert note.text.endswith('the id limit; did you mean "limits"?')
    assert len(found.kept) == 1, "whoever renames the id in the file keeps the entry"


def test_a_new_one_keeps_what_was_said_of_old_findings() -> None:
    old = [one._replace(since="2020-01-01", reason="SRE-7") for one in entries(of({}, (("a",), "x")))]
    again = new_baseline(of({}, (("a",), "x"), (("b",), "y")), old, since="2026-11-01", reason="now")
    assert [(one.at, one.since, one.reason) for one in again] == [
        ("a", "2020-01-01", "SRE-7"),
        ("b", "2026-11-01", "now"),
    ]


def test_it_is_written_sorted_one_line_a_finding_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "baseline.yaml"
    found = entries(of({}, (("b",), 'says "x": y'), (("a",), "ü \x1b")))
    path.write_text(written(found), encoding="utf-8")
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("  - ")]
    assert lines == sorted(lines)
    assert len(lines) == 2
    read = read_entries(str(path))
    assert [one._replace(line=None) for one in read] == sorted(found)
    assert [one.line for one in read] == [4, 5]
    assert written([]).endswith("findings: []\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("version: 2\nfindings: []\n", "1: a baseline of version 2, which a newer policycheck", id="newer"),
        pytest.param("findings: []\n", "1: no baseline: `version` must be 1", id="none"),
        pytest.param("version: 1\nfound: []\n", "2: unknown key `found`", id="a key"),
        pytest.param("version: 1\nfindings:\n  - {policy: a}\n", "3: `findings[0].render` is missing", id="half"),
        pytest.param("version: 1\nfindings: {\n", "cannot be parsed", id="no YAML"),
    ],
)
def test_what_is_no_baseline_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "baseline.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        read_entries(str(path))
    assert said in str(refused.value) or said == "cannot be parsed"
    assert str(refused.value).startswith(f"{path}:")
