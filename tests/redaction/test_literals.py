from __future__ import annotations

import pytest

from policycheck.model import Resource
from policycheck.redaction.literals import literals_of
from policycheck.sources.chart_files import read_chart
from tests.runs import judged, policy

PAIR = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {PAIR}}"


def secrets_in(manifest: str) -> set[str]:
    return literals_of([outcome.resource for outcome in judged(manifest, policy("any", assert_="metadata"))]).secrets


@pytest.mark.parametrize(
    ("pair", "secrets"),
    [
        pytest.param("db-password: hunter2", {"hunter2"}, id="a secret's name"),
        pytest.param("example.com/api-token: hunter2", {"hunter2"}, id="a name with a prefix is judged by its end"),
        pytest.param("external-secrets.io/component: webhook", set(), id="a prefix is no name"),
        pytest.param("db-password: $(OTHER)", set(), id="a reference"),
        pytest.param("db-password: ' hunter2 '", {" hunter2 ", "hunter2"}, id="without its spaces too"),
        pytest.param("log-level: debug", set(), id="nothing"),
    ],
)
def test_a_secret_is_told_by_its_name(pair: str, secrets: set[str]) -> None:
    assert secrets_in(PAIR.replace("PAIR", pair)) == secrets


def test_a_secret_holds_secrets_decoded_too() -> None:
    manifest = "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {a: c3dvcmRmaXNo}}"
    resources = [
        outcome.resource for outcome in judged(manifest, policy("any", match={"kind": "Secret"}, assert_="data"))
    ]
    assert literals_of(resources).secrets == {"c3dvcmRmaXNo", "swordfish"}
    assert literals_of(resources).names == {"a"}


def test_the_values_of_a_chart_hold_secrets_and_names_of_secrets() -> None:
    values = b"db: {password: swordfish, passwordKey: db-password, existingSecret: orders}"
    (chart,) = read_chart({"Chart.yaml": ("c", b"name: orders"), "values.yaml": ("v", values)})
    assert isinstance(chart, Resource)
    assert literals_of([chart]).secrets == {"swordfish"}
