"""The ready collections of policy-language: `$containers`, `$env`, `$ports`, `$probes`, `$volumes` and their like."""

from __future__ import annotations

from collections.abc import Callable, Collection

from policycheck.kubernetes import reading
from policycheck.kubernetes.environment import effective_env
from policycheck.kubernetes.probe_timing import with_defaults
from policycheck.language.context import Context
from policycheck.language.items import Item, computed, reading_at

PROBES = ("startupProbe", "livenessProbe", "readinessProbe")
LIFECYCLE_HOOKS = ("postStart", "preStop")


def pod(context: Context) -> Item:
    """`$pod`: the pod template."""
    return Item(context.pod.body, context.pod.path) if context.pod else Item(None, ())


def containers(context: Context) -> Item:
    """`$containers`: containers and native sidecars, what runs as long as the pod."""
    return _of_roles(context, {"main", "sidecar"})


def all_containers(context: Context) -> Item:
    """`$allContainers`: init and ephemeral containers too."""
    return context.containers


def init_containers(context: Context) -> Item:
    """`$initContainers`: init containers that run to their end, so no native sidecars."""
    return _of_roles(context, {"init"})


def env(context: Context) -> Item:
    """`$env`: the effective variables of every container; the last of a name wins, envFrom is joined."""
    lookup = context.index.data_of(context.resource)
    found = []
    for container in context.containers.elements():
        with reading.inside(*container.path):
            variables = effective_env(container.value, lookup)
        found += [Item(variable.body, (*container.path, *variable.path)) for variable in variables]
    return computed(found)


def ports(context: Context) -> Item:
    """`$ports`: the declared ports of every container."""
    return computed(
        [port for container in context.containers.elements() for port in _list_in(container, "ports").elements()]
    )


def probes(context: Context) -> Item:
    """`$probes`: probes of what runs as long as the pod, with defaults, for refused numbers too; `probe` names each."""
    found = []
    for container in context.collection(containers).elements():
        for name in PROBES:
            probe = reading.mapping(container.value, "a container").get(name)
            if probe is not None:
                with reading_at((*container.path, name)):
                    written = reading.mapping(probe, "a probe")
                found.append(Item({"probe": name, **with_defaults(written)}, (*container.path, name)))
    return computed(found)


def lifecycle_hooks(context: Context) -> Item:
    """`$lifecycleHooks`: preStop and postStart of what runs as long as the pod; `hook` names each."""
    found = []
    for container in context.collection(containers).elements():
        path = (*container.path, "lifecycle")
        with reading_at(path):
            hooks = reading.mapping(reading.mapping(container.value, "a container").get("lifecycle"), "a lifecycle")
        for name in LIFECYCLE_HOOKS:
            if hooks.get(name) is not None:
                with reading_at((*path, name)):
                    written = reading.mapping(hooks[name], "a lifecycle hook")
                found.append(Item({"hook": name, **written}, (*path, name)))
    return computed(found)


def volumes(context: Context) -> Item:
    """`$volumes`: the pod's volumes."""
    return _list_in(context.pod_spec, "volumes")


def _of_roles(context: Context, roles: Collection[str]) -> Item:
    containers = zip(context.containers.elements(), context.roles, strict=True)
    return computed([container for container, found in containers if found.role in roles])


def _list_in(parent: Item, key: str) -> Item:
    path = (*parent.path, key)
    with reading_at(path):
        return Item(reading.sequence(reading.mapping(parent.value, "a mapping").get(key), f"a list of {key}"), path)


COLLECTIONS: dict[str, Callable[[Context], Item]] = {
    "pod": pod,
    "containers": containers,
    "allContainers": all_containers,
    "initContainers": init_containers,
    "env": env,
    "ports": ports,
    "probes": probes,
    "lifecycleHooks": lifecycle_hooks,
    "volumes": volumes,
}
