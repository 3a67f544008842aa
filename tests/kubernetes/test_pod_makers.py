from __future__ import annotations

import pytest

from policycheck.kubernetes.pod_makers import may_make_pods


@pytest.mark.parametrize(
    ("group", "kind"),
    [
        ("monitoring.coreos.com", "Prometheus"),
        ("argoproj.io", "WorkflowTemplate"),
        ("example.com", "Database"),
        ("example.com", "Service"),
        ("serving.knative.dev", "Service"),
    ],
)
def test_an_operator_may_make_pods_from_what_nothing_is_known_of(group: str, kind: str) -> None:
    assert may_make_pods(group, kind)


@pytest.mark.parametrize(
    ("group", "kind"),
    [
        ("", "Service"),
        ("policy", "PodDisruptionBudget"),
        ("networking.k8s.io", "Ingress"),
        ("monitoring.coreos.com", "ServiceMonitor"),
        ("keda.sh", "ScaledObject"),
        ("external-secrets.io", "ExternalSecret"),
        ("cert-manager.io", "Certificate"),
        ("traefik.io", "IngressRoute"),
    ],
)
def test_routes_rules_and_monitors_make_none(group: str, kind: str) -> None:
    assert not may_make_pods(group, kind)
