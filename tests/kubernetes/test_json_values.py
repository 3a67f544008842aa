"""What a program holds becomes plain JSON values, or is refused by its place."""

from __future__ import annotations

from collections import OrderedDict, namedtuple
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import UsageError
from policycheck.kubernetes.json_values import json_value
from policycheck.model import Value

Port = namedtuple("Port", ["name", "number"])  # noqa: PYI024 - an old one, as libraries have them


class Colour(StrEnum):
    RED = "red"


class Number(IntEnum):
    ONE = 1


_values: st.SearchStrategy[Value] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=20,
)


@given(_values)
def test_json_values_stay_as_they_are(value: Value) -> None:
    assert json_value(value, ()) == value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(OrderedDict(a=(1, 2)), {"a": [1, 2]}, id="an ordered mapping, a tuple"),
        pytest.param(MappingProxyType({"a": 1}), {"a": 1}, id="any mapping"),
        pytest.param({Colour.RED: Colour.RED}, {"red": "red"}, id="subclasses of text"),
        pytest.param([Number.ONE, True], [1, True], id="a subclass of int, a boolean"),
        pytest.param(Port("http", 80), ["http", 80], id="a named tuple"),
    ],
)
def test_what_json_can_hold_becomes_plain(value: object, expected: Value) -> None:
    found = json_value(value, ())
    assert (found, repr(found)) == (expected, repr(expected))


def test_the_copy_is_the_callers_no_more() -> None:
    inner = {"a": 1}
    copied = json_value({"inner": inner}, ())
    inner["a"] = 2
    assert copied == {"inner": {"a": 1}}


ENDLESS: list[object] = []
ENDLESS.append(ENDLESS)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        pytest.param(
            {"a": [{"b": datetime.now(UTC)}]}, "`objects[3].a[0].b` is of type datetime; JSON knows", id="date"
        ),
        pytest.param({"a": {1, 2}}, "`objects[3].a` is of type set; JSON knows", id="set"),
        pytest.param(b"swordfish", "`objects[3]` is of type bytes; JSON knows", id="bytes"),
        pytest.param({"a": float("nan")}, "`objects[3].a` is NaN or infinite; JSON knows", id="NaN"),
        pytest.param({"a": {8080: "b"}}, "a key in `objects[3].a` is of type int; write it as text", id="key"),
        pytest.param(ENDLESS, "`objects[3]` is nested too deeply, or holds itself", id="itself"),
    ],
)
def test_what_json_cannot_hold_is_refused_by_its_place(value: object, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        json_value(value, ("objects", 3))
    assert str(caught.value).startswith(says)
    assert "swordfish" not in str(caught.value)
