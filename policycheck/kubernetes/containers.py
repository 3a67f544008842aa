"""The containers of a pod spec, in order, each with its role (semantics 0.1)."""

from __future__ import annotations

from typing import Literal

from policycheck.kubernetes import reading
from policycheck.kubernetes.versions import NEWEST, KubeVersion
from policycheck.model import Value
from policycheck.records import Record

Role = Literal["main", "sidecar", "init", "ephemeral"]

_LISTS: tuple[tuple[str, Role], ...] = (
    ("containers", "main"),
    ("initContainers", "init"),
    ("ephemeralContainers", "ephemeral"),
)
_NATIVE_SIDECARS: KubeVersion = (1, 29)
"""From here on `restartPolicy: Always` on an initContainer counts without a feature gate."""


class PodContainer(Record):
    """A container, its place in the pod spec, ("initContainers", 0), and what it is there for."""

    body: dict[str, Value]
    path: tuple[str, int]
    role: Role


def all_containers(pod_spec: Value, kube_version: KubeVersion = NEWEST) -> tuple[PodContainer, ...]:
    """Return every container of a pod spec: `containers`, then `initContainers`, then `ephemeralContainers`."""
    spec = reading.mapping(pod_spec, "a pod spec")
    return tuple(
        _container(body, (name, index), role, kube_version)
        for name, role in _LISTS
        for index, body in enumerate(_list(spec, name))
    )


def containers(pod_spec: Value, kube_version: KubeVersion = NEWEST) -> tuple[PodContainer, ...]:
    """Return the containers that run as long as the pod: the main ones, then the native sidecars."""
    return tuple(
        container for container in all_containers(pod_spec, kube_version) if container.role in {"main", "sidecar"}
    )


def _list(spec: dict[str, Value], name: str) -> list[Value]:
    with reading.inside(name):
        return reading.sequence(spec.get(name), "a list of containers")


def _container(body: Value, path: tuple[str, int], role: Role, kube_version: KubeVersion) -> PodContainer:
    if not isinstance(body, dict):
        with reading.inside(*path):
            raise reading.refused(body, "a container")
    if role == "init" and body.get("restartPolicy") == "Always" and kube_version >= _NATIVE_SIDECARS:
        role = "sidecar"
    return PodContainer(body, path, role)
