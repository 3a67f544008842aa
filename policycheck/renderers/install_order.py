"""The order in which `helm template` prints: by kind as Helm would install it, hooks last."""

from __future__ import annotations

from policycheck.renderers.documents import Generation

_KINDS = """
PriorityClass Namespace NetworkPolicy ResourceQuota LimitRange PodSecurityPolicy PodDisruptionBudget ServiceAccount
Secret SecretList ConfigMap StorageClass PersistentVolume PersistentVolumeClaim CustomResourceDefinition ClusterRole
ClusterRoleList ClusterRoleBinding ClusterRoleBindingList Role RoleList RoleBinding RoleBindingList Service DaemonSet
Pod ReplicationController ReplicaSet Deployment HorizontalPodAutoscaler StatefulSet Job CronJob IngressClass Ingress
APIService MutatingWebhookConfiguration ValidatingWebhookConfiguration
"""
_RANKS = {kind: rank for rank, kind in enumerate(_KINDS.split())}
_SINCE_HELM_4 = ("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration")

HOOK = "helm.sh/hook"
_EVENTS = frozenset(
    ["test", "test-success"]
    + [f"{when}-{what}" for when in ("pre", "post") for what in ("install", "delete", "upgrade", "rollback")]
)


def rank(kind: str, generation: Generation) -> tuple[int, bytes]:
    """A sort key: kinds that this Helm knows in its order, then the others by name."""
    if kind not in _RANKS or (generation is Generation.HELM_3 and kind in _SINCE_HELM_4):
        return len(_RANKS), kind.encode()
    return _RANKS[kind], b""


def is_known_hook(value: str) -> bool:
    """Whether all events of the annotation are ones that Helm runs; a document with another event is left out."""
    return all(event.strip().lower() in _EVENTS for event in value.split(","))
