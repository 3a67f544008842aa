"""The functions of JMESPath that are ours for speed: as jmespath.py has them where it has an answer."""

from __future__ import annotations

import math

import jmespath
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jmespath.exceptions import JMESPathError

from policycheck.errors import Unreadable
from policycheck.language.functions import basics, registry
from policycheck.model import Value
from tests.effort import tries
from tests.language.expressions import DOCUMENTS, SCALARS
from tests.language.functions.calling import called

VALUES = st.one_of(SCALARS, DOCUMENTS, st.lists(SCALARS, max_size=4), st.lists(st.sampled_from("ab"), max_size=4))


def of_jmespath(name: str, values: list[Value]) -> Value:
    names = [f"a{place}" for place in range(len(values))]
    return jmespath.search(f"{name}({', '.join(names)})", dict(zip(names, values, strict=True)))


@tries(120)
@given(st.sampled_from(sorted(basics.FUNCTIONS)), st.data())
def test_what_jmespath_answers_is_answered_alike(name: str, data: st.DataObject) -> None:
    values = [data.draw(VALUES) for _ in range(registry.arity(name)[0])]
    try:
        expected = of_jmespath(name, values)
    except (JMESPathError, TypeError):
        return
    if name == "contains" and isinstance(values[0], list) and any(value in (0, 1) for value in values[0]):
        return  # jmespath.py finds true in [1]
    if name == "to_number" and isinstance(expected, float) and not math.isfinite(expected):
        expected = None  # jmespath.py takes "nan" for a number
    assert called(name, *values) == expected


@pytest.mark.parametrize(
    ("name", "values", "found"),
    [
        ("length", [None], 0),
        ("length", ["äb"], 2),
        ("contains", [None, "a"], False),
        ("contains", [["a", None], None], True),
        ("contains", [[1], True], False),
        ("contains", [[1, 2.0], 2], True),
        ("contains", ["abc", None], False),
        ("contains", ["abc", 5], False),
        ("contains", ["abc", ""], True),
        ("type", [None], "null"),
        ("type", [True], "boolean"),
        ("type", [1.5], "number"),
        ("to_number", [None], None),
        ("to_number", ["-7"], -7),
        ("to_number", ["1.5"], 1.5),
        ("to_number", ["inf"], None),
        ("to_number", ["80%"], None),
        ("join", [",", None], None),
        ("join", [",", []], ""),
        ("join", [", ", ["a", "b"]], "a, b"),
        ("starts_with", [None, "a"], False),
        ("starts_with", ["ab", None], False),
        ("ends_with", ["ab", "b"], True),
        ("ends_with", [None, None], False),
    ],
    ids=str,
)
def test_null_is_what_is_absent(name: str, values: list[Value], found: Value) -> None:
    assert called(name, *values) == found


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("length", [5]),
        ("length", [True]),
        ("contains", [5, 5]),
        ("contains", [{"a": 1}, "a"]),
        ("join", [",", "ab"]),
        ("join", [",", ["a", 1]]),
        ("join", [None, ["a"]]),
        ("starts_with", [5, "a"]),
        ("starts_with", ["a", 5]),
        ("ends_with", [["a"], "a"]),
    ],
    ids=str,
)
def test_what_has_another_type_is_unreadable(name: str, values: list[Value]) -> None:
    with pytest.raises(Unreadable):
        called(name, *values)
