"""Which resource goes with which. No join leaves its render, and none its namespace unless the API says so."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache, partial
from operator import itemgetter

from policycheck.errors import PolicyError
from policycheck.index.elsewhere import Readable, readable, reading_of
from policycheck.index.memory import Memory
from policycheck.index.pod_selectors import pod_selector, selector_of
from policycheck.index.tables import LabelTable, SelectorTable
from policycheck.kubernetes.kinds import matches_kind
from policycheck.kubernetes.pod_templates import CARRIERS, Carrier, Carriers, PodTemplate, pod_template
from policycheck.kubernetes.replicas import ScaleTarget, scale_target
from policycheck.kubernetes.selectors import Selector
from policycheck.model import Resource, Value

Scope = tuple[str, str | None]
"""A render and a namespace: what most joins stay inside. The namespace of cluster-scoped objects is None."""

AUTOSCALERS = ("HorizontalPodAutoscaler", "ScaledObject")
VERTICAL_AUTOSCALERS = ("VerticalPodAutoscaler",)


class Index:
    """Tables are made when a join first asks for them: a run pays for the joins its policies use."""

    def __init__(self, resources: Iterable[Resource], carriers: Carriers = CARRIERS) -> None:
        self.resources = tuple(resources)
        """All that was indexed, in source order."""
        self._carriers = carriers
        self.remembered = Memory().remembered
        self._by_kind: dict[tuple[str, str], list[tuple[int, Resource]]] = {}
        self._by_body: dict[int, Resource] = {}
        for number, resource in enumerate(self.resources):
            self._by_kind.setdefault((resource.group, resource.kind), []).append((number, resource))
            self._by_body[id(resource.body)] = resource
        # One cache an index: a run's tables live and die with it.
        self.scopes = cache(self._scopes)
        self._pods = cache(self._pods_by_labels)
        self._pods_anywhere = cache(self._pods_of_render)
        self.objects_by_labels = cache(self._objects_by_labels)
        self.objects_anywhere = cache(self._objects_anywhere)
        self._in_scope = cache(self._group_by_scope)
        self._everything = cache(partial(_by_scope, self.resources))
        self._carrying = cache(self._carriers_by_scope)
        self._names = cache(self._group_by_name)
        self._selectors = cache(self._pod_selectors)
        self._selectors_anywhere = cache(self._pod_selectors_anywhere)
        self._autoscalers = cache(self._autoscalers_by_target)

    @property
    def kinds(self) -> Collection[tuple[str, str]]:
        """(group, kind) of all that was indexed."""
        return self._by_kind.keys()

    def carries_pods(self, group: str, kind: str) -> bool:
        """Whether resources of this kind have a pod template."""
        return (group, kind) in self._carriers

    def resource_of(self, body: Value) -> Resource:
        """The resource whose body a policy holds: bodies are handed out as they are, never copied."""
        resource = self._by_body.get(id(body))
        if resource is None:
            raise PolicyError("this function takes a resource, as peers() or $self give it")
        return resource

    def pod_template(self, resource: Resource) -> PodTemplate | None:
        """The pod template of a resource, if it has one; Unreadable, at its place, for anything else there."""
        if not self.carries_pods(resource.group, resource.kind):
            return None
        carrier = self.carrier(resource)
        read = partial(pod_template, resource.body, resource.group, resource.kind, self._carriers)
        return reading_of(resource, read, carrier.path)

    def carrier(self, resource: Resource) -> Carrier:
        """What is known of the pods of a resource that carries some."""
        return self._carriers[resource.group, resource.kind]

    def in_scope(self, scope: Scope) -> list[Resource]:
        """Everything in one scope, in source order."""
        return self._everything().get(scope, [])

    def of_kind(self, choice: str, scope: Scope) -> list[Resource]:
        """Resources of a kind in one scope, in source order."""
        return self._in_scope(choice).get(scope, [])

    def named(self, choice: str, name: str, scope: Scope) -> Resource | None:
        """The resource of that kind and name; of several the first."""
        return self._names(choice).get((scope, name))

    def selecting_pods(self, choice: str, resource: Resource) -> list[Resource]:
        """Objects of a kind whose selector takes the pods of this resource; PolicyError for a kind without one."""
        pod_selector(choice.rpartition("/")[2])
        pod = self.pod_template(resource)
        if pod is None:
            return []
        return self._selectors(choice, scope_of(resource)).answer(lambda table: table.taking(pod_labels(pod)))

    def selected_pods(self, resource: Resource) -> list[Resource]:
        """Resources whose pods the selector of this one takes."""
        selector = selector_of(resource)
        if selector is None:
            return []
        return self._pods(scope_of(resource)).answer(lambda table: table.taken_by(selector))

    def pods_taken_by(self, scope: Scope, selector: Selector) -> list[Resource]:
        """Resources of one scope whose pods a selector takes."""
        return self._pods(scope).answer(lambda table: table.taken_by(selector)) if selector is not None else []

    def autoscalers(self, resource: Resource) -> list[Resource]:
        """HorizontalPodAutoscalers and ScaledObjects that scale this resource."""
        return self._scaling(AUTOSCALERS, resource)

    def vertical_autoscalers(self, resource: Resource) -> list[Resource]:
        """VerticalPodAutoscalers that size the pods of this resource."""
        return self._scaling(VERTICAL_AUTOSCALERS, resource)

    def _scopes(self, render: str) -> Collection[Scope]:
        """Every namespace of a render, for joins that may cross them."""
        return dict.fromkeys(scope_of(found) for found in self.resources if found.render == render).keys()

    def namespaces_selecting(self, choice: str, resource: Resource) -> list[str]:
        """Other namespaces of the render with an object of the kind whose selector would take these pods."""
        pod = self.pod_template(resource)
        taking = self._selectors_anywhere(choice, resource.render).found.taking(pod_labels(pod)) if pod else []
        namespaces = (found.namespace for found in taking if found.namespace != resource.namespace)
        return list(dict.fromkeys(filter(None, namespaces)))

    def namespaces_selected(self, resource: Resource) -> list[str]:
        """Other namespaces of the render with pods that the selector of this resource would take."""
        taken = self._pods_anywhere(resource.render).found.taken_by(selector_of(resource))
        namespaces = (found.namespace for found in taken if found.namespace != resource.namespace)
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

    def _pods_by_labels(self, scope: Scope) -> Readable[LabelTable[Resource]]:
        return self._pod_table(self._carrying().get(scope, []))

    def _pods_of_render(self, render: str) -> Readable[LabelTable[Resource]]:
        """In all its namespaces."""
        scopes = self._carrying().items()
        return self._pod_table(found for (of, _), resources in scopes if of == render for found in resources)

    def _pod_table(self, resources: Iterable[Resource]) -> Readable[LabelTable[Resource]]:
        rows, refused = readable(resources, lambda found: (self.pod_template(found), found))
        return Readable(LabelTable((pod_labels(pod), resource) for pod, resource in rows if pod), refused)

    def _objects_by_labels(self, choice: str, scope: Scope) -> LabelTable[Resource]:
        return LabelTable((own_labels(resource), resource) for resource in self.of_kind(choice, scope))

    def _objects_anywhere(self, choice: str, render: str) -> LabelTable[Resource]:
        """By their own labels, in all namespaces of a render."""
        return LabelTable((own_labels(resource), resource) for resource in self._of_render(choice, render))

    def _pod_selectors(self, choice: str, scope: Scope) -> Readable[SelectorTable[Resource]]:
        return _selector_table(self.of_kind(choice, scope))

    def _pod_selectors_anywhere(self, choice: str, render: str) -> Readable[SelectorTable[Resource]]:
        """In all namespaces of a render."""
        return _selector_table(self._of_render(choice, render))

    def _scaling(self, choices: tuple[str, ...], resource: Resource) -> list[Resource]:
        def scaling(by_target: _ByTarget) -> list[Resource]:
            candidates = by_target.get((resource.kind, resource.name), [])
            return [found for target, found in candidates if target.group in {None, resource.group}]

        return self._autoscalers(choices, scope_of(resource)).answer(scaling)

    def _autoscalers_by_target(self, choices: tuple[str, ...], scope: Scope) -> Readable[_ByTarget]:
        scaling = [found for choice in choices for found in self.of_kind(choice, scope)]
        rows, refused = readable(scaling, lambda found: (_scale_target_of(found), found))
        targets: _ByTarget = {}
        for target, resource in rows:
            targets.setdefault((target.kind, target.name), []).append((target, resource))
        return Readable(targets, refused)


_ByTarget = dict[tuple[str, str], list[tuple[ScaleTarget, Resource]]]
"""(kind, name) -> what scales it."""


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


def _selector_table(resources: Iterable[Resource]) -> Readable[SelectorTable[Resource]]:
    rows, refused = readable(resources, lambda found: (selector_of(found), found))
    return Readable(SelectorTable(rows), refused)


def _scale_target_of(autoscaler: Resource) -> ScaleTarget:
    return reading_of(autoscaler, partial(scale_target, autoscaler.body), ("spec", "scaleTargetRef"))


def _texts(labels: Value) -> dict[str, str]:
    """Labels that are strings; another type is a finding of `k8s-string-map`, not of every join."""
    return {key: value for key, value in _mapping(labels).items() if isinstance(value, str)}


def _mapping(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}
