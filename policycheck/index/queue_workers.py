"""Whether a workload takes its work from a queue, as its Services and its pods tell (semantics A KEDA-QUEUE)."""

from __future__ import annotations

from functools import partial

from policycheck.index.elsewhere import reading_of
from policycheck.index.joins import Index
from policycheck.index.service_ports import running_containers
from policycheck.kubernetes import reading
from policycheck.kubernetes.containers import PodContainer
from policycheck.kubernetes.ports import ContainerPort, container_ports
from policycheck.kubernetes.queue_workers import listens_for_work, signs
from policycheck.kubernetes.versions import KubeVersion
from policycheck.model import Resource


def queue_signs(index: Index, workload: Resource, version: KubeVersion) -> list[str]:
    """Return what of it looks like a worker of a queue; nothing where requests reach it instead."""
    if index.selecting_pods("Service", workload):
        return []
    running = running_containers(index, workload, version)
    base = (*index.carrier(workload).path, "spec")
    ports = reading_of(workload, partial(_ports, running), base)
    if any(map(listens_for_work, ports)):
        return []
    found = [sign for container in running for sign in signs(workload.name, container.body)]
    return list(dict.fromkeys(found))


def _ports(running: tuple[PodContainer, ...]) -> list[tuple[ContainerPort, ...]]:
    found = []
    for container in running:
        with reading.inside(*container.path):
            found.append(container_ports(container.body))
    return found
