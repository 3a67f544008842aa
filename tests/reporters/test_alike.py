"""What several renders have in common is told once, and nothing that one of them says is lost."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.model import LeftOut, Outcome, Render, Report
from policycheck.reporters import render
from policycheck.reporters.alike import missing_once, named, told_once
from policycheck.reporters.view import View
from tests.reporters.reports import FEW, finding, policy, report, resource

NAMES = ("a", "b", "c")
_said = st.dictionaries(
    st.sampled_from(NAMES),
    st.dictionaries(st.sampled_from(["web", "db"]), st.sets(st.sampled_from(["x", "y", "z"]), min_size=1), min_size=1),
    min_size=1,
)


def of_renders(said: dict[str, dict[str, set[str]]], *, ours: bool = True) -> Report:
    """A report in which each render says of each workload these messages."""
    outcomes = [
        Outcome(
            policy("p"),
            resource(name=name, line=line, source=f"{one} (default)")._replace(render=one),
            "error",
            "fail",
            tuple(finding(message, line + 1) for message in sorted(messages)),
        )
        for one, workloads in sorted(said.items())
        for line, (name, messages) in enumerate(sorted(workloads.items()), 1)
    ]
    renders = tuple(Render(one, "shop", (), "1.33", "default" if ours else None) for one in NAMES)
    return report(*outcomes)._replace(renders=renders)


@FEW
@given(said=_said, ours=st.booleans())
def test_each_finding_is_told_once_with_all_its_renders(said: dict[str, dict[str, set[str]]], *, ours: bool) -> None:
    told = [
        (name, one.resource.name, found.message)
        for one in told_once(of_renders(said, ours=ours), View())
        for outcome in one.outcomes
        for found in outcome.findings
        for name in one.renders or (one.resource.render,)
    ]
    wanted = [(one, name, text) for one, names in said.items() for name, texts in names.items() for text in texts]
    assert Counter(told) == Counter(wanted)


def test_the_text_shows_one_block_and_the_json_all() -> None:
    made = of_renders({"a": {"web": {"x"}}, "b": {"web": {"x", "y"}}, "c": {"web": {"x"}}})
    text = render(made)
    assert (text.count("  error    x"), text.count("  error    y")) == (1, 1)
    assert "the same in b, c\n" in text
    assert render(made, format_name="json").count('"message": "x"') == 3


def test_renders_of_others_are_not_compared() -> None:
    made = of_renders({"a": {"web": {"x"}}, "b": {"web": {"x"}}}, ours=False)
    assert render(made).count("  error    x") == 2


def test_what_is_missing_from_several_renders_is_said_once() -> None:
    same = LeftOut("t.yaml", 3, "does not render: no", unread=True)
    made = report(left_out=(same._replace(render="a"), same._replace(render="b"), same._replace(line=4, render="a")))
    assert [(one.left_out.line, one.renders) for one in missing_once(made.left_out)] == [(3, ("a", "b")), (4, ("a",))]
    assert "  t.yaml:3: does not render: no [a, b]\n" in render(made)


@pytest.mark.parametrize(
    ("number", "in_full", "expected"),
    [(1, False, "0"), (3, False, "0, 1, 2"), (4, False, "0, 1 and 2 more renders"), (4, True, "0, 1, 2, 3")],
)
def test_a_few_are_named(number: int, in_full: bool, expected: str) -> None:  # noqa: FBT001 - a case
    assert named([str(one) for one in range(number)], in_full=in_full) == expected
