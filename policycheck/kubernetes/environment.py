"""The environment a container really gets: envFrom joined, the last of a name wins (semantics B1.1-B1.3, B1.12)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from policycheck.kubernetes import reading
from policycheck.model import Path, Value

DataOf = Callable[[str, str], Mapping[str, Value] | None]
"""(kind, name) -> the data of that ConfigMap or Secret; None where it is not known."""

_NAME = r"[ -<>-~]+"
"""Any printable ASCII but "="."""

_SOURCES: tuple[tuple[str, str, str], ...] = (
    ("configMapRef", "ConfigMap", "configMapKeyRef"),
    ("secretRef", "Secret", "secretKeyRef"),
)


class Variable(NamedTuple):
    """An effective variable: an env entry, or one made from an envFrom source as {name, valueFrom: {...: {name, key}}}.

    `path` is relative to the container: ("env", 3) or ("envFrom", 0).
    """

    name: str
    body: dict[str, Value]
    path: Path


def effective_env(container: Value, data_of: DataOf) -> tuple[Variable, ...]:
    """Return the variables a container gets, each name once, in the order in which the entries that count stand.

    All envFrom sources come before all env entries; later ones replace earlier ones. A source whose data is not known
    gives nothing. Raises Unreadable for an entry that the API server refuses.
    """
    body = reading.mapping(container, "a container")
    effective: dict[str, Variable] = {}
    for variable in (*_from_sources(body, data_of), *_from_entries(body)):
        effective.pop(variable.name, None)
        effective[variable.name] = variable
    return tuple(effective.values())


def _from_entries(container: Mapping[str, Value]) -> list[Variable]:
    variables = []
    for index, value in enumerate(reading.sequence(container.get("env"), "a list of variables")):
        entry = reading.mapping(value, "a variable")
        name = reading.text(entry.get("name"), "a variable's name")
        if not re.fullmatch(_NAME, name):
            raise reading.refused(entry.get("name"), "a variable's name")
        variables.append(Variable(name, entry, ("env", index)))
    return variables


def _from_sources(container: Mapping[str, Value], data_of: DataOf) -> list[Variable]:
    variables = []
    for index, value in enumerate(reading.sequence(container.get("envFrom"), "a list of envFrom sources")):
        source = reading.mapping(value, "an envFrom source")
        prefix = reading.text(source.get("prefix"), "a prefix")
        kind, reference, owner = _reference(source)
        for key in data_of(kind, owner) or ():
            entry: dict[str, Value] = {"name": prefix + key, "valueFrom": {reference: {"name": owner, "key": key}}}
            variables.append(Variable(prefix + key, entry, ("envFrom", index)))
    return variables


def _reference(source: Mapping[str, Value]) -> tuple[str, str, str]:
    """Return the kind an envFrom source names, the valueFrom that would read one key of it, and the object's name."""
    named = [(kind, reference, source[field]) for field, kind, reference in _SOURCES if source.get(field) is not None]
    if len(named) != 1:
        raise reading.refused(dict(source), "an envFrom source with either configMapRef or secretRef")
    kind, reference, value = named[0]
    name = reading.text(reading.mapping(value, "an envFrom reference").get("name"), "a name")
    if not name:
        raise reading.refused(value, "an envFrom reference with a name")
    return kind, reference, name
