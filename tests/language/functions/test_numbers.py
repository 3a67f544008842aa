"""Exact arithmetic over quantities and numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import PolicyError, Unreadable
from policycheck.model import Value
from tests.language.functions.calling import called
from tests.language.surroundings import bindings, context_of_body, evaluated

EXACT = st.one_of(st.integers(-(10**6), 10**6), st.fractions())


@pytest.mark.parametrize(
    ("value", "number"),
    [("500m", Fraction(1, 2)), ("1Gi", 2**30), (0.1, Fraction(1, 10)), (2, 2), ("0", 0), (None, None)],
)
def test_a_quantity_is_an_exact_number(value: Value, number: Value) -> None:
    assert called("quantity", value) == number


@given(EXACT, EXACT)
def test_calculation_is_exact(left: Fraction, right: Fraction) -> None:
    assert called("sub", called("add", left, right), right) == left
    assert called("mul", left, right) == left * right
    if right:
        assert called("mul", called("div", left, right), right) == left


@pytest.mark.parametrize(
    ("name", "left", "right", "found"),
    [
        ("add", 0.1, 0.2, Fraction(3, 10)),
        ("mul", 1.1, 3, Fraction(33, 10)),
        ("div", 1, 3, Fraction(1, 3)),
        ("sub", 1e-7, 0, Fraction(1, 10**7)),
        ("add", 10**30, 1, 10**30 + 1),
    ],
)
def test_a_float_is_what_is_written(name: str, left: Value, right: Value, found: Value) -> None:
    assert called(name, left, right) == found


@pytest.mark.parametrize("name", ["add", "sub", "mul", "div"])
def test_null_stays_null(name: str) -> None:
    assert called(name, None, 1) is None
    assert called(name, 1, None) is None


@pytest.mark.parametrize("name", ["add", "sub", "mul", "div"])
@pytest.mark.parametrize("value", ["hunter2", True, [], {}], ids=str)
def test_what_is_no_number_is_unreadable(name: str, value: Value) -> None:
    for pair in ((value, 1), (1, value)):
        with pytest.raises(Unreadable) as caught:
            called(name, *pair)
        assert "hunter2" not in caught.value.message


@pytest.mark.parametrize("value", ["512mb", "hunter2", True, [], {}], ids=str)
def test_what_is_no_quantity_is_unreadable(value: Value) -> None:
    with pytest.raises(Unreadable) as caught:
        called("quantity", value)
    assert "hunter2" not in caught.value.message


@pytest.mark.parametrize("zero", [0, 0.0, Fraction(0)])
def test_a_division_by_zero_is_the_policys_fault(zero: Value) -> None:
    with pytest.raises(PolicyError, match="test b in `when`"):
        called("div", 1, zero)


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("quantity(cpu) == 0.1", True),
        ("quantity(cpu) <= 0.1", True),
        ("quantity(cpu) >= 0.1", True),
        ("quantity(cpu) > 0.1", False),
        ("mul(quantity(cpu), 2) == quantity('200m')", True),
        ("sum(list[].quantity(@)) == quantity('1536Mi')", True),
        ("quantity(missing) > 1", None),
        ("mul(quantity(missing), 2)", None),
    ],
)
def test_quantities_meet_numbers_as_they_are_written(expression: str, found: Value) -> None:
    bound = bindings(context_of_body({"cpu": "100m", "list": ["1Gi", "512Mi"]}))
    assert evaluated(expression, bound) is found
