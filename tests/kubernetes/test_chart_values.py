from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.kubernetes.chart_values import secret_values
from policycheck.kubernetes.leaves import leaves
from policycheck.model import Value
from tests.kubernetes.test_leaves import TREES


def found(values: Value) -> list[str]:
    return [".".join(map(str, leaf.path)) for leaf in secret_values(values)]


@pytest.mark.parametrize(
    "key",
    [
        *("password", "rootPassword", "adminPassword", "dbPass", "apiKey", "secretKey", "accessToken", "clientSecret"),
        *("jwtSecret", "secretAccessKey", "privateKey", "credentials", "DB_PASS", "grafana-password"),
    ],
)
def test_a_key_that_gives_a_secret(key: str) -> None:
    assert found({key: "x"}) == [key]
    assert found({"a": [{key: ""}]}) == [f"a.0.{key}"]


@pytest.mark.parametrize(
    "key",
    [
        *("existingSecret", "existingSecretName", "existingSecretPasswordKey", "secretName", "tlsSecret", "caSecret"),
        *("imagePullSecrets", "pullSecret", "envFromSecret", "externalSecret", "passwordSecret", "secrets"),
        *("scriptsSecret", "extraEnvVarsSecret"),
        *("passwordKey", "adminPasswordKey", "tokenKey", "user-password-key", "passwordFile", "tokenTTL", "host"),
    ],
)
def test_a_key_that_names_a_secret_or_one_of_its_keys(key: str) -> None:
    assert found({key: "x"}) == []


@pytest.mark.parametrize(
    "above",
    [
        *("secretKeys", "secretKeyRef", "existingSecret", "existingSecretRef", "existingSecretKeys", "dbSecretRef"),
        *("externalSecrets", "externalSecret", "sealedSecrets", "remoteRef"),
    ],
)
def test_what_stands_in_a_reference_is_a_name(above: str) -> None:
    assert found({"db": {above: {"password": "p", "secretKey": "k"}}}) == []


def test_switches_are_none_and_numbers_are_some() -> None:
    assert found({"token": True, "password": 1234}) == ["password"]


@given(TREES)
def test_they_are_leaves_of_the_values(values: Value) -> None:
    assert set(secret_values(values)) <= set(leaves(values))


@given(st.text(max_size=10))
def test_no_tree_has_none(value: str) -> None:
    assert not found(value)
