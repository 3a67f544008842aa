"""Which resources an autoscaler compares with what is requested (semantics 0.2, A HPA-CPU-REQUEST)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policycheck.kubernetes import reading
from policycheck.model import Path, Value
from policycheck.records import Record


class Utilization(Record):
    """A resource whose use is measured in percent of its request, and where the autoscaler says so.

    `container` is the only one that is looked at, None where all are.
    """

    path: Path
    resource: str
    container: str | None = None


def utilization_metrics(autoscaler: Mapping[str, Value]) -> list[Utilization]:
    """Return them for a HorizontalPodAutoscaler of any version or a ScaledObject; an average value needs no request.

    Without any metric a HorizontalPodAutoscaler measures cpu. Raises Unreadable, at its place, for what is no metric.
    """
    with reading.inside("spec"):
        spec = reading.mapping(autoscaler.get("spec"), "a spec")
    if autoscaler.get("kind") == "ScaledObject":
        return list(_of_triggers(spec.get("triggers")))
    if spec.get("targetCPUUtilizationPercentage") is not None:
        return [Utilization(("spec", "targetCPUUtilizationPercentage"), "cpu")]
    return list(_of_metrics(spec.get("metrics"))) if spec.get("metrics") else [Utilization(("spec",), "cpu")]


def _of_metrics(metrics: Value) -> Iterator[Utilization]:
    for metric, path in _elements(metrics, ("spec", "metrics")):
        field = {"Resource": "resource", "ContainerResource": "containerResource"}.get(str(metric.get("type")))
        if field is None:
            continue
        with reading.inside(*path, field):
            source = reading.mapping(metric.get(field), "a metric of a resource")
            target = reading.mapping(source.get("target"), "a target")
            resource = reading.text(source.get("name"), "a resource")
            container = reading.text(source.get("container"), "the name of a container") or None
        # Before autoscaling/v2 the percentage stood beside the name.
        if target.get("type") == "Utilization" or source.get("targetAverageUtilization") is not None:
            yield Utilization((*path, field), resource, container)


def _of_triggers(triggers: Value) -> Iterator[Utilization]:
    for trigger, path in _elements(triggers, ("spec", "triggers")):
        with reading.inside(*path):
            kind = reading.text(trigger.get("type"), "a type of trigger")
            metadata = reading.mapping(trigger.get("metadata"), "a trigger's metadata")
            measured = reading.text(trigger.get("metricType") or metadata.get("type"), "a type of metric")
            container = reading.text(metadata.get("containerName"), "the name of a container") or None
        if kind in {"cpu", "memory"} and measured in {"", "Utilization"}:
            yield Utilization(path, kind, container)


def _elements(value: Value, path: Path) -> Iterator[tuple[dict[str, Value], Path]]:
    with reading.inside(*path):
        elements = reading.sequence(value, "a list")
    for place, element in enumerate(elements):
        with reading.inside(*path, place):
            yield reading.mapping(element, "a mapping"), (*path, place)
