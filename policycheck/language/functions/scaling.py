"""What an autoscaler measures, and the containers it measures it in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.index.elsewhere import reading_of
from policycheck.index.limit_ranges import limits_around
from policycheck.kubernetes import reading, utilization
from policycheck.kubernetes.containers import PodContainer, containers
from policycheck.kubernetes.pod_templates import pod_spec
from policycheck.kubernetes.resources import effective_resources
from policycheck.language.functions.relations import bodies, target
from policycheck.language.items import Item
from policycheck.model import Value

if TYPE_CHECKING:
    from policycheck.kubernetes.limit_ranges import Limits
    from policycheck.kubernetes.versions import KubeVersion
    from policycheck.language.bindings import Bindings


def utilization_metrics(bindings: Bindings) -> list[Item]:
    """`utilization_metrics()`: what this autoscaler measures in percent of a request: {resource, container}."""
    found = utilization.utilization_metrics(bindings.context.resource.body)
    return [Item({"resource": one.resource, "container": one.container}, one.path, made=True) for one in found]


def target_containers(bindings: Bindings) -> list[Value]:
    """`target_containers()`: what runs in the pods this autoscaler scales, defaults filled in: {name, requests}."""
    index, body = bindings.context.index, target(bindings)
    if body is None:
        return []
    scaled = index.resource_of(body)
    pod = index.pod_template(scaled)
    if pod is None:
        return []
    limits, version = limits_around(index, scaled), bindings.context.release.kube_version

    def read() -> list[Value]:
        spec = pod_spec(pod)
        with reading.inside(*pod.path, "spec"):
            return [_named_requests(found, spec, limits, version) for found in containers(spec, version)]

    return reading_of(scaled, read)


def _named_requests(container: PodContainer, spec: Value, limits: list[Limits], version: KubeVersion) -> Value:
    resources = effective_resources(
        container.body, path=container.path, pod_spec=spec, limits=limits, kube_version=version
    )
    return {"name": container.body.get("name"), "requests": dict(resources.requests)}


def vertical_autoscalers(bindings: Bindings) -> list[Value]:
    """`vertical_autoscalers()`: VerticalPodAutoscalers that size the pods of this resource."""
    return bodies(bindings.context.index.vertical_autoscalers(bindings.context.resource))


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "target_containers": target_containers,
    "vertical_autoscalers": vertical_autoscalers,
}
PLACED: dict[str, Callable[..., list[Item]]] = {"utilization_metrics": utilization_metrics}
