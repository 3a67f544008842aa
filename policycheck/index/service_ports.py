"""Where the ports of a Service land in the pods it selects (semantics 0.6, A SVC-TARGETPORT)."""

from __future__ import annotations

from functools import partial

from policycheck.index.elsewhere import reading_of
from policycheck.index.joins import Index
from policycheck.kubernetes import reading
from policycheck.kubernetes.containers import PodContainer, containers
from policycheck.kubernetes.hooks import hook_class
from policycheck.kubernetes.pod_templates import PodTemplate, is_long_running, pod_spec
from policycheck.kubernetes.ports import ServicePort, landings, service_ports
from policycheck.kubernetes.versions import KubeVersion
from policycheck.model import Path, Resource
from policycheck.records import Record


class TargetPort(Record):
    """A port of a Service; of the resources whose pods it selects, those that declare its target and the others."""

    port: ServicePort
    declared_by: tuple[Resource, ...]
    undeclared_by: tuple[Resource, ...]


_Running = tuple[Resource, tuple[PodContainer, ...]]


def ports_of(index: Index, service: Resource) -> tuple[ServicePort, ...]:
    """The ports of a Service, read once for all pods it selects."""
    read = partial(service_ports, service.body.get("spec"))
    return index.remembered(("ports", id(service.body)), lambda: reading_of(service, read))


def target_ports(index: Index, service: Resource, version: KubeVersion) -> list[TargetPort]:
    """Return each port of the Service. Only pods that stay take requests: those of jobs and hooks are left out."""
    serving = [found for found in index.selected_pods(service) if stays(index, found)]
    ports = ports_of(index, service)
    running = [(found, running_containers(index, found, version)) for found in serving]
    return [_target_port(index, port, running) for port in ports]


def stays(index: Index, resource: Resource) -> bool:
    """Whether the pods of a resource run until they are told to stop."""
    pod = index.pod_template(resource)
    return pod is not None and is_hook(resource) is None and reading_of(resource, partial(is_long_running, pod))


def is_hook(resource: Resource) -> str | None:
    """`test` or `job` where Helm runs the resource as a hook."""
    metadata = resource.body.get("metadata")
    return hook_class(metadata.get("annotations")) if isinstance(metadata, dict) else None


def running_containers(index: Index, resource: Resource, version: KubeVersion) -> tuple[PodContainer, ...]:
    """The main containers and native sidecars of a resource with pods, at their places in its pod spec."""
    pod = index.pod_template(resource)
    return () if pod is None else reading_of(resource, partial(_containers, pod, version))


def _containers(pod: PodTemplate, version: KubeVersion) -> tuple[PodContainer, ...]:
    with reading.inside(*pod.path, "spec"):
        return containers(pod_spec(pod), version)


def _target_port(index: Index, port: ServicePort, running: list[_Running]) -> TargetPort:
    declared: list[Resource] = []
    undeclared: list[Resource] = []
    for resource, found in running:
        lands = reading_of(resource, partial(_lands, port, found, index.carrier(resource).path))
        (declared if lands else undeclared).append(resource)
    return TargetPort(port, tuple(declared), tuple(undeclared))


def _lands(port: ServicePort, running: tuple[PodContainer, ...], path: Path) -> bool:
    """Whether a container declares the port's target."""
    with reading.inside(*path, "spec"):
        return any(landed.containers for _, landed in landings([port], running))
