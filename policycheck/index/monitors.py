"""What a ServiceMonitor selects: Services by their own labels, across namespaces where it says so (semantics 0.6)."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from policycheck.index.elsewhere import readable, reading_of
from policycheck.index.joins import Index, Scope, scope_of
from policycheck.index.pod_selectors import read_selector
from policycheck.kubernetes import reading
from policycheck.kubernetes.selectors import label_selector
from policycheck.model import Resource, Value

MONITORS = ("ServiceMonitor", "PodMonitor")


def monitored_services(index: Index, monitor: Resource) -> list[Resource]:
    selector = reading_of(monitor, partial(read_selector, monitor, "selector", label_selector))
    if _chosen_namespaces(monitor).get("any") is True:
        return index.objects_anywhere("Service", monitor.render).taken_by(selector)
    scopes = watched_scopes(index, monitor)
    return [found for scope in scopes for found in index.objects_by_labels("Service", scope).taken_by(selector)]


def monitored_pods(index: Index, monitor: Resource) -> list[Resource]:
    """Resources with pods behind the Services that a ServiceMonitor selects, or that a PodMonitor selects."""
    if monitor.kind == "PodMonitor":
        selector = reading_of(monitor, partial(read_selector, monitor, "selector", label_selector))
        return [found for scope in watched_scopes(index, monitor) for found in index.pods_taken_by(scope, selector)]
    services = monitored_services(index, monitor)
    return list({id(pod): pod for service in services for pod in index.selected_pods(service)}.values())


def monitors_of(index: Index, scraped: Resource) -> list[Resource]:
    """The monitors of the render that scrape a Service or the pods of a resource; those that can be read."""
    found = index.remembered((monitors_of, scraped.render), lambda: _by_scraped(index, scraped.render))
    return found.get(id(scraped.body), [])


def _by_scraped(index: Index, render: str) -> dict[int, list[Resource]]:
    by_scraped: dict[int, list[Resource]] = {}
    for monitor in (
        found for scope in index.scopes(render) for kind in MONITORS for found in index.of_kind(kind, scope)
    ):
        rows, _ = readable([monitor], lambda one: _scraped(index, one))
        for scraped in rows[0] if rows else ():
            by_scraped.setdefault(id(scraped.body), []).append(monitor)
    return by_scraped


def _scraped(index: Index, monitor: Resource) -> list[Resource]:
    services = monitored_services(index, monitor) if monitor.kind == "ServiceMonitor" else []
    return [*services, *monitored_pods(index, monitor)]


def watched_scopes(index: Index, monitor: Resource) -> Collection[Scope]:
    """The namespaces of the render that it watches: its own, those it names, or all of them.

    Empty where it names only namespaces of which the render shows nothing.
    """
    chosen = _chosen_namespaces(monitor)
    if chosen.get("any") is True:
        return index.scopes(monitor.render)
    if not chosen.get("matchNames"):
        return [scope_of(monitor)]
    shown = index.scopes(monitor.render)
    return [scope for scope in _named_scopes(monitor) if scope in shown]


def sees_all_it_watches(index: Index, monitor: Resource) -> bool:
    """Whether the render shows something of every namespace it names; what is in one that is not shown is unknown."""
    shown = index.scopes(monitor.render)
    return all(scope in shown for scope in _named_scopes(monitor))


def _named_scopes(monitor: Resource) -> list[Scope]:
    names = reading.sequence(_chosen_namespaces(monitor).get("matchNames"), "a list of namespaces")
    return list(dict.fromkeys((monitor.render, reading.text(name, "a namespace")) for name in names))


def _chosen_namespaces(monitor: Resource) -> dict[str, Value]:
    spec = reading.mapping(monitor.body.get("spec"), "a spec")
    return reading.mapping(spec.get("namespaceSelector"), "a namespaceSelector")
