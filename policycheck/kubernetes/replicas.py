"""How many pods a workload keeps at the least, and which workload an autoscaler scales (semantics 0.2, B2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from policycheck.kubernetes import reading
from policycheck.kubernetes.kinds import group_of
from policycheck.model import Value


class ScaleTarget(NamedTuple):
    """What an autoscaler names. `group` is None where no apiVersion is written, as older API servers allowed."""

    group: str | None
    kind: str
    name: str


def replica_floor(workload: Mapping[str, Value], autoscalers: Iterable[Mapping[str, Value]] = ()) -> int:
    """Return the replicas that a workload with a scale keeps: its autoscalers' minimum, else spec.replicas, else 1.

    `autoscalers` are the HorizontalPodAutoscalers and ScaledObjects whose target it is; of several the lowest counts.
    Raises Unreadable for a count that is no whole number.
    """
    floors = [_autoscaler_floor(autoscaler) for autoscaler in autoscalers]
    return min(floors) if floors else _count(_spec(workload), "replicas", absent=1)


def scale_target(autoscaler: Mapping[str, Value]) -> ScaleTarget:
    """Return what a HorizontalPodAutoscaler or ScaledObject scales; a ScaledObject's default is an apps Deployment."""
    reference = reading.mapping(_spec(autoscaler).get("scaleTargetRef"), "a scale target")
    api_version = reading.text(reference.get("apiVersion"), "an apiVersion")
    kind = reading.text(reference.get("kind"), "a kind")
    name = reading.text(reference.get("name"), "a name")
    if _is_keda(autoscaler):
        kind, api_version = kind or "Deployment", api_version or "apps/v1"
    if not (kind and name):
        raise reading.refused(reference or None, "a scale target with kind and name")
    return ScaleTarget(group_of(api_version) if api_version else None, kind, name)


def _autoscaler_floor(autoscaler: Mapping[str, Value]) -> int:
    spec = _spec(autoscaler)
    if not _is_keda(autoscaler):
        return _count(spec, "minReplicas", absent=1)
    if spec.get("idleReplicaCount") is not None:
        return _count(spec, "idleReplicaCount", absent=0)
    return _count(spec, "minReplicaCount", absent=0)


def _is_keda(autoscaler: Mapping[str, Value]) -> bool:
    return autoscaler.get("kind") == "ScaledObject"


def _spec(body: Mapping[str, Value]) -> dict[str, Value]:
    return reading.mapping(body.get("spec"), "a spec")


def _count(spec: Mapping[str, Value], field: str, *, absent: int) -> int:
    value = spec.get(field)
    if value is None:
        return absent
    count = reading.whole_number(value, "a number of replicas")
    if count < 0:
        raise reading.refused(value, "a number of replicas")
    return count
