from __future__ import annotations

from collections.abc import Mapping

import pytest

from policycheck.errors import Unreadable
from policycheck.kubernetes.environment import effective_env
from policycheck.model import Value

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


def test_the_last_entry_of_a_name_counts() -> None:
    found = shown({"env": [{"name": "P", "value": "a"}, {"name": "Q"}, {"name": "P", "value": "b"}]})
    assert found == [("Q", ("env", 1), {"name": "Q"}), ("P", ("env", 2), {"name": "P", "value": "b"})]


def test_each_key_of_a_source_is_a_variable_with_the_prefix() -> None:
    reference = {"configMapKeyRef": {"name": "settings", "key": "PASS"}}
    assert shown({"envFrom": [{"prefix": "DB_", "configMapRef": {"name": "settings"}}]})[0] == (
        "DB_PASS",
        ("envFrom", 0),
        {"name": "DB_PASS", "valueFrom": reference},
    )


def test_a_secret_is_looked_up_as_a_secret() -> None:
    reference = {"secretKeyRef": {"name": "settings", "key": "TOKEN"}}
    assert shown({"envFrom": [{"secretRef": {"name": "settings"}}]}) == [
        ("TOKEN", ("envFrom", 0), {"name": "TOKEN", "valueFrom": reference})
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


@pytest.mark.parametrize("container", [None, {}, {"env": None, "envFrom": []}], ids=repr)
def test_a_container_without_env_has_no_variables(container: Value) -> None:
    assert shown(container) == []


@pytest.mark.parametrize(
    "container",
    [
        "a",
        {"env": {"A": "b"}},
        {"env": ["A=b"]},
        {"env": [{"value": "b"}]},
        {"env": [{"name": ""}]},
        {"env": [{"name": 1}]},
        {"env": [{"name": "A=B"}]},
        {"env": [{"name": "A\n"}]},
        {"envFrom": {}},
        {"envFrom": ["settings"]},
        {"envFrom": [{}]},
        {"envFrom": [{"prefix": "A_"}]},
        {"envFrom": [{"configMapRef": {"name": "a"}, "secretRef": {"name": "b"}}]},
        {"envFrom": [{"configMapRef": {}}]},
        {"envFrom": [{"configMapRef": "settings"}]},
        {"envFrom": [{"prefix": 1, "configMapRef": {"name": "settings"}}]},
    ],
    ids=repr,
)
def test_an_entry_that_is_refused_is_unreadable(container: Value) -> None:
    with pytest.raises(Unreadable):
        effective_env(container, data_of)
