"""What a ServiceMonitor selects: Services by their own labels, across namespaces where it says so (semantics 0.6)."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from policycheck.index.elsewhere import reading_of
from policycheck.index.joins import Index, Scope, scope_of
from policycheck.index.pod_selectors import read_selector
from policycheck.kubernetes import reading
from policycheck.kubernetes.selectors import label_selector
from policycheck.model import Resource, Value


def monitored_services(index: Index, monitor: Resource) -> list[Resource]:
    selector = reading_of(monitor, partial(read_selector, monitor, "selector", label_selector))
    if _chosen_namespaces(monitor).get("any") is True:
        return index.objects_anywhere("Service", monitor.render).taken_by(selector)
    scopes = watched_scopes(index, monitor)
    return [found for scope in scopes for found in index.objects_by_labels("Service", scope).taken_by(selector)]


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
