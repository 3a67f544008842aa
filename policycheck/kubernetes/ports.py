"""Container ports, Service ports, and where in a pod a Service's port lands (semantics 0.2, 0.6)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from policycheck.kubernetes import reading
from policycheck.kubernetes.containers import PodContainer
from policycheck.model import Value

_PROTOCOLS = frozenset({"TCP", "UDP", "SCTP"})
_LARGEST_PORT = 65535


class ContainerPort(NamedTuple):
    """`name` is "" where none is written; `place` is its index in the container's ports."""

    place: int
    name: str
    number: int
    protocol: str


class ServicePort(NamedTuple):
    """`target` is the number or name looked for in the pod: the port's own number where no targetPort is written."""

    place: int
    name: str
    number: int
    target: int | str
    protocol: str


class Landing(NamedTuple):
    """Where a Service port arrives in a pod: the number, and the containers that declare it (none: undeclared)."""

    number: int
    containers: tuple[PodContainer, ...]


def is_port_name(text: str) -> bool:
    """Whether this names a container port, a targetPort or a probe's port: at most 15 of a-z, 0-9 and inner hyphens."""
    return (
        re.fullmatch(r"[-a-z0-9]{1,15}", text) is not None
        and re.search(r"[a-z]", text) is not None
        and not (text.startswith("-") or text.endswith("-") or "--" in text)
    )


def is_service_port_name(text: str) -> bool:
    """Whether this names a port of a Service: a DNS label, which digits alone may be."""
    return re.fullmatch(r"[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?", text) is not None


def container_ports(container: Mapping[str, Value]) -> tuple[ContainerPort, ...]:
    """Return the ports a container declares; raises Unreadable for one that the API server refuses."""
    ports = reading.sequence(container.get("ports"), "a list of ports")
    return tuple(_container_port(index, reading.mapping(port, "a port")) for index, port in enumerate(ports))


def service_ports(service_spec: Value) -> tuple[ServicePort, ...]:
    """Return the ports of a Service's spec with their defaults; raises Unreadable for one that is refused."""
    ports = reading.sequence(reading.mapping(service_spec, "a Service's spec").get("ports"), "a list of ports")
    return tuple(_service_port(index, reading.mapping(port, "a port")) for index, port in enumerate(ports))


def landing(port: ServicePort, running: Sequence[PodContainer]) -> Landing | None:
    """Resolve a Service port in a pod; `running` are its main containers and native sidecars, in order.

    A name is the first port of that name and protocol, None where no container declares one: then there are no
    endpoints. A number needs no declaration.
    """
    declared = [
        (container, candidate)
        for container in running
        for candidate in container_ports(container.body)
        if candidate.protocol == port.protocol
    ]
    if isinstance(port.target, str):
        named = next((found for found in declared if found[1].name == port.target), None)
        return Landing(named[1].number, (named[0],)) if named else None
    return Landing(port.target, tuple(container for container, found in declared if found.number == port.target))


def reached_containers(ports: Sequence[ServicePort], running: Sequence[PodContainer]) -> tuple[PodContainer, ...]:
    """Return the containers of a pod, in order, on which one of a Service's ports lands.

    An undeclared number lands on the only container of a pod; with several it is unknown on which, so on none.
    """
    reached = set()
    for port in ports:
        landed = landing(port, running)
        if landed is None:
            continue
        at = landed.containers or (tuple(running) if len(running) == 1 else ())
        reached |= {container.path for container in at}
    return tuple(container for container in running if container.path in reached)


def port_number(value: Value) -> int:
    """Read 1..65535; raises Unreadable for anything else."""
    number = reading.whole_number(value, "a port number")
    if not 0 < number <= _LARGEST_PORT:
        raise reading.refused(value, "a port number")
    return number


def _container_port(index: int, port: Mapping[str, Value]) -> ContainerPort:
    name = reading.text(port.get("name"), "a port name")
    if name and not is_port_name(name):
        raise reading.refused(name, "a port name")
    return ContainerPort(index, name, port_number(port.get("containerPort")), _protocol(port))


def _service_port(index: int, port: Mapping[str, Value]) -> ServicePort:
    name = reading.text(port.get("name"), "a port name")
    if name and not is_service_port_name(name):
        raise reading.refused(name, "a port name")
    number = port_number(port.get("port"))
    return ServicePort(index, name, number, _target(port.get("targetPort"), number), _protocol(port))


def _target(value: Value, number: int) -> int | str:
    """0 and "" are the zero values of a targetPort, so the port's own number takes their place."""
    if value is None or value == "" or (value == 0 and not isinstance(value, bool)):
        return number
    if not isinstance(value, str):
        return port_number(value)
    if not is_port_name(value):
        raise reading.refused(value, "a port name")
    return value


def _protocol(port: Mapping[str, Value]) -> str:
    protocol = reading.text(port.get("protocol"), "a protocol") or "TCP"
    if protocol not in _PROTOCOLS:
        raise reading.refused(protocol, "TCP, UDP or SCTP")
    return protocol
