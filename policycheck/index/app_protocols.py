"""What the Services and Ingresses of a render say of a port of a pod (semantics B3.7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from policycheck.index.elsewhere import reading_of
from policycheck.index.joins import Index, scope_of
from policycheck.index.service_ports import ports_of
from policycheck.kubernetes.app_protocols import AppProtocol, grpc_backends, service_protocol
from policycheck.kubernetes.containers import PodContainer
from policycheck.kubernetes.ports import ServicePort, landings
from policycheck.model import Resource


def heard_of(
    index: Index, resource: Resource, running: Sequence[PodContainer], container: PodContainer, number: int
) -> frozenset[AppProtocol]:
    """Return the protocols that Services and Ingresses speak to a port number of a container.

    `running` are the main containers and native sidecars of the resource's pods. A number that none of them declares
    belongs to the only one; of several it is unknown to which.
    """
    heard: set[AppProtocol] = set()
    for service in index.selecting_pods("Service", resource):
        for port in _landing_on(index, service, running, container, number):
            protocol = service_protocol(port)
            heard |= {protocol} if protocol else set()
            if not _backends(index, service).isdisjoint([(service.name, port.name), (service.name, port.number)]):
                heard.add("grpc")
    return frozenset(heard)


def _landing_on(
    index: Index, service: Resource, running: Sequence[PodContainer], container: PodContainer, number: int
) -> Iterator[ServicePort]:
    alone = len(running) == 1
    for port, landed in landings(ports_of(index, service), running):
        if landed.number == number and (container in landed.containers or (alone and not landed.containers)):
            yield port


def _backends(index: Index, service: Resource) -> frozenset[tuple[str, str | int]]:
    """The (Service, port) that the Ingresses beside a Service speak gRPC to."""
    scope = scope_of(service)
    return index.remembered(("backends", scope), lambda: _backends_in(index.of_kind("Ingress", scope)))


def _backends_in(ingresses: Iterable[Resource]) -> frozenset[tuple[str, str | int]]:
    return frozenset().union(*(reading_of(one, partial(grpc_backends, one.body)) for one in ingresses))
