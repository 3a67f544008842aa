from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import Unreadable
from policycheck.kubernetes.environment import effective_env, repeated, unresolved
from policycheck.model import Value
from tests.effort import tries

DATA: dict[tuple[str, str], Mapping[str, Value]] = {
    ("ConfigMap", "settings"): {"PASS": "x", "LEVEL": "info"},
    ("ConfigMap", "more"): {"LEVEL": "debug"},
    ("Secret", "settings"): {"TOKEN": "eA=="},
    ("ConfigMap", "empty"): {},
}


def data_of(kind: str, name: str) -> Mapping[str, Value] | None:
    return DATA.get((kind, name))


def shown(container: Value) -> list[tuple[Value, ...]]:
    return [(variable.name, variable.path, variable.body) for variable in effective_env(container, data_of)]


def test_an_env_entry_stands_for_itself() -> None:
    entry = {"name": "DB_PASS", "valueFrom": {"secretKeyRef": {"name": "db", "key": "password"}}}
    assert shown({"env": [entry]}) == [("DB_PASS", ("env", 0), entry)]


def test_a_name_may_be_any_printable_ascii_but_an_equals_sign() -> None:
    assert [name for name, _, _ in shown({"env": [{"name": "1 my-var.x", "value": "a"}]})] == ["1 my-var.x"]


@pytest.mark.parametrize("name", ["A=B", "A\n", ""])
def test_whether_a_name_is_one_is_a_policys_finding(name: str) -> None:
    assert [found for found, _, _ in shown({"env": [{"name": name, "value": "a"}]})] == [name]


@pytest.mark.parametrize(
    ("container", "path"),
    [
        ({"env": 5}, ("env",)),
        ({"env": [{"name": "A"}, 5]}, ("env", 1)),
        ({"env": [{"name": 5}]}, ("env", 0, "name")),
        ({"envFrom": [5]}, ("envFrom", 0)),
        ({"envFrom": [{"prefix": 5}]}, ("envFrom", 0, "prefix")),
        ({"envFrom": [{"secretRef": 5}]}, ("envFrom", 0, "secretRef")),
        ({"envFrom": [{"secretRef": {"name": 5}}]}, ("envFrom", 0, "secretRef", "name")),
    ],
)
def test_what_cannot_be_read_says_where_in_the_container(container: Value, path: tuple[str | int, ...]) -> None:
    with pytest.raises(Unreadable) as caught:
        effective_env(container, data_of)
    assert caught.value.path == path


def test_entries_that_hide_an_earlier_one() -> None:
    container = {"env": [{"name": "P"}, {"name": "Q"}, {"name": "P", "value": "x"}]}
    assert [(found.name, found.path) for found in repeated(container)] == [("P", ("env", 2))]


def test_the_last_entry_of_a_name_counts() -> None:
    found = shown({"env": [{"name": "P", "value": "a"}, {"name": "Q"}, {"name": "P", "value": "b"}]})
    assert found == [("Q", ("env", 1), {"name": "Q"}), ("P", ("env", 2), {"name": "P", "value": "b"})]


def test_each_key_of_a_source_is_a_variable_with_the_prefix() -> None:
    reference = {"configMapKeyRef": {"name": "settings", "key": "PASS"}}
    source = {"prefix": "DB_", "configMapRef": {"name": "settings"}}
    assert shown({"envFrom": [source]})[0] == (
        "DB_PASS",
        ("envFrom", 0),
        {"name": "DB_PASS", "valueFrom": reference, "envFrom": source},
    )


def test_a_secret_is_looked_up_as_a_secret() -> None:
    reference = {"secretKeyRef": {"name": "settings", "key": "TOKEN"}}
    source = {"secretRef": {"name": "settings"}}
    assert shown({"envFrom": [source]}) == [
        ("TOKEN", ("envFrom", 0), {"name": "TOKEN", "valueFrom": reference, "envFrom": source})
    ]


def test_a_later_source_wins() -> None:
    found = shown({"envFrom": [{"configMapRef": {"name": "settings"}}, {"configMapRef": {"name": "more"}}]})
    assert [(name, path) for name, path, _ in found] == [("PASS", ("envFrom", 0)), ("LEVEL", ("envFrom", 1))]


def test_an_entry_wins_over_every_source() -> None:
    found = shown({"env": [{"name": "LEVEL", "value": "warn"}], "envFrom": [{"configMapRef": {"name": "settings"}}]})
    assert [(name, path) for name, path, _ in found] == [("PASS", ("envFrom", 0)), ("LEVEL", ("env", 0))]


@pytest.mark.parametrize("name", ["empty", "elsewhere"])
def test_a_source_that_is_empty_or_unknown_gives_nothing(name: str) -> None:
    assert shown({"envFrom": [{"configMapRef": {"name": name}}]}) == []


@pytest.mark.parametrize(
    "source",
    [
        {},
        {"prefix": "A_"},
        {"configMapRef": {"name": "settings"}, "secretRef": {"name": "settings"}},
        {"configMapRef": {}},
        {"configMapRef": {"name": ""}},
    ],
    ids=repr,
)
def test_a_source_that_names_no_object_or_two_is_a_policys_finding(source: Value) -> None:
    assert shown({"envFrom": [source]}) == []


@pytest.mark.parametrize("container", [None, {}, {"env": None, "envFrom": []}], ids=repr)
def test_a_container_without_env_has_no_variables(container: Value) -> None:
    assert shown(container) == []


@pytest.mark.parametrize(
    "container",
    [
        "a",
        {"env": {"A": "b"}},
        {"env": ["A=b"]},
        {"env": [{"name": 1}]},
        {"envFrom": {}},
        {"envFrom": ["settings"]},
        {"envFrom": [{"configMapRef": "settings"}]},
        {"envFrom": [{"prefix": 1, "configMapRef": {"name": "settings"}}]},
    ],
    ids=repr,
)
def test_an_entry_of_the_wrong_type_is_unreadable(container: Value) -> None:
    with pytest.raises(Unreadable):
        effective_env(container, data_of)


SETTINGS = {"configMapRef": {"name": "settings"}}
ELSEWHERE = {"secretRef": {"name": "elsewhere"}}


@pytest.mark.parametrize(
    ("text", "before", "sources", "missed"),
    [
        ("$(A)", 1, [], ()),
        ("$(B)", 1, [], ("B",)),
        ("$(C)", 1, [], ("C",)),
        ("$(A) $(B) $(C) $(B)", 1, [], ("B", "C")),
        ("$(A) $(B) $(C)", None, [], ("C",)),
        ("$(LEVEL)", 0, [SETTINGS], ()),
        ("$(LEVEL)", 0, [{"prefix": "LOG_", **SETTINGS}], ("LEVEL",)),
        ("$(LOG_LEVEL)", 0, [{"prefix": "LOG_", **SETTINGS}], ()),
        ("$(C)", 0, [SETTINGS, ELSEWHERE], ()),
        ("$(B)", 1, [ELSEWHERE], ("B",)),
        ("$(WEB_SERVICE_HOST)", 0, [], ()),
        ("$$(C)", 0, [], ()),
        ("$(pidof java)", 0, [], ()),
        ("plain", 0, [], ()),
    ],
)
def test_a_variable_sees_envfrom_and_what_stands_before_it(
    text: str, before: int | None, sources: list[Value], missed: tuple[str, ...]
) -> None:
    container = {"env": [{"name": "A", "value": "x"}, {"name": "B", "value": text}], "envFrom": sources}
    assert unresolved(text, container, before, data_of) == missed


@tries(30)
@given(st.permutations(["A", "B", "C", "D"]), st.integers(0, 3))
def test_exactly_what_stands_before_is_resolved(order: list[str], place: int) -> None:
    container = {"env": [{"name": name, "value": "x"} for name in order]}
    text = "".join(f"$({name})" for name in order)
    assert unresolved(text, container, place, data_of) == tuple(order[place:])
