"""From a ServiceMonitor to the Services it scrapes and the pods behind them (semantics 0.6, B5.1, B5.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.index import monitors
from policycheck.kubernetes import reading
from policycheck.kubernetes.containers import all_containers
from policycheck.kubernetes.pod_templates import pod_spec
from policycheck.model import Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings


def monitored_services(bindings: Bindings) -> list[Value]:
    """`monitored_services()`: Services whose own labels this ServiceMonitor selects, in the namespaces it watches."""
    return [service.body for service in monitors.monitored_services(bindings.context.index, bindings.context.resource)]


def watches_render(bindings: Bindings) -> bool:
    """`watches_render()`: whether the render shows every namespace this ServiceMonitor watches; others are unknown."""
    return monitors.sees_all_it_watches(bindings.context.index, bindings.context.resource)


def monitored_pods(bindings: Bindings) -> list[Value]:
    """`monitored_pods()`: resources with pods behind a ServiceMonitor's Services, or that a PodMonitor selects."""
    return [found.body for found in monitors.monitored_pods(bindings.context.index, bindings.context.resource)]


def monitored_by(bindings: Bindings) -> list[Value]:
    """`monitored_by()`: ServiceMonitors and PodMonitors of the render that scrape this Service or these pods."""
    return [found.body for found in monitors.monitors_of(bindings.context.index, bindings.context.resource)]


def declared_ports(bindings: Bindings, workload: Value) -> list[Value]:
    """`declared_ports(workload)`: the ports that the containers of a resource's pods declare."""
    if workload is None:
        return []
    index = bindings.context.index
    pod = index.pod_template(index.resource_of(workload))
    return [
        port
        for container in (all_containers(pod_spec(pod)) if pod else ())
        for port in reading.sequence(container.body.get("ports"), "a list of ports")
    ]


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "monitored_services": monitored_services,
    "watches_render": watches_render,
    "monitored_pods": monitored_pods,
    "monitored_by": monitored_by,
    "declared_ports": declared_ports,
}
