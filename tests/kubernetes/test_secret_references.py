from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.kubernetes.secret_references import KeyReference, of_variable, of_volume
from policycheck.model import Value


def test_a_variable_names_one_key() -> None:
    variable: dict[str, Value] = {"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}
    path = ("env", 0, "valueFrom", "secretKeyRef", "key")
    assert of_variable(variable, ("env", 0)) == KeyReference("s", "k", optional=False, path=path)


@pytest.mark.parametrize(
    "variable",
    [
        {"name": "A"},
        {"name": "A", "value": "x"},
        {"name": "A", "valueFrom": {"configMapKeyRef": {"name": "c", "key": "k"}}},
    ],
    ids=str,
)
def test_other_variables_name_none(variable: dict[str, Value]) -> None:
    assert of_variable(variable, ()) is None


def test_volumes_name_the_keys_they_choose() -> None:
    secret: Value = {"secret": {"secretName": "s", "optional": True, "items": [{"key": "a"}, {"key": "b"}]}}
    assert [(one.key, one.optional, one.path) for one in of_volume(secret, ("volumes", 0))] == [
        ("a", True, ("volumes", 0, "secret", "items", 0, "key")),
        ("b", True, ("volumes", 0, "secret", "items", 1, "key")),
    ]


def test_a_projected_volume_names_those_of_each_source() -> None:
    sources: Value = [{"configMap": {"items": [{"key": "no"}]}}, {"secret": {"name": "s", "items": [{"key": "a"}]}}]
    (one,) = of_volume({"projected": {"sources": sources}}, ())
    assert (one.secret, one.key, one.optional) == ("s", "a", False)
    assert one.path == ("projected", "sources", 1, "secret", "items", 0, "key")


@pytest.mark.parametrize("volume", [{}, {"emptyDir": {}}, {"secret": {"secretName": "s"}}, {"projected": {}}], ids=str)
def test_a_whole_secret_and_other_volumes_name_none(volume: Value) -> None:
    assert not list(of_volume(volume, ()))


@pytest.mark.parametrize("volume", ["x", {"secret": []}, {"secret": {"items": "x"}}, {"projected": {"sources": [1]}}])
def test_what_the_api_server_refuses_is_unreadable(volume: Value) -> None:
    with pytest.raises(Unreadable):
        list(of_volume(volume, ()))
