"""What each container is told by flags, variables and files of ConfigMaps, for `repeated_settings()`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policycheck.index.joins import scope_of
from policycheck.kubernetes import reading
from policycheck.kubernetes.config_data import file_leaves
from policycheck.kubernetes.expansion import references
from policycheck.kubernetes.leaves import Leaf
from policycheck.kubernetes.mounted_configs import ConfigMount, config_mounts
from policycheck.kubernetes.settings import Setting
from policycheck.language.bindings import Bindings
from policycheck.language.collections import env
from policycheck.language.context import Context
from policycheck.language.functions.secret_objects import yaml_documents
from policycheck.language.functions.texts import flags
from policycheck.language.items import Item
from policycheck.model import Value, dotted

_OF_THE_START = ("command", "args")
_EXPANDED = ("$", "{{")
"""What a program puts into its file itself is no value yet."""


def mounts(context: Context) -> Iterator[tuple[Item, ConfigMount]]:
    """What each container mounts of ConfigMaps and Secrets."""
    spec = reading.mapping(context.pod_spec.value, "a pod spec")
    for container in context.containers.elements():
        with reading.inside(*container.path):
            found = config_mounts(reading.mapping(container.value, "a container"), spec.get("volumes"))
        yield from ((container, mount) for mount in found)


def config_map_key(variable: Value) -> Mapping[str, Value]:
    """The configMapKeyRef of a variable, empty where it has none."""
    source = reading.mapping(reading.mapping(variable, "a variable").get("valueFrom"), "a variable's source")
    return reading.mapping(source.get("configMapKeyRef"), "a configMapKeyRef")


def given_settings(context: Context) -> Iterator[list[Setting]]:
    """The settings of each container: of flags, of variables, of files."""
    by_container: dict[tuple[str | int, ...], list[Setting]] = {
        container.path: [] for container in context.containers.elements()
    }
    for path, setting in (*_flags(context), *_variables(context), *_files(context)):
        by_container[path].append(setting)
    yield from by_container.values()


def _flags(context: Context) -> Iterator[tuple[tuple[str | int, ...], Setting]]:
    """A flag that refers to a variable gives nothing of its own, and one of a probe's command starts nothing."""
    for item in flags(Bindings(context, {})):
        container = context.container_around(item.path)
        found = reading.mapping(item.value, "a flag")
        flag, value = str(found["flag"]), str(found["value"])
        if container is None or item.path[len(container.path)] not in _OF_THE_START:
            continue
        if flag.startswith("-") and not references(value):
            yield container.path, Setting("flag", str(found["name"]), flag, value, item.path)


def _variables(context: Context) -> Iterator[tuple[tuple[str | int, ...], Setting]]:
    data_of = context.index.data_of(context.resource)
    for item in context.collection(env).elements():
        container = context.container_around(item.path)
        variable = reading.mapping(item.value, "a variable")
        written: Value = None if variable.get("valueFrom") else variable.get("value")
        reference = config_map_key(variable)
        if reference:
            written = (data_of("ConfigMap", str(reference.get("name"))) or {}).get(str(reference.get("key")))
        known = written if isinstance(written, str) and not references(written) else None
        name = str(variable.get("name"))
        if container is not None:
            yield container.path, Setting("env", name, f"env {name}", known, item.path)


def _files(context: Context) -> Iterator[tuple[tuple[str | int, ...], Setting]]:
    data_of = context.index.data_of(context.resource)
    for container, mount in mounts(context):
        data = data_of("ConfigMap", mount.name) if mount.kind == "ConfigMap" else None
        for key, text in (data or {}).items():
            if isinstance(text, str) and mount.shows(key):
                for leaf in _leaves(context, mount.name, key, text):
                    value = None if any(mark in leaf.value for mark in _EXPANDED) else leaf.value
                    shown = f"{dotted(leaf.path)} in {key}"
                    place = (*container.path, *mount.path)
                    yield container.path, Setting("file", dotted(leaf.path), shown, value, place)


def _leaves(context: Context, name: str, key: str, text: str) -> list[Leaf]:
    """Entries of lists have no name that a flag could have."""
    memory = context.index.remembered
    scope = scope_of(context.resource)
    found = memory(("config leaves", scope, name, key), lambda: file_leaves(key, text, yaml_documents))
    return [leaf for leaf in found if not any(isinstance(step, int) for step in leaf.path)]
