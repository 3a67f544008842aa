"""Labels whose values have no end: one series for each user, request or pod that ever was (semantics B5.8, B5.9)."""

from __future__ import annotations

from collections.abc import Collection

from policycheck.prometheus.names import snake_case

UNBOUNDED = frozenset(
    (
        *("user_id", "userid", "user", "email", "ip", "client_ip", "remote_addr", "session_id", "trace_id", "span_id"),
        *("request_id", "correlation_id", "order_id", "uuid", "guid", "url", "uri", "full_path", "query", "timestamp"),
        *("pod_template_hash", "controller_revision_hash", "pod_ip", "container_id", "image_id"),
    )
)
"""path, route, endpoint and handler are not among them: they are fine once their values are normalised."""

GENERATED = {
    "Deployment": ("pod-template-hash",),
    "ReplicaSet": ("pod-template-hash",),
    "Rollout": ("rollouts-pod-template-hash",),
    "StatefulSet": ("controller-revision-hash", "statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index"),
    "DaemonSet": ("controller-revision-hash", "pod-template-generation"),
    "Job": ("batch.kubernetes.io/controller-uid", "controller-uid"),
    "CronJob": ("batch.kubernetes.io/controller-uid", "controller-uid"),
}
"""Kind -> labels that its controller writes on the pods, which no manifest shows."""

ANY_POD = ("pod-template-hash", "controller-revision-hash", "statefulset.kubernetes.io/pod-name")
"""Those of pods of which it is not known what makes them."""

EVERY_ROLLOUT = frozenset(
    (
        *("pod_template_hash", "controller_revision_hash", "statefulset_kubernetes_io_pod_name"),
        *("rollouts_pod_template_hash", "batch_kubernetes_io_controller_uid", "controller_uid"),
    )
)
"""As labels of a series: a new value, and so a new series of everything, with each rollout or each pod."""


def is_unbounded(name: str, *, allow: Collection[str] = (), deny: Collection[str] = ()) -> bool:
    """Whether a label of this name has values without end; `allow` and `deny` are an organisation's own words."""
    normal = snake_case(name)
    if name in allow or normal in allow:
        return False
    return normal in UNBOUNDED or normal in EVERY_ROLLOUT or name in deny or normal in deny
