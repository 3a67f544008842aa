"""Custom resources from which an operator makes pods that no render shows."""

from __future__ import annotations

from policycheck.kubernetes.kinds import HOME_GROUPS

_BUILT_IN = frozenset({"", "apps", "autoscaling", "batch", "extensions", "policy"})
_BUILT_IN_SUFFIX = ".k8s.io"
_WITHOUT_PODS = frozenset(
    {
        *("acme.cert-manager.io", "cert-manager.io", "cilium.io", "crd.projectcalico.org", "kyverno.io"),
        *("networking.istio.io", "projectcontour.io", "security.istio.io", "traefik.containo.us", "traefik.io"),
    }
)
"""API groups of certificates, routes and rules."""
_MAKERS = frozenset(
    {"Alertmanager", "CronWorkflow", "Prometheus", "PrometheusAgent", "ThanosRuler", "WorkflowTemplate"}
)
"""Of the custom kinds whose home we know, those that do."""


def may_make_pods(group: str, kind: str) -> bool:
    """Whether pods may come from objects of a kind although they carry no pod template that we know.

    A custom kind that nothing is known of may.
    """
    if group in _BUILT_IN or group.endswith(_BUILT_IN_SUFFIX) or group in _WITHOUT_PODS:
        return False
    return kind in _MAKERS or group not in HOME_GROUPS.get(kind, ())
