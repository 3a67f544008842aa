"""Where a container's settings come from, and whether their changes reach it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from policycheck.index.joins import scope_of
from policycheck.kubernetes import reading, reloading
from policycheck.kubernetes.settings import repeated
from policycheck.language.collections import env
from policycheck.language.functions.given_settings import config_map_key, given_settings, mounts
from policycheck.language.items import Item, computed
from policycheck.model import Path, Value

if TYPE_CHECKING:
    from policycheck.kubernetes.mounted_configs import ConfigMount
    from policycheck.language.bindings import Bindings
    from policycheck.language.context import Context


def claims_reload(bindings: Bindings) -> str | None:
    """`claims_reload()`: what says that the pod takes changes of its configuration while it runs, or null."""
    context = bindings.context
    return context.remembered("claims_reload", lambda: next(_claims(context), None))


def config_mounts(bindings: Bindings) -> list[Item]:
    """`config_mounts()`: ConfigMaps and Secrets mounted as files: {kind, name, sub_path, immutable}."""
    return bindings.context.collection(_config_mounts).elements()


def config_sources(bindings: Bindings) -> list[Item]:
    """`config_sources()`: ConfigMaps of the render that the pod reads, each once where it first does: {name}."""
    context = bindings.context
    found: dict[str, Path] = {}
    for container, mount in mounts(context):
        if mount.kind == "ConfigMap":
            found.setdefault(mount.name, (*container.path, *mount.path))
    for variable in context.collection(env).elements():
        reference = config_map_key(variable.value)
        if reference:
            found.setdefault(str(reference.get("name")), variable.path)
    scope = scope_of(context.resource)
    rendered = {name: path for name, path in found.items() if context.index.named("ConfigMap", name, scope)}
    return [Item({"name": name}, path, made=True) for name, path in rendered.items()]


def repeated_settings(bindings: Bindings) -> list[Item]:
    """`repeated_settings()`: what flag, variable and file give more than once: {wins, loses, agree}."""
    return bindings.context.collection(_repeated_settings).elements()


def _config_mounts(context: Context) -> Item:
    return computed(
        [
            Item(
                {
                    "kind": mount.kind,
                    "name": mount.name,
                    "sub_path": mount.sub_path,
                    "immutable": _is_immutable(context, mount),
                },
                (*container.path, *mount.path),
                made=True,
            )
            for container, mount in mounts(context)
        ]
    )


def _is_immutable(context: Context, mount: ConfigMount) -> bool:
    found = context.index.named(mount.kind, mount.name, scope_of(context.resource))
    return found is not None and found.body.get("immutable") is True


def _repeated_settings(context: Context) -> Item:
    groups = [group for settings in given_settings(context) for group in repeated(settings)]
    return computed(
        [
            Item(
                {"wins": wins.shown, "loses": [one.shown for one in loses], "agree": group.agree}, wins.path, made=True
            )
            for group in groups
            for wins, *loses in [group.given]
        ]
    )


def _claims(context: Context) -> Iterator[str]:
    """An annotation of the pod, a flag, a variable; the first is told."""
    pod = context.pod.body if context.pod else {}
    for body in (pod, context.resource.body):
        metadata = body.get("metadata")
        if isinstance(metadata, dict) and reloading.annotated(metadata.get("annotations")):
            yield f"annotation {reloading.RELOAD_ANNOTATION}"
    for container in context.containers.elements():
        body = reading.mapping(container.value, "a container")
        for flag, value in reloading.switches(_texts(body.get("command")) + _texts(body.get("args"))):
            if reloading.claims_reload(flag, value):
                yield f"flag {flag}"
    for variable in context.collection(env).elements():
        body = reading.mapping(variable.value, "a variable")
        name, written = body.get("name"), body.get("value")
        if isinstance(name, str) and reloading.claims_reload(name, written if isinstance(written, str) else None):
            yield f"env {name}"


def _texts(values: Value) -> list[str]:
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


FUNCTIONS: dict[str, Callable[..., Value]] = {"claims_reload": claims_reload}
PLACED: dict[str, Callable[..., list[Item]]] = {
    "config_mounts": config_mounts,
    "config_sources": config_sources,
    "repeated_settings": repeated_settings,
}
