"""What expressions see of one resource: computed when first asked for, then shared by all policies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from policycheck.index import Index
from policycheck.index.memory import Memory
from policycheck.kubernetes import reading
from policycheck.kubernetes.containers import PodContainer, all_containers
from policycheck.kubernetes.hooks import HookClass, hook_class
from policycheck.kubernetes.pod_templates import PodTemplate, is_long_running, pod_spec
from policycheck.kubernetes.versions import NEWEST, KubeVersion
from policycheck.language.items import Item, computed, reading_at
from policycheck.model import Document, Path, Resource
from policycheck.records import Record

if TYPE_CHECKING:
    from policycheck.kubernetes.field_faults import Fault


class Release(Record):
    """What is known of the release: `$release`. A render piped in does not tell its name."""

    name: str | None = None
    namespace: str | None = None
    kube_version: KubeVersion = NEWEST


class Releases(Record):
    """The releases of a run: those of renders by the ids of their scopes, and what is known of all other scopes."""

    others: Release = Release()
    of_renders: Mapping[str, Release] = {}

    def of(self, resource: Resource) -> Release:
        return self.of_renders.get(resource.render, self.others)


class Context:
    """One resource with its surroundings."""

    def __init__(self, resource: Resource, index: Index, release: Release) -> None:
        self.resource = resource
        self.index = index
        self.release = release
        self.root = Item(resource.body, ())
        self.remembered = Memory().remembered

    def collection(self, make: Callable[[Context], Item]) -> Item:
        """A ready collection ($env, $ports ...), made once."""
        return self.remembered(make, lambda: make(self))

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """What the resource was read from, each document once."""
        parts = {id(document): document for document in self.resource.parts.values()}
        return tuple(parts.values()) or (self.resource.document,)

    def own_path(self, path: Path, document: Document) -> Path | None:
        """A path of a document as one of this resource; None where it belongs to another item of a List."""
        for place, part in self.resource.parts.items():
            if part is document:
                return (*place, *path)
        base = self.resource.base
        return path[len(base) :] if path[: len(base)] == base else None

    @cached_property
    def field_faults(self) -> Sequence[Fault]:
        """Fields of the wrong type and fields that the kind does not have."""
        from policycheck.kubernetes.field_faults import field_faults  # noqa: PLC0415 - reads the table of fields

        return field_faults(self.resource.body, self.resource.api_version, self.resource.kind)

    @cached_property
    def pod(self) -> PodTemplate | None:
        return self.index.pod_template(self.resource)

    @cached_property
    def stays(self) -> bool:
        """Whether its pods run until they are told to stop; a hook's do not."""
        return self.pod is not None and is_long_running(self.pod) and self.hook is None

    @cached_property
    def hook(self) -> HookClass | None:
        """Helm runs it as a test, once as a job, or not as a hook."""
        metadata = self.resource.body.get("metadata")
        return hook_class(metadata.get("annotations")) if isinstance(metadata, dict) else None

    @cached_property
    def pod_spec(self) -> Item:
        """The spec of the pod template, empty where the resource carries none."""
        if self.pod is None:
            return Item({}, ())
        path = (*self.pod.path, "spec")
        with reading_at(path):
            return Item(pod_spec(self.pod), path)

    @cached_property
    def roles(self) -> tuple[PodContainer, ...]:
        """Every container of the pod with its role."""
        with reading.inside(*self.pod_spec.path):
            return all_containers(self.pod_spec.value, self.release.kube_version)

    @cached_property
    def containers(self) -> Item:
        """Every container of the pod, each at its place."""
        return computed([Item(found.body, (*self.pod_spec.path, *found.path)) for found in self.roles])

    def container_around(self, path: Path) -> Item | None:
        """The container whose place is a beginning of `path`."""
        if self.pod is None:
            return None
        for container in self.containers.elements():
            if path[: len(container.path)] == container.path:
                return container
        return None
