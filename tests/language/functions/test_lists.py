"""Quantifiers over lists, and keys with dots."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import Unreadable
from policycheck.language.values import is_true
from policycheck.model import Value
from tests.language.expressions import SCALARS
from tests.language.functions.calling import called
from tests.language.surroundings import bindings, context_of_body, evaluated


def itself(element: Value) -> Value:
    return element


@given(st.dictionaries(st.text(max_size=3), SCALARS, max_size=4))
def test_entries_are_the_keys_with_their_values(mapping: dict[str, Value]) -> None:
    assert called("entries", mapping) == [{"key": key, "value": value} for key, value in mapping.items()]


@pytest.mark.parametrize("value", ["hunter2", 5, ["a"], False], ids=str)
def test_what_is_no_mapping_has_no_entries(value: Value) -> None:
    with pytest.raises(Unreadable) as caught:
        called("entries", value)
    assert "hunter2" not in caught.value.message


@given(st.lists(SCALARS, max_size=5))
def test_quantifiers_go_by_the_truth_of_jmespath(values: list[Value]) -> None:
    truths = [is_true(value) for value in values]
    assert called("every", values, itself) is all(truths)
    assert called("some", values, itself) is any(truths)
    assert called("none", values, itself) is not any(truths)


@pytest.mark.parametrize("empty", [None, []])
def test_of_nothing_everything_holds_and_nothing_does(empty: Value) -> None:
    assert [called(name, empty, itself) for name in ("every", "some", "none")] == [True, False, True]


@pytest.mark.parametrize("name", ["every", "some", "none"])
@pytest.mark.parametrize("value", ["hunter2", 5, {"a": 1}, False], ids=str)
def test_what_is_no_list_is_unreadable(name: str, value: Value) -> None:
    with pytest.raises(Unreadable) as caught:
        called(name, value, itself)
    assert "hunter2" not in caught.value.message


def test_a_key_with_dots_is_found() -> None:
    labels: dict[str, Value] = {"app.kubernetes.io/name": "web"}
    assert called("get", labels, "app.kubernetes.io/name") == "web"
    assert called("get", labels, "missing") is None
    assert called("get", None, "a") is None


@pytest.mark.parametrize(
    ("mapping", "key"), [(["hunter2"], "a"), ("hunter2", "a"), ({"a": 1}, None), ({"a": 1}, ["a"])]
)
def test_a_key_is_text_and_is_asked_of_a_mapping(mapping: Value, key: Value) -> None:
    with pytest.raises(Unreadable) as caught:
        called("get", mapping, key)
    assert "hunter2" not in caught.value.message


def test_a_test_sees_its_element_and_the_item() -> None:
    bound = bindings(context_of_body({"port": "b", "lists": [["a"], ["a", "b"]]}))
    assert evaluated("some(lists, &contains(@, $item.port))", bound) is True
    assert evaluated("every(lists, &some(@, &(@ == $item.port)))", bound) is False
