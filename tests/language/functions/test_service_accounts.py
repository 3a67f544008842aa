"""The ServiceAccount of the pods a policy judges."""

from __future__ import annotations

from tests.language.functions.calling import called
from tests.language.surroundings import bindings, context

MANIFESTS = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {serviceAccountName: web, automountServiceAccountToken: false}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: all}
subjects: [{kind: ServiceAccount, name: web}]
"""


def test_a_pod_may_refuse_a_token_that_is_granted_something() -> None:
    bound = bindings(context(MANIFESTS))
    assert called("mounts_token", bound=bound) is False
    assert called("granted_by", bound=bound) == [bound.context.index.resources[1].body]


def test_what_has_no_pod_has_the_default_account() -> None:
    assert called("mounts_token") is True
    assert called("granted_by") == []
