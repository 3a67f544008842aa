"""Variables as BuildKit expands them: what is not written down stays unknown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.docker.variables import expand
from tests.effort import tries

KNOWN = {"A": "1", "EMPTY": "", "BUILDER": None}


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("golang:${A}-alpine", "golang:1-alpine"),
        ("$A$A", "11"),
        ("${B:-2}", "2"),
        ("${BUILDER:-2}", "2"),
        ("${EMPTY:-2}", "2"),
        ("${EMPTY-2}", ""),
        ("${A:-2}", "1"),
        ("${A:+2}", "2"),
        ("${EMPTY:+2}", ""),
        ("${EMPTY+2}", "2"),
        ("${B:-${A}x}", "1x"),
        ("${B:-${C:-3}}", "3"),
        ("${A:?needed}", "1"),
        ("$B", None),
        ("${BUILDER}", None),
        ("${BUILDER:+x}", None),
        ("${A#1}", None),
        ("${A", None),
        ("${}", None),
        ("'$A' \"$A b\" \\$A", "$A 1 b $A"),
        ("a\\ b", "a b"),
        ('"a\\b"', "a\\b"),
        ("${A:-" * 5000 + "}" * 5000, None),
        ("$", "$"),
        ("5$ $(B)", "5$ $(B)"),
    ],
)
def test_a_word_is_expanded(word: str, value: str | None) -> None:
    assert expand(word, KNOWN) == value


@given(st.text(alphabet=st.characters(exclude_characters="$\\'\"", exclude_categories=["Cs"])))
def test_what_has_no_variables_and_quotes_is_itself(text: str) -> None:
    assert expand(text, {}) == text
    assert expand(f'"{text}"', {}) == text
    assert expand("${X}", {"X": text}) == text
    assert expand(f"'{text}$A'", KNOWN) == text + "$A"


@tries(80)
@given(st.text(alphabet="$\\'\"{}AB:-+ x", max_size=30))
def test_any_word_has_a_value_or_none(word: str) -> None:
    assert isinstance(expand(word, KNOWN), str | None)
