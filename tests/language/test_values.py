"""Truth, equality and order of plain values and exact fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import Unreadable
from policycheck.language.values import equal, is_number, is_true, order
from policycheck.model import Value

NUMBERS = st.one_of(st.integers(), st.fractions(), st.floats(allow_nan=False, allow_infinity=False))


@pytest.mark.parametrize("value", [None, False, "", [], {}])
def test_null_false_and_what_is_empty_are_not_true(value: Value) -> None:
    assert not is_true(value)


@pytest.mark.parametrize("value", [True, 0, 0.0, Fraction(0), 1, "false", "0", [None], {"a": None}])
def test_everything_else_is_true_also_zero(value: Value) -> None:
    assert is_true(value)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (1, 1.0, True),
        (1, True, False),
        (0, False, False),
        (True, True, True),
        ("1", 1, False),
        (None, None, True),
        (None, False, False),
        ([1, {"a": 2}], [1, {"a": 2}], True),
        (Fraction(1, 2), 0.5, True),
        (Fraction(1, 10), 0.1, True),
        (0.1, Fraction(1, 10), True),
        (Fraction(2), 2, True),
        (0.1, "0.1", False),
        (0.1, True, False),
    ],
)
def test_equal_is_equality_of_json_values(left: Value, right: Value, same: bool) -> None:  # noqa: FBT001 - a case
    assert equal(left, right) is same


def test_a_number_is_no_boolean_and_no_text() -> None:
    assert all(map(is_number, [0, 1.5, Fraction(1, 3)]))
    assert not any(map(is_number, [True, "1", None, [], {}]))


@given(NUMBERS, NUMBERS)
def test_numbers_are_in_one_order(left: Value, right: Value) -> None:
    less, more, same = order(left, right, "lt"), order(left, right, "gt"), equal(left, right)
    assert [less, more, same].count(True) == 1
    assert order(left, right, "lte") is (less or same)
    assert order(left, right, "gte") is (more or same)


def test_a_float_meets_an_exact_number_as_it_is_written() -> None:
    assert order(Fraction(11, 10), 1.1, "gte")
    assert order(1.1, Fraction(11, 10), "gte")
    assert not order(Fraction(11, 10), 1.1, "gt")


@pytest.mark.parametrize("pair", [(None, 1), (1, None), (None, "x"), (None, None)])
def test_what_is_compared_with_null_is_null(pair: tuple[Value, Value]) -> None:
    left, right = pair
    assert order(left, right, "lt") is None


@pytest.mark.parametrize("value", ["hunter2", True, [], {}])
def test_what_has_no_order_is_unreadable_and_not_quoted(value: Value) -> None:
    for left, right in ((value, 1), (1, value)):
        with pytest.raises(Unreadable) as caught:
            order(left, right, "lt")
        assert "hunter2" not in caught.value.message
