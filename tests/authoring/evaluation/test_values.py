from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.authoring.evaluation.values import as_json
from policycheck.model import Value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(2), "2"),
        (Fraction(1, 10), "0.1"),
        (Fraction(-3, 2), "-1.5"),
        (Fraction(1, 3), '"1/3"'),
        (Fraction(2**70), str(2**70)),
        ([Fraction(1, 4), {"a": Fraction(3)}], '[0.25, {"a": 3}]'),
        ("ü", '"ü"'),
    ],
)
def test_exact_numbers_are_readable(value: Value, text: str) -> None:
    assert as_json(value) == text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_a_value_is_shown_as_json(value: Value) -> None:
    assert json.loads(as_json(value)) == value


@given(st.fractions())
def test_no_exact_number_is_rounded(number: Fraction) -> None:
    shown = json.loads(as_json(number))
    assert Fraction(str(shown)) == number
