"""Container ports, Service ports, and where in a pod a Service's port lands (semantics 0.2, 0.6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from policycheck.kubernetes import reading
from policycheck.kubernetes.containers import PodContainer
from policycheck.model import Value
from policycheck.records import Record

_PROTOCOLS = frozenset({"TCP", "UDP", "SCTP"})
_PORTS = range(1, 65536)


class ContainerPort(Record):
    """`name` is "" where none is written; `place` is its index in the container's ports."""

    place: int
    name: str
    number: int
    protocol: str


class ServicePort(Record):
    """`target` is the number or name looked for in the pod: the port's own number where no targetPort is written.

    `app_protocol` is "" where none is written.
    """

    place: int
    name: str
    number: int
    target: int | str
    protocol: str
    app_protocol: str = ""


class Landing(Record):
    """Where a Service port arrives in a pod: the number, and the containers that declare it (none: undeclared)."""

    number: int
    containers: tuple[PodContainer, ...]


@lru_cache(maxsize=1024)
def is_port_name(text: str) -> bool:
    """Whether this names a container port, a targetPort or a probe's port: at most 15 of a-z, 0-9 and inner hyphens."""
    return (
        re.fullmatch(r"[-a-z0-9]{1,15}", text) is not None
        and re.search(r"[a-z]", text) is not None
        and not (text.startswith("-") or text.endswith("-") or "--" in text)
    )


@lru_cache(maxsize=1024)
def is_service_port_name(text: str) -> bool:
    """Whether this names a port of a Service: a DNS label, which digits alone may be."""
    return re.fullmatch(r"[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?", text) is not None


def container_ports(container: Mapping[str, Value]) -> tuple[ContainerPort, ...]:
    """Return the ports a container declares; raises Unreadable, at its place in it, for one that is refused."""
    with reading.inside("ports"):
        ports = reading.sequence(container.get("ports"), "a list of ports")
        return tuple(_container_port(index, port) for index, port in enumerate(ports))


def service_ports(service_spec: Value) -> tuple[ServicePort, ...]:
    """Return the ports of a Service's spec with their defaults; raises Unreadable, at its place in the Service."""
    with reading.inside("spec"):
        spec = reading.mapping(service_spec, "a Service's spec")
        with reading.inside("ports"):
            ports = reading.sequence(spec.get("ports"), "a list of ports")
            return tuple(_service_port(index, port) for index, port in enumerate(ports))


def landings(ports: Sequence[ServicePort], running: Sequence[PodContainer]) -> list[tuple[ServicePort, Landing]]:
    """Resolve the ports of a Service in a pod; `running` are its main containers and native sidecars, in order.

    A declared port that is refused is Unreadable at its place in the pod spec.

    A name is the first port of that name and protocol; where no container declares one there are no endpoints, and the
    port is left out. A number needs no declaration.
    """
    declared = _declared(running) if ports else []
    return [(port, landed) for port in ports if (landed := _landing(port, declared))]


def reached_containers(ports: Sequence[ServicePort], running: Sequence[PodContainer]) -> tuple[PodContainer, ...]:
    """Return the containers of a pod, in order, on which one of a Service's ports lands.

    An undeclared number lands on the only container of a pod; with several it is unknown on which, so on none.
    """
    reached = set()
    for _, landed in landings(ports, running):
        at = landed.containers or (tuple(running) if len(running) == 1 else ())
        reached |= {container.path for container in at}
    return tuple(container for container in running if container.path in reached)


def is_port(value: Value) -> bool:
    """Whether the API server takes this as the port of a probe: a name, or a number from 1 to 65535 (semantics B3.5).

    0, null and "" are no port, and "8080" in quotes is a name without a letter.
    """
    if isinstance(value, str):
        return is_port_name(value)
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value in _PORTS


def resolved_port(value: Value, container: Mapping[str, Value]) -> int | None:
    """Return the number that a probe's port stands for: a name is one of its own container's ports (semantics B3.5).

    None for a name that the container does not declare, and for what is no port. Raises Unreadable for a declared port
    that the API server refuses.
    """
    if not is_port(value):
        return None
    if isinstance(value, str):
        return next((port.number for port in container_ports(container) if port.name == value), None)
    return port_number(value)


def port_number(value: Value) -> int:
    """Read 1..65535; raises Unreadable for anything else."""
    number = reading.whole_number(value, "a port number")
    if number not in _PORTS:
        raise reading.refused(value, "a port number")
    return number


def _landing(port: ServicePort, declared: Sequence[tuple[PodContainer, ContainerPort]]) -> Landing | None:
    alike = [found for found in declared if found[1].protocol == port.protocol]
    if isinstance(port.target, str):
        named = next((found for found in alike if found[1].name == port.target), None)
        return Landing(named[1].number, (named[0],)) if named else None
    return Landing(port.target, tuple(container for container, found in alike if found.number == port.target))


def _declared(running: Sequence[PodContainer]) -> list[tuple[PodContainer, ContainerPort]]:
    declared = []
    for container in running:
        with reading.inside(*container.path):
            declared += [(container, port) for port in container_ports(container.body)]
    return declared


def _container_port(index: int, value: Value) -> ContainerPort:
    with reading.inside(index):
        port = reading.mapping(value, "a port")
        name = _name(port, is_port_name)
        return ContainerPort(index, name, _number(port, "containerPort"), _protocol(port))


def _service_port(index: int, value: Value) -> ServicePort:
    with reading.inside(index):
        port = reading.mapping(value, "a port")
        name, number = _name(port, is_service_port_name), _number(port, "port")
        with reading.inside("targetPort"):
            target = _target(port.get("targetPort"), number)
        with reading.inside("appProtocol"):
            app_protocol = reading.text(port.get("appProtocol"), "a protocol")
        return ServicePort(index, name, number, target, _protocol(port), app_protocol)


def _name(port: Mapping[str, Value], is_name: Callable[[str], bool]) -> str:
    with reading.inside("name"):
        name = reading.text(port.get("name"), "a port name")
        if name and not is_name(name):
            raise reading.refused(name, "a port name")
        return name


def _number(port: Mapping[str, Value], field: str) -> int:
    number = port.get(field)
    if type(number) is int and number in _PORTS:  # nearly all: nothing to refuse
        return number
    with reading.inside(field):
        return port_number(number)


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
    if "protocol" not in port:
        return "TCP"
    with reading.inside("protocol"):
        protocol = reading.text(port.get("protocol"), "a protocol") or "TCP"
        if protocol not in _PROTOCOLS:
            raise reading.refused(protocol, "TCP, UDP or SCTP")
        return protocol
