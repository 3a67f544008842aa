"""Between how many replicas an autoscaler chooses, its defaults filled in (semantics 0.2, A HPA-BOUNDS, KEDA-VALID)."""

from __future__ import annotations

from collections.abc import Mapping

from policycheck.kubernetes import reading
from policycheck.model import Value
from policycheck.records import Record

_KEDA_MAXIMUM = 100


class Bounds(Record):
    """`maximum` is 0 where a HorizontalPodAutoscaler has none: the API server asks for one. `idle` is KEDA's alone."""

    minimum: int
    maximum: int
    idle: int | None = None


def bounds(autoscaler: Mapping[str, Value]) -> Bounds:
    """Return those of a HorizontalPodAutoscaler or a ScaledObject.

    Raises Unreadable, at its place, for what is no whole number; a negative one is left to be judged.
    """
    if autoscaler.get("kind") == "ScaledObject":
        return Bounds(
            _number(autoscaler, "minReplicaCount", 0) or 0,
            _number(autoscaler, "maxReplicaCount", _KEDA_MAXIMUM) or 0,
            _number(autoscaler, "idleReplicaCount", None),
        )
    return Bounds(_number(autoscaler, "minReplicas", 1) or 0, _number(autoscaler, "maxReplicas", 0) or 0)


def _number(autoscaler: Mapping[str, Value], field: str, absent: int | None) -> int | None:
    with reading.inside("spec"):
        value = reading.mapping(autoscaler.get("spec"), "a spec").get(field)
        with reading.inside(field):
            return absent if value is None else reading.whole_number(value, "a number of replicas")
