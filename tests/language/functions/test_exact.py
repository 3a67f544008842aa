"""jmespath.py's own table knows the functions that take exact numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from jmespath.exceptions import JMESPathTypeError
from jmespath.functions import Functions

from policycheck.language.functions.exact import ExactFunctions


def test_the_table_is_that_of_jmespath() -> None:
    assert ExactFunctions.FUNCTION_TABLE.keys() == Functions.FUNCTION_TABLE.keys()


def test_a_fraction_is_a_number_and_nothing_else() -> None:
    assert ExactFunctions().call_function("sum", [[Fraction(1, 2), 1]]) == Fraction(3, 2)
    for name in ("length", "keys", "reverse"):
        with pytest.raises(JMESPathTypeError):
            ExactFunctions().call_function(name, [Fraction(1, 2)])
