from __future__ import annotations

import pytest

from policycheck.model import Document, Resource
from policycheck.redaction.configmap_reads import ConfigMapReads

DATA = {"KEY": "hunter2", "value": "swordfish", "LEVEL": "info"}


def configmap(name: str, data: object = DATA) -> Resource:
    body: dict[str, object] = {"data": data}
    return Resource("v1", "", "ConfigMap", name, None, body, Document("stdin", 1, memoryview(b""), None, body))


def test_a_value_is_a_secret_where_a_variable_with_a_secrets_name_reads_it() -> None:
    reads = ConfigMapReads()
    reads.add_variable({"name": "DB_PASS", "valueFrom": {"configMapKeyRef": {"name": "c", "key": "value"}}})
    assert list(reads.values([configmap("c"), configmap("d")])) == ["swordfish"]


def test_a_value_is_a_secret_where_a_prefix_makes_its_key_one() -> None:
    reads = ConfigMapReads()
    reads.add_source({"prefix": "API_", "configMapRef": {"name": "c"}})
    assert list(reads.values([configmap("c"), configmap("d")])) == ["hunter2"]


@pytest.mark.parametrize("odd", [None, 5, "a", [], {"name": 5}, {"name": "c", "key": ["value"]}], ids=repr)
def test_what_is_no_reference_reads_nothing(odd: object) -> None:
    reads = ConfigMapReads()
    reads.add_variable({"name": "DB_PASS", "valueFrom": {"configMapKeyRef": odd}})
    reads.add_variable({"name": "DB_PASS", "valueFrom": odd})
    reads.add_source({"prefix": odd, "configMapRef": odd})
    assert list(reads.values([configmap("c"), configmap("d", odd)])) == []
