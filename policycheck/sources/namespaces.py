"""Which namespace each resource of one scope lives in (semantics 0.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policycheck.kubernetes.kinds import is_cluster_scoped
from policycheck.model import Note, Resource


def settle(
    resources: Sequence[Resource], *, given: str | None, of_scopes: Mapping[str, str] = {}
) -> tuple[list[Resource], list[Note]]:
    """The resources with their effective namespaces, each scope by itself, and a note for each that was assumed.

    `given` is the release namespace of the command line, `of_scopes` that of single scopes. Without it, the one
    namespace that a scope writes is taken to be the release's; between two or more, what writes none is apart from
    them all: None.
    """
    settled: list[Resource] = []
    notes: list[Note] = []
    scopes: dict[str, list[Resource]] = {}
    for resource in resources:
        scopes.setdefault(resource.render, []).append(resource)
    for render, scope in scopes.items():
        known = of_scopes.get(render, given)
        of_cluster = _cluster_kinds(scope)
        namespaced = [resource for resource in scope if (resource.group, resource.kind) not in of_cluster]
        release = known or _assumed(namespaced)
        if release and not known:
            text = f"assumed release namespace {release}; pass --namespace"
            notes.append(Note("info", namespaced[0].document.source, None, text))
        for resource in scope:
            own = (resource.group, resource.kind) not in of_cluster
            namespace = (resource.namespace or release) if own else None
            settled.append(resource if namespace == resource.namespace else resource._replace(namespace=namespace))
    return settled, notes


def _assumed(namespaced: Sequence[Resource]) -> str | None:
    written = {resource.namespace for resource in namespaced}
    names = written - {None}
    return names.pop() if None in written and len(names) == 1 else None


def _cluster_kinds(scope: Sequence[Resource]) -> set[tuple[str, str]]:
    """The kinds of this scope without a namespace, those that its own CustomResourceDefinitions make so included."""
    kinds = {(resource.group, resource.kind) for resource in scope}
    defined = {_defined(resource) for resource in scope if resource.kind == "CustomResourceDefinition"}
    return {kind for kind in kinds if kind in defined or is_cluster_scoped(*kind)}


def _defined(definition: Resource) -> tuple[str, str] | None:
    """Group and kind of a cluster-scoped custom resource."""
    spec = definition.body.get("spec")
    if not isinstance(spec, dict) or spec.get("scope") != "Cluster":
        return None
    names = spec.get("names")
    return str(spec.get("group")), str(names.get("kind")) if isinstance(names, dict) else ""
