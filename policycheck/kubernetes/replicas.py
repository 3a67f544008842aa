"""How many pods a workload keeps at the least, and which workload an autoscaler scales (semantics 0.2, B2)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from policycheck.errors import Unreadable
from policycheck.kubernetes import reading
from policycheck.kubernetes.kinds import group_of
from policycheck.model import Value
from policycheck.records import Record

PAUSED = "autoscaling.keda.sh/paused-replicas"
"""KEDA scales to this number and then leaves it alone (keda.sh, "Pausing autoscaling")."""


class ScaleTarget(Record):
    """What an autoscaler names. `group` is None where no apiVersion is written, as older API servers allowed."""

    group: str | None
    kind: str
    name: str


def written_replicas(workload: Mapping[str, Value]) -> int:
    """Return the replicas that a workload with a scale is written with, 1 where it says nothing."""
    return _count(workload, "replicas", absent=1)


def autoscaler_floor(autoscaler: Mapping[str, Value]) -> int:
    """Return the least replicas that a HorizontalPodAutoscaler or ScaledObject keeps of its target.

    A ScaledObject keeps what it is paused at, else its idleReplicaCount, else its minReplicaCount. Raises Unreadable,
    at its place, for a count that is no whole number.
    """
    if not _is_keda(autoscaler):
        return _count(autoscaler, "minReplicas", absent=1)
    paused = _paused(autoscaler)
    if paused is not None:
        return paused
    idle = _spec(autoscaler).get("idleReplicaCount")
    return _count(autoscaler, "minReplicaCount" if idle is None else "idleReplicaCount", absent=0)


def scale_target(autoscaler: Mapping[str, Value]) -> ScaleTarget:
    """Return what a HorizontalPodAutoscaler, VerticalPodAutoscaler or ScaledObject scales.

    A ScaledObject's default is an apps Deployment. Raises Unreadable where no kind or name is said.
    """
    field = "targetRef" if autoscaler.get("kind") == "VerticalPodAutoscaler" else "scaleTargetRef"
    reference = reading.mapping(_spec(autoscaler).get(field), "a scale target")
    api_version = reading.text(reference.get("apiVersion"), "an apiVersion")
    kind = reading.text(reference.get("kind"), "a kind")
    name = reading.text(reference.get("name"), "a name")
    if _is_keda(autoscaler):
        kind, api_version = kind or "Deployment", api_version or "apps/v1"
    if not (kind and name):
        raise reading.refused(reference or None, "a scale target with kind and name")
    return ScaleTarget(group_of(api_version) if api_version else None, kind, name)


def _is_keda(autoscaler: Mapping[str, Value]) -> bool:
    return autoscaler.get("kind") == "ScaledObject"


def _spec(body: Mapping[str, Value]) -> dict[str, Value]:
    return reading.mapping(body.get("spec"), "a spec")


def _paused(scaled_object: Mapping[str, Value]) -> int | None:
    metadata = reading.mapping(scaled_object.get("metadata"), "a mapping of metadata")
    written = reading.mapping(metadata.get("annotations"), "a mapping of annotations").get(PAUSED)
    if written is None:
        return None
    if isinstance(written, str) and re.fullmatch(r"\d{1,9}", written, re.ASCII):
        return int(written)
    message = reading.refused(written, "a number of replicas, as text").message
    raise Unreadable(message, path=("metadata", "annotations", PAUSED))


def _count(body: Mapping[str, Value], field: str, *, absent: int) -> int:
    value = _spec(body).get(field)
    if value is None:
        return absent
    try:
        count = reading.whole_number(value, "a number of replicas")
        if count < 0:
            raise reading.refused(value, "a number of replicas")
    except Unreadable as unreadable:
        raise Unreadable(unreadable.message, path=("spec", field)) from None
    return count
