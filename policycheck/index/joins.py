"""Which resource goes with which. No join leaves its render, and none its namespace unless the API says so."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache, partial
from operator import itemgetter
from typing import TypeVar

from policycheck.errors import PolicyError, Unreadable
from policycheck.index.remembered import remembered
from policycheck.index.tables import LabelTable, SelectorTable
from policycheck.kubernetes import reading
from policycheck.kubernetes.kinds import matches_kind
from policycheck.kubernetes.pod_templates import CARRIERS, Carriers, PodTemplate, pod_template
from policycheck.kubernetes.replicas import ScaleTarget, scale_target
from policycheck.kubernetes.selectors import Selector, label_selector, map_selector
from policycheck.model import Resource, Value

T = TypeVar("T")

Scope = tuple[str, str | None]
"""A render and a namespace: what most joins stay inside. The namespace of cluster-scoped objects is None."""

AUTOSCALERS = ("HorizontalPodAutoscaler", "ScaledObject")

POD_SELECTORS: dict[str, tuple[str, Callable[[Value], Selector]]] = {
    "PodDisruptionBudget": ("selector", label_selector),
    "NetworkPolicy": ("podSelector", label_selector),
    "PodMonitor": ("selector", label_selector),
    "Service": ("selector", map_selector),
}
"""Kind -> the field of its spec that selects pods by their labels, and how it is read."""


class Index:
    """Tables are made when a join first asks for them: a run pays for the joins its policies use."""

    def __init__(self, resources: Iterable[Resource], carriers: Carriers = CARRIERS) -> None:
        self.resources = tuple(resources)
        """All that was indexed, in source order."""
        self._carriers = carriers
        self._by_kind: dict[tuple[str, str], list[tuple[int, Resource]]] = {}
        self._by_body: dict[int, Resource] = {}
        for number, resource in enumerate(self.resources):
            self._by_kind.setdefault((resource.group, resource.kind), []).append((number, resource))
            self._by_body[id(resource.body)] = resource
        # One cache an index: a run's tables live and die with it.
        self.scopes = cache(self._scopes)
        self.pods_by_labels = remembered(self._pods_by_labels)
        self.objects_by_labels = cache(self._objects_by_labels)
        self.objects_anywhere = cache(self._objects_anywhere)
        self._in_scope = cache(self._group_by_scope)
        self._carrying = cache(self._carriers_by_scope)
        self._names = cache(self._group_by_name)
        self._selectors = remembered(self._pod_selectors)
        self._selectors_anywhere = cache(self._readable_pod_selectors)
        self._autoscalers = remembered(self._autoscalers_by_target)

    def resource_of(self, body: Value) -> Resource:
        """The resource whose body a policy holds: bodies are handed out as they are, never copied."""
        resource = self._by_body.get(id(body))
        if resource is None:
            raise PolicyError("this function takes a resource, as peers() or $self give it")
        return resource

    def pod_template(self, resource: Resource) -> PodTemplate | None:
        """The pod template of a resource, if it has one; Unreadable, at its place, for anything else there."""
        try:
            return pod_template(resource.body, resource.group, resource.kind, self._carriers)
        except Unreadable as unreadable:
            carrier = self._carriers[resource.group, resource.kind]
            raise Unreadable(unreadable.message, path=carrier.path) from None

    def of_kind(self, choice: str, scope: Scope) -> list[Resource]:
        """Resources of a kind in one scope, in source order."""
        return self._in_scope(choice).get(scope, [])

    def named(self, choice: str, name: str, scope: Scope) -> Resource | None:
        """The resource of that kind and name; of several the first."""
        return self._names(choice).get((scope, name))

    def selecting_pods(self, choice: str, resource: Resource) -> list[Resource]:
        """Objects of a kind whose selector takes the pods of this resource; PolicyError for a kind without one."""
        _pod_selector(choice.rpartition("/")[2])
        pod = self.pod_template(resource)
        return self._selectors(choice, scope_of(resource)).taking(pod_labels(pod)) if pod else []

    def selected_pods(self, resource: Resource) -> list[Resource]:
        """Resources whose pods the selector of this one takes."""
        return self.pods_by_labels(scope_of(resource)).taken_by(selector_of(resource))

    def autoscalers(self, resource: Resource) -> list[Resource]:
        """HorizontalPodAutoscalers and ScaledObjects that scale this resource."""
        candidates = self._autoscalers(scope_of(resource)).get((resource.kind, resource.name), [])
        return [found for target, found in candidates if target.group in {None, resource.group}]

    def _scopes(self, render: str) -> Collection[Scope]:
        """Every namespace of a render, for joins that may cross them."""
        return dict.fromkeys(scope_of(found) for found in self.resources if found.render == render).keys()

    def namespaces_selecting(self, choice: str, resource: Resource) -> list[str]:
        """Other namespaces of the render with an object of the kind whose selector would take these pods."""
        pod = self.pod_template(resource)
        taking = self._selectors_anywhere(choice, resource.render).taking(pod_labels(pod)) if pod else []
        namespaces = (found.namespace for found in taking if found.namespace != resource.namespace)
        return list(dict.fromkeys(filter(None, namespaces)))

    def data_of(self, resource: Resource) -> Callable[[str, str], Mapping[str, Value] | None]:
        """Look up the data of a ConfigMap or Secret by name, as this resource's pods would; None if not rendered."""
        scope = scope_of(resource)

        def look_up(kind: str, name: str) -> Mapping[str, Value] | None:
            found = self.named(kind, name, scope)
            if found is None:
                return None
            fields = ("data", "binaryData") if kind == "ConfigMap" else ("data", "stringData")
            return {key: value for field in fields for key, value in _mapping(found.body.get(field)).items()}

        return look_up

    def _of_kinds(self, takes: Callable[[str, str], bool]) -> list[Resource]:
        """Resources of all (group, kind) that are taken, in source order."""
        numbered = [entry for kind, entries in self._by_kind.items() if takes(*kind) for entry in entries]
        return [resource for _, resource in sorted(numbered, key=itemgetter(0))]

    def _of_render(self, choice: str, render: str) -> list[Resource]:
        return [found for found in self._of_kinds(partial(matches_kind, choice)) if found.render == render]

    def _group_by_scope(self, choice: str) -> dict[Scope, list[Resource]]:
        return _by_scope(self._of_kinds(partial(matches_kind, choice)))

    def _carriers_by_scope(self) -> dict[Scope, list[Resource]]:
        return _by_scope(self._of_kinds(lambda group, kind: (group, kind) in self._carriers))

    def _group_by_name(self, choice: str) -> dict[tuple[Scope, str], Resource]:
        scopes = self._in_scope(choice).items()
        # Backwards, so that the first of a name is the one that stays.
        return {(scope, found.name): found for scope, resources in scopes for found in reversed(resources)}

    def _pods_by_labels(self, scope: Scope) -> LabelTable[Resource]:
        resources = self._carrying().get(scope, [])
        carrying = ((reading_of(found, partial(self.pod_template, found)), found) for found in resources)
        return LabelTable((pod_labels(pod), resource) for pod, resource in carrying if pod)

    def _objects_by_labels(self, choice: str, scope: Scope) -> LabelTable[Resource]:
        return LabelTable((own_labels(resource), resource) for resource in self.of_kind(choice, scope))

    def _objects_anywhere(self, choice: str, render: str) -> LabelTable[Resource]:
        """By their own labels, in all namespaces of a render."""
        return LabelTable((own_labels(resource), resource) for resource in self._of_render(choice, render))

    def _pod_selectors(self, choice: str, scope: Scope) -> SelectorTable[Resource]:
        return SelectorTable((selector_of(resource), resource) for resource in self.of_kind(choice, scope))

    def _readable_pod_selectors(self, choice: str, render: str) -> SelectorTable[Resource]:
        """Those of all namespaces; what one of them cannot read is said where it matters, in its own namespace."""
        return SelectorTable((_selector_if_readable(found), found) for found in self._of_render(choice, render))

    def _autoscalers_by_target(self, scope: Scope) -> dict[tuple[str, str], list[tuple[ScaleTarget, Resource]]]:
        targets: dict[tuple[str, str], list[tuple[ScaleTarget, Resource]]] = {}
        for choice in AUTOSCALERS:
            for resource in self.of_kind(choice, scope):
                target = reading_of(resource, partial(scale_target, resource.body))
                targets.setdefault((target.kind, target.name), []).append((target, resource))
        return targets


def scope_of(resource: Resource) -> Scope:
    return resource.render, resource.namespace


def _by_scope(resources: Iterable[Resource]) -> dict[Scope, list[Resource]]:
    scopes: dict[Scope, list[Resource]] = {}
    for resource in resources:
        scopes.setdefault(scope_of(resource), []).append(resource)
    return scopes


def own_labels(resource: Resource) -> Mapping[str, str]:
    return _texts(_mapping(resource.body.get("metadata")).get("labels"))


def pod_labels(pod: PodTemplate) -> Mapping[str, str]:
    return _texts(_mapping(pod.body.get("metadata")).get("labels"))


def selector_of(resource: Resource) -> Selector:
    """The selector with which an object chooses pods; PolicyError for a kind that has none."""
    field, read = _pod_selector(resource.kind)
    return reading_of(resource, lambda: read(reading.mapping(resource.body.get("spec"), "a spec").get(field)))


def _pod_selector(kind: str) -> tuple[str, Callable[[Value], Selector]]:
    if kind not in POD_SELECTORS:
        raise PolicyError(f"{kind} does not select pods; known are {', '.join(POD_SELECTORS)}")
    return POD_SELECTORS[kind]


def _selector_if_readable(resource: Resource) -> Selector:
    try:
        return selector_of(resource)
    except Unreadable:
        return None


def reading_of(resource: Resource, read: Callable[[], T]) -> T:
    """A refused value met in a join is another resource's: say whose."""
    try:
        return read()
    except Unreadable as unreadable:
        raise Unreadable(f"{resource.kind}/{resource.name}: {unreadable.message}") from None


def _texts(labels: Value) -> dict[str, str]:
    """Labels that are strings; another type is a finding of `k8s-string-map`, not of every join."""
    return {key: value for key, value in _mapping(labels).items() if isinstance(value, str)}


def _mapping(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}
