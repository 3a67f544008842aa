from __future__ import annotations

import pytest
from hypothesis import assume, given

from policycheck.authoring.mutation.expressions import changes
from tests.authoring.mutation.expression_texts import TEXTS, tree
from tests.effort import tries


@tries(80)
@given(TEXTS)
def test_every_change_of_an_expression_is_another_expression(text: str) -> None:
    ast = tree(text)
    assume(ast is not None)
    for change in changes(text):
        assert tree(change.text) != ast


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("a", ["misspell a"]),
        ("a == 1", ["flip == to !=", "misspell a", "raise 1", "lower 1"]),
        ("a < b", ["flip < to <=", "flip < to >=", "misspell a", "misspell b"]),
        ("a && b", ["swap &&", "drop the left of &&", "drop the right of &&", "misspell a", "misspell b"]),
        ("!(a)", ["drop !", "misspell a"]),
        ("a[1]", ["misspell a", "raise index 1", "lower index 1"]),
        ("f('x')", ["misspell 'x'"]),
        ("every(a, &true)", ["swap every for some", "misspell a", "flip true"]),
        (
            "matches(a, '^b$')",
            ["empty the pattern of matches", "drop ^ of the pattern", "drop $ of the pattern", "misspell a"],
        ),
        ("glob(a, 'b*')", ["empty the pattern of glob", "misspell a"]),
        ("@", []),
        ("$self", []),
    ],
)
def test_changes_of_an_expression(expression: str, expected: list[str]) -> None:
    assert [change.name for change in changes(expression)] == expected


def test_a_change_shows_the_whole_expression() -> None:
    assert [change.text for change in changes("a[?b >= 1]")] == [
        "a_misspelt[?b >= 1]",
        "a[?b > 1]",
        "a[?b < 1]",
        "a[?b_misspelt >= 1]",
        "a[?b >= 2]",
        "a[?b >= 0]",
    ]
