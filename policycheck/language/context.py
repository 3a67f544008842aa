"""What expressions see of one resource: computed when first asked for, then shared by all policies."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from policycheck.index import Index
from policycheck.kubernetes.containers import PodContainer, all_containers
from policycheck.kubernetes.hooks import HookClass, hook_class
from policycheck.kubernetes.pod_templates import PodTemplate, pod_spec
from policycheck.kubernetes.versions import NEWEST, KubeVersion
from policycheck.language.items import Item, computed, reading_at
from policycheck.model import Path, Resource


class Release(NamedTuple):
    """What is known of the release: `$release`. A render piped in does not tell its name."""

    name: str | None = None
    namespace: str | None = None
    kube_version: KubeVersion = NEWEST


class Context:
    """One resource with its surroundings."""

    def __init__(self, resource: Resource, index: Index, release: Release) -> None:
        self.resource = resource
        self.index = index
        self.release = release
        self._collections: dict[Callable[[Context], Item], Item] = {}

    def collection(self, make: Callable[[Context], Item]) -> Item:
        """A ready collection ($env, $ports ...), made once."""
        if make not in self._collections:
            self._collections[make] = make(self)
        return self._collections[make]

    def own_path(self, path: Path) -> Path | None:
        """A path of the document as one of this resource; None where it belongs to another item of a List."""
        base = self.resource.base
        return path[len(base) :] if path[: len(base)] == base else None

    @cached_property
    def pod(self) -> PodTemplate | None:
        return self.index.pod_template(self.resource)

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
        with reading_at(self.pod_spec.path):
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
