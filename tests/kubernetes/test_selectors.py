from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import Unreadable
from policycheck.kubernetes.selectors import exact_selector, label_selector, map_selector, matches
from policycheck.model import Value

WORDS = ["a", "b", "c"]
KEYS = st.sampled_from(["app", "tier", "track"])
VALUES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3)
LABELS = st.dictionaries(KEYS, st.sampled_from([*WORDS, ""]))


def expression(key: str, operator: str, values: Value = None) -> dict[str, Value]:
    return {"key": key, "operator": operator} | ({} if values is None else {"values": values})


def takes(selector: Value, labels: Mapping[str, str]) -> bool:
    return matches(label_selector(selector), labels)


def takes_by(one: dict[str, Value], labels: Mapping[str, str]) -> bool:
    return takes({"matchExpressions": [one]}, labels)


SELECTORS = st.fixed_dictionaries(
    {},
    optional={
        "matchLabels": st.dictionaries(KEYS, st.sampled_from(WORDS), max_size=2),
        "matchExpressions": st.lists(
            st.builds(expression, KEYS, st.sampled_from(["In", "NotIn"]), VALUES)
            | st.builds(expression, KEYS, st.sampled_from(["Exists", "DoesNotExist"])),
            max_size=3,
        ),
    },
)


@pytest.mark.parametrize(
    ("labels", "taken"),
    [({"track": "canary"}, False), ({"track": "stable"}, True), ({"other": "x"}, True), ({"track": ""}, True)],
    ids=repr,
)
def test_not_in_takes_what_lacks_the_key(labels: Mapping[str, str], taken: bool) -> None:  # noqa: FBT001 - the table
    assert takes_by(expression("track", "NotIn", ["canary"]), labels) is taken


def test_labels_and_expressions_must_all_hold() -> None:
    selector = {"matchLabels": {"app": "a"}, "matchExpressions": [expression("track", "NotIn", ["canary"])]}
    assert takes(selector, {"app": "a", "tier": "b"})
    assert not takes(selector, {"app": "a", "track": "canary"})
    assert not takes(selector, {"app": "b"})


def test_null_takes_nothing_and_an_empty_selector_everything() -> None:
    assert not takes(None, {"app": "a"})
    assert takes({}, {"app": "a"})
    assert takes({"matchLabels": None, "matchExpressions": []}, {})


def test_a_plain_map_loses_its_keys_and_takes_everything() -> None:
    assert takes({"app": "a"}, {"app": "b"})


def test_a_plain_map_is_not_what_its_author_means() -> None:
    with pytest.raises(Unreadable, match=r"^app is not a field of a label selector, and without it all pods"):
        exact_selector({"app": "a"})
    with pytest.raises(Unreadable, match=r"^app is not a field"):
        exact_selector({"matchLabels": {"app": "a"}, "app": "a"})
    assert exact_selector(None) is None
    assert exact_selector({}) == ()


@given(SELECTORS)
def test_an_exact_selector_takes_what_a_label_selector_takes(selector: dict[str, Value]) -> None:
    assert exact_selector(selector) == label_selector(selector)


def test_a_null_value_is_the_empty_label() -> None:
    assert takes({"matchLabels": {"app": None}}, {"app": ""})
    assert not takes({"matchLabels": {"app": None}}, {})


@pytest.mark.parametrize(
    "selector",
    [
        "app=a",
        ["app"],
        {"matchLabels": ["app"]},
        {"matchLabels": {"app": 1}},
        {"matchLabels": {"app": "a b"}},
        {"matchLabels": {"a b": "a"}},
        {"matchLabels": {"app": "x" * 64}},
        {"matchExpressions": {}},
        {"matchExpressions": ["app"]},
        {"matchExpressions": [{"operator": "Exists"}]},
        {"matchExpressions": [{"key": "app"}]},
        {"matchExpressions": [expression("app", "in", ["a"])]},
        {"matchExpressions": [expression("app", "In")]},
        {"matchExpressions": [expression("app", "In", [])]},
        {"matchExpressions": [expression("app", "NotIn", [])]},
        {"matchExpressions": [expression("app", "In", "a")]},
        {"matchExpressions": [expression("app", "In", [1])]},
        {"matchExpressions": [expression("app", "In", ["app-1.0.0+build.5"])]},
        {"matchExpressions": [expression("app", "Exists", ["a"])]},
        {"matchExpressions": [expression("app", "DoesNotExist", ["a"])]},
        {"matchExpressions": [expression("app", "Gt", ["1"])]},
    ],
    ids=repr,
)
def test_a_selector_that_validation_refuses_is_unreadable(selector: Value) -> None:
    with pytest.raises(Unreadable):
        label_selector(selector)


@pytest.mark.parametrize(
    ("selector", "place"),
    [
        ("app", None),
        ({"matchLabels": ["app"]}, ("matchLabels",)),
        ({"matchLabels": {"app": 1}}, ("matchLabels", "app")),
        ({"matchExpressions": {}}, ("matchExpressions",)),
        ({"matchExpressions": [expression("app", "Exists"), "app"]}, ("matchExpressions", 1)),
        ({"app": "a"}, ("app",)),
    ],
    ids=repr,
)
def test_what_is_refused_is_told_at_its_place(selector: Value, place: tuple[str | int, ...] | None) -> None:
    with pytest.raises(Unreadable) as caught:
        exact_selector(selector)
    assert caught.value.path == place


def test_the_selector_of_a_service_is_a_plain_map() -> None:
    selector = map_selector({"app": "a", "tier": "b"})
    assert matches(selector, {"app": "a", "tier": "b", "track": "c"})
    assert not matches(selector, {"app": "a"})


@pytest.mark.parametrize("value", [None, {}], ids=repr)
def test_a_service_without_a_selector_takes_nothing(value: Value) -> None:
    assert not matches(map_selector(value), {"app": "a"})


def test_a_service_takes_no_match_labels() -> None:
    with pytest.raises(Unreadable, match=r"^a mapping is not a label value$"):
        map_selector({"matchLabels": {"app": "a"}})


@given(KEYS, st.sampled_from(WORDS), LABELS)
def test_a_match_label_is_in_a_set_of_one(key: str, value: str, labels: dict[str, str]) -> None:
    by_label = takes({"matchLabels": {key: value}}, labels)
    assert by_label == takes_by(expression(key, "In", [value]), labels)
    assert by_label == matches(map_selector({key: value}), labels)


@given(KEYS, VALUES, LABELS)
def test_not_in_is_the_opposite_of_in(key: str, values: list[str], labels: dict[str, str]) -> None:
    assert takes_by(expression(key, "NotIn", values), labels) != takes_by(expression(key, "In", values), labels)


@given(KEYS, LABELS)
def test_does_not_exist_is_the_opposite_of_exists(key: str, labels: dict[str, str]) -> None:
    assert takes_by(expression(key, "DoesNotExist"), labels) != takes_by(expression(key, "Exists"), labels)


@given(KEYS, VALUES, LABELS)
def test_in_is_exists_and_one_of_the_values(key: str, values: list[str], labels: dict[str, str]) -> None:
    alone = any(takes_by(expression(key, "In", [value]), labels) for value in values)
    assert takes_by(expression(key, "In", values), labels) == alone
    assert not alone or takes_by(expression(key, "Exists"), labels)


@given(SELECTORS, KEYS, LABELS)
def test_one_more_requirement_never_takes_more(selector: dict[str, Value], key: str, labels: dict[str, str]) -> None:
    expressions = selector.get("matchExpressions")
    assert expressions is None or isinstance(expressions, list)
    narrower = {**selector, "matchExpressions": [*(expressions or []), expression(key, "Exists")]}
    assert takes(selector, labels) or not takes(narrower, labels)
