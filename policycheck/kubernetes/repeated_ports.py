"""Container ports that share a name: refused in one container, and half lost to Services in one pod (semantics 0.6)."""

from __future__ import annotations

from collections.abc import Iterable

from policycheck.kubernetes import reading
from policycheck.kubernetes.containers import PodContainer
from policycheck.model import Path
from policycheck.records import Record


class RepeatedPort(Record):
    """A port whose name an earlier one has: its place in the pod spec, and the name of that one's container."""

    path: Path
    name: str
    container: str
    same_container: bool


def repeated_ports(containers: Iterable[PodContainer]) -> list[RepeatedPort]:
    """Return the ports of main containers and sidecars whose name is taken.

    Raises Unreadable, at its place in the pod spec, for what is no port.
    """
    first: dict[str, PodContainer] = {}
    own: set[tuple[Path, str]] = set()
    found = []
    for container in containers:
        for place, name in _named_ports(container):
            earlier = first.setdefault(name, container)
            repeated = (container.path, name) in own
            own.add((container.path, name))
            if repeated or earlier is not container:
                holder = container if repeated else earlier
                found.append(RepeatedPort(place, name, str(holder.body.get("name")), repeated))
    return found


def _named_ports(container: PodContainer) -> list[tuple[Path, str]]:
    named: list[tuple[Path, str]] = []
    with reading.inside(*container.path, "ports"):
        ports = reading.sequence(container.body.get("ports"), "a list of ports")
    for index, value in enumerate(ports):
        with reading.inside(*container.path, "ports", index):
            name = reading.text(reading.mapping(value, "a port").get("name"), "a port's name")
        if name:
            named.append(((*container.path, "ports", index, "name"), name))
    return named
