"""From a pod to its ServiceAccount and what is bound to it, in any namespace of the render."""

from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.exact_yaml.reader import read
from policycheck.index import Index
from policycheck.index.elsewhere import UnreadableElsewhere
from policycheck.index.service_accounts import bindings_of_account, token_is_mounted
from policycheck.sources.inputs import Input
from policycheck.sources.loading import load

POD = "{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {}}"
SUBJECT = "subjects: [{kind: ServiceAccount, name: web, namespace: shop}]"


def bound(*manifests: str) -> list[str]:
    """What is bound to the account `web` of the first resource."""
    resources = load([Input("a.yaml", "\n---\n".join([POD, *manifests]).encode())]).resources
    return [one.name for one in bindings_of_account(Index(resources), resources[0], {"serviceAccountName": "web"})]


def binding(kind: str, name: str, rest: str, namespace: str = "") -> str:
    where = f", namespace: {namespace}" if namespace else ""
    return f"{{apiVersion: rbac.authorization.k8s.io/v1, kind: {kind}, metadata: {{name: {name}{where}}}, {rest}}}"


def test_bindings_of_the_cluster_and_of_every_namespace_count() -> None:
    assert bound(
        binding("ClusterRoleBinding", "a", SUBJECT),
        binding("RoleBinding", "b", SUBJECT, "kube-system"),
        binding("RoleBinding", "c", SUBJECT, "shop"),
        binding("RoleBinding", "d", "subjects: []", "shop"),
    ) == ["c", "b", "a"]


def test_a_binding_that_cannot_be_read_says_where() -> None:
    with pytest.raises(Unreadable) as caught:
        bound(binding("ClusterRoleBinding", "a", "subjects: hunter2"))
    assert caught.value.path == ("subjects",)
    assert "hunter2" not in caught.value.message


def mounted(account: str, pod: str = "{}") -> bool:
    """Whether a Pod with this spec in `shop` gets the token of the account `web`."""
    resources = load([Input("a.yaml", f"{POD}\n---\n{account}".encode())]).resources
    spec = read(pod).body
    assert isinstance(spec, dict)
    return token_is_mounted(Index(resources), resources[0], {"serviceAccountName": "web", **spec})


def account(says: str, namespace: str = "shop") -> str:
    metadata = f"metadata: {{name: web, namespace: {namespace}}}"
    return f"{{apiVersion: v1, kind: ServiceAccount, {metadata}, automountServiceAccountToken: {says}}}"


@pytest.mark.parametrize(
    ("pod", "account_", "expected"),
    [
        ("null", account("null"), True),
        ("null", account("false"), False),
        ("null", account("false", "other"), True),
        ("true", account("false"), True),
        ("false", account("true"), False),
        ("false", account("hunter2"), False),
    ],
)
def test_the_pod_decides_before_its_account(pod: str, account_: str, expected: bool) -> None:  # noqa: FBT001 - the table
    assert mounted(account_, f"{{automountServiceAccountToken: {pod}}}") is expected


def test_an_account_that_cannot_be_read_says_where() -> None:
    with pytest.raises(UnreadableElsewhere) as caught:
        mounted(account("hunter2"))
    assert caught.value.path == ("automountServiceAccountToken",)
    assert "hunter2" not in caught.value.message
