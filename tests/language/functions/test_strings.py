"""Tests and changes of text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import PolicyError, Unreadable
from policycheck.language.functions.strings import pattern
from policycheck.model import Value
from tests.language.functions.calling import called


@pytest.mark.parametrize(
    ("name", "values", "found"),
    [
        ("matches", ["web-1", "^web-[0-9]$"], True),
        ("matches", ["my web-1", "web"], True),
        ("matches", ["web", "^w$"], False),
        ("matches", ["web\n", "^web$"], False),
        ("matches", ["a\nb", "(?m)^b$"], True),
        ("matches", ["WEB", "(?i)web"], True),
        ("matches", ["größe", r"^\pL+$"], True),
        ("matches", [None, "x"], False),
        ("matches", ["", ""], True),
        ("glob", ["web-1", "web-*"], True),
        ("glob", ["web", "web-*"], False),
        ("glob", ["web", "w?b"], True),
        ("glob", ["web", "w[a-f]b"], True),
        ("glob", ["WEB", "web"], False),
        ("glob", ["a/b", "*"], True),
        ("glob", [None, "*"], False),
        ("lower", ["ÄB"], "äb"),
        ("upper", ["äb"], "ÄB"),
        ("trim", [" a\n"], "a"),
        ("split", ["a,b,", ","], ["a", "b", ""]),
        ("split", ["abc", ""], ["a", "b", "c"]),
        ("split", ["", ","], [""]),
        ("replace", ["aba", "a", "c"], "cbc"),
        ("replace", ["aba", "a", ""], "b"),
        *((name, [None], None) for name in ("lower", "upper", "trim")),
        ("split", [None, ","], None),
        ("replace", [None, "a", "b"], None),
    ],
    ids=str,
)
def test_text_is_tested_and_changed(name: str, values: list[Value], found: Value) -> None:
    assert called(name, *values) == found


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("matches", ["a"]),
        ("glob", ["a"]),
        ("lower", []),
        ("upper", []),
        ("trim", []),
        ("split", [","]),
        ("replace", ["a", "b"]),
    ],
)
@pytest.mark.parametrize("subject", [5, True, ["hunter2"], {"hunter2": 1}], ids=str)
def test_a_subject_that_is_no_text_is_unreadable(name: str, rest: list[Value], subject: Value) -> None:
    with pytest.raises(Unreadable) as caught:
        called(name, subject, *rest)
    assert "hunter2" not in caught.value.message


@pytest.mark.parametrize(
    ("name", "rest"),
    [("matches", [None]), ("matches", [5]), ("glob", [None]), ("split", [None]), ("replace", ["a", None])],
    ids=str,
)
def test_what_is_asked_of_a_text_must_be_there(name: str, rest: list[Value]) -> None:
    with pytest.raises(Unreadable):
        called(name, "a", *rest)


def test_a_pattern_of_a_manifest_that_is_none_is_unreadable_and_not_quoted() -> None:
    with pytest.raises(Unreadable) as caught:
        called("matches", "a", "(hunter2")
    assert "hunter2" not in caught.value.message


@pytest.mark.parametrize("text", ["(?=a)", "(?!a)", "(?<=a)b", r"(a)\1", "(?P=x)", "a{1001}", "(", "[z-a]", "*"])
def test_what_is_no_re2_pattern_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(PolicyError, match="no look-around, no back-references") as caught:
        pattern(text)
    assert f"`{text}` is not an RE2 pattern: " in caught.value.message


@given(st.text(max_size=20), st.text(max_size=10))
def test_any_text_is_a_pattern_or_unreadable(subject: str, text: str) -> None:
    try:
        assert isinstance(called("matches", subject, text), bool)
    except Unreadable as unreadable:
        assert unreadable.message == "a string is not an RE2 pattern"  # noqa: PT017 - it may also answer


def test_a_hostile_text_is_matched_in_linear_time() -> None:
    """Backtracking would need 2^5000 steps here."""
    assert called("matches", "a" * 5000 + "!", "^(a+)+$") is False
