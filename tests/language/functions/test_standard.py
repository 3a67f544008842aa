"""JMESPath's own functions through jmespath.py: null tolerated, numbers exact, no value quoted."""

from __future__ import annotations

from fractions import Fraction

import jmespath
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jmespath.exceptions import JMESPathError

from policycheck.errors import Unreadable
from policycheck.language.functions import standard
from policycheck.language.functions.registry import FUNCTIONS
from policycheck.model import Value
from tests.effort import tries
from tests.language.expressions import DOCUMENTS, SCALARS
from tests.language.functions.calling import called

PLAIN = sorted(
    name
    for name in standard.names() - FUNCTIONS.keys()
    if not standard.expression_arguments(name) and name != "to_number"
)
VALUES = st.one_of(SCALARS, DOCUMENTS, st.lists(SCALARS, max_size=3), st.lists(st.integers(-3, 3), max_size=4))


@tries(120)
@given(st.sampled_from(PLAIN), VALUES)
def test_it_gives_what_jmespath_gives_or_is_unreadable(name: str, value: Value) -> None:
    try:
        expected = jmespath.search(f"{name}(@)", value)
    except JMESPathError:
        if value is not None:
            with pytest.raises(Unreadable):
                called(name, value)
    else:
        assert called(name, value) == expected


@pytest.mark.parametrize(("name", "found"), sorted(standard.ON_NULL.items()))
def test_null_is_an_empty_list_or_no_text(name: str, found: Value) -> None:
    references = standard.expression_arguments(name)
    least, _ = standard.arity(name)
    given_values: list[Value] = [(lambda element: element) if place in references else None for place in range(least)]
    assert standard.call(name, given_values) == found


@pytest.mark.parametrize(
    ("name", "values", "found"),
    [
        ("sum", [[Fraction(1, 2), Fraction(1, 3)]], Fraction(5, 6)),
        ("sum", [[Fraction(1, 2), 1]], Fraction(3, 2)),
        ("max", [[Fraction(1, 2), Fraction(1, 3)]], Fraction(1, 2)),
        ("min", [[2, Fraction(1, 3)]], Fraction(1, 3)),
        ("avg", [[Fraction(1, 2), Fraction(1, 4)]], Fraction(3, 8)),
        ("avg", [None], None),
        ("abs", [Fraction(-1, 2)], Fraction(1, 2)),
        ("ceil", [Fraction(1, 2)], 1),
        ("floor", [Fraction(-1, 2)], -1),
        ("sort", [[Fraction(1, 2), 0.1]], [0.1, Fraction(1, 2)]),
        ("to_number", [Fraction(1, 2)], Fraction(1, 2)),
        ("to_number", ["1.5"], 1.5),
        ("to_number", ["12"], 12),
        ("to_number", ["hunter2"], None),
        ("to_number", ["inf"], None),
        ("to_number", ["nan"], None),
        ("to_string", [Fraction(1, 2)], "0.5"),
        ("to_string", [Fraction(4)], "4"),
        ("to_string", [{"a": [1]}], '{"a":[1]}'),
        ("type", [Fraction(1, 2)], "number"),
        ("to_array", [None], [None]),
        ("not_null", [None, None, 2], 2),
        ("merge", [{"a": 1}, {"a": 2}], {"a": 2}),
        ("merge", [{"a": 1}, None], {"a": 1}),
        ("keys", [{"a": 1, "b": 2}], ["a", "b"]),
        ("reverse", ["abc"], "cba"),
    ],
    ids=str,
)
def test_numbers_stay_exact(name: str, values: list[Value], found: Value) -> None:
    assert called(name, *values) == found


@pytest.mark.parametrize(
    ("name", "values", "found"),
    [
        ("sort_by", [[{"q": 2}, {"q": Fraction(1, 2)}]], [{"q": Fraction(1, 2)}, {"q": 2}]),
        ("sort_by", [[]], []),
        ("max_by", [[{"q": Fraction(3)}, {"q": 2}]], {"q": Fraction(3)}),
        ("min_by", [[{"q": "b"}, {"q": "a"}]], {"q": "a"}),
        ("min_by", [[]], None),
    ],
    ids=str,
)
def test_a_key_may_be_an_exact_number(name: str, values: list[Value], found: Value) -> None:
    assert called(name, *values, lambda element: element["q"]) == found


def test_map_keeps_what_is_null() -> None:
    assert called("map", lambda element: element or None, [1, 0, 2]) == [1, None, 2]
    assert called("map", lambda element: element, None) == []


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("values", [["hunter2"]]),
        ("sort", [["hunter2", 1]]),
        ("sum", [["hunter2"]]),
        ("abs", ["hunter2"]),
        ("max", ["hunter2"]),
        ("sort_by", [["hunter2", 1], lambda element: element]),
        ("max_by", [["hunter2", 1], lambda element: element]),
        ("min_by", [[1, "hunter2"], lambda element: element]),
        ("max_by", [["hunter2"], lambda _: None]),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_what_has_another_type_is_unreadable_and_not_quoted(name: str, values: list[Value]) -> None:
    with pytest.raises(Unreadable, match=rf"{name}\(\) takes ") as caught:
        called(name, *values)
    assert "hunter2" not in caught.value.message


def test_merge_takes_mappings_only() -> None:
    with pytest.raises(Unreadable, match="a string is not a mapping"):
        called("merge", {"a": 1}, "hunter2")
