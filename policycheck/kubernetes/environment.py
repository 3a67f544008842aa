"""The environment a container really gets: envFrom joined, the last of a name wins (semantics B1.1-B1.3, B1.12)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from policycheck.kubernetes import reading
from policycheck.kubernetes.expansion import is_service_variable, references
from policycheck.model import Path, Value
from policycheck.records import Record

DataOf = Callable[[str, str], Mapping[str, Value] | None]
"""(kind, name) -> the data of that ConfigMap or Secret; None where it is not known."""

_SOURCES: tuple[tuple[str, str, str], ...] = (
    ("configMapRef", "ConfigMap", "configMapKeyRef"),
    ("secretRef", "Secret", "secretKeyRef"),
)


_VARIABLE_NAME = r"[A-Za-z_][\w.-]*"
"""What an author means as a variable; `$(pidof java)` is meant for a shell."""


class Variable(Record):
    """An effective variable: an env entry, or one made from a key of an envFrom source.

    The latter is {name, valueFrom: {configMapKeyRef: {name, key}}, envFrom: the source}. `path` is relative to the
    container: ("env", 3) or ("envFrom", 0).
    """

    name: str
    body: dict[str, Value]
    path: Path


def effective_env(container: Value, data_of: DataOf) -> tuple[Variable, ...]:
    """Return the variables a container gets, each name once, in the order in which the entries that count stand.

    All envFrom sources come before all env entries; later ones replace earlier ones. A source whose data is not known
    gives nothing, and neither does one that names no object or two: that, and whether a name is one, policies say.
    Raises Unreadable for a value of the wrong type.
    """
    body = reading.mapping(container, "a container")
    effective: dict[str, Variable] = {}
    for variable in (*_from_sources(body, data_of), *_from_entries(body)):
        effective.pop(variable.name, None)
        effective[variable.name] = variable
    return tuple(effective.values())


def repeated(container: Value) -> tuple[Variable, ...]:
    """Return the env entries that hide an earlier one of their name."""
    seen: set[str] = set()
    found = []
    for variable in _from_entries(reading.mapping(container, "a container")):
        if variable.name in seen:
            found.append(variable)
        seen.add(variable.name)
    return tuple(found)


def replacing(container: Value, data_of: DataOf) -> tuple[tuple[Variable, Variable], ...]:
    """Return the env entries whose name an envFrom source gives, each with the variable that it replaces."""
    body = reading.mapping(container, "a container")
    given = {variable.name: variable for variable in _from_sources(body, data_of)}
    return tuple((entry, given[entry.name]) for entry in _from_entries(body) if entry.name in given)


def unresolved(text: str, container: Value, before: int | None, data_of: DataOf) -> tuple[str, ...]:
    """Return the names that a text refers to in vain by `$(NAME)`: the kubelet leaves them as they are written.

    `before` is the index of the env entry the text is the value of, which sees envFrom and earlier entries; None for a
    command line, which sees them all. A variable that a Service or an envFrom source outside the render may give is
    not missed, unless a later entry defines it.
    """
    wanted = [name for name in dict.fromkeys(references(text)) if re.fullmatch(_VARIABLE_NAME, name, re.ASCII)]
    if not wanted:
        return ()
    body = reading.mapping(container, "a container")
    names = [variable.name for variable in _from_entries(body)]
    given = {variable.name for variable in _from_sources(body, data_of)} | set(names[:before])
    later = set(names) - given
    unknown = any(data_of(source.kind, source.owner) is None for source in _sources(body))
    return tuple(
        name for name in wanted if name not in given and (name in later or not (unknown or is_service_variable(name)))
    )


def _from_entries(container: Mapping[str, Value]) -> list[Variable]:
    return [_entry(index, value) for index, value in enumerate(_list(container, "env"))]


def _entry(index: int, value: Value) -> Variable:
    if isinstance(value, dict) and isinstance(name := value.get("name"), str):  # nearly all: nothing to refuse
        return Variable(name, value, ("env", index))
    with reading.inside("env", index):
        entry = reading.mapping(value, "a variable")
        with reading.inside("name"):
            return Variable(reading.text(entry.get("name"), "a variable's name"), entry, ("env", index))


def _from_sources(container: Mapping[str, Value], data_of: DataOf) -> list[Variable]:
    variables = []
    for source in _sources(container):
        for key in data_of(source.kind, source.owner) or ():
            value_from: Value = {source.reference: {"name": source.owner, "key": key}}
            body = {"name": source.prefix + key, "valueFrom": value_from, "envFrom": source.entry}
            variables.append(Variable(source.prefix + key, body, ("envFrom", source.place)))
    return variables


class _Source(Record):
    """An envFrom entry, the object it names, and the valueFrom that would read one key of it."""

    place: int
    entry: dict[str, Value]
    prefix: str
    kind: str
    reference: str
    owner: str


def _sources(container: Mapping[str, Value]) -> Iterator[_Source]:
    for index, value in enumerate(_list(container, "envFrom")):
        with reading.inside("envFrom", index):
            entry = reading.mapping(value, "an envFrom source")
            with reading.inside("prefix"):
                prefix = reading.text(entry.get("prefix"), "a prefix")
            named = [
                _Source(index, entry, prefix, kind, reference, _owner(entry, field))
                for field, kind, reference in _SOURCES
                if entry.get(field) is not None
            ]
        if len(named) == 1 and named[0].owner:
            yield named[0]


def _owner(entry: Mapping[str, Value], field: str) -> str:
    with reading.inside(field):
        reference = reading.mapping(entry[field], "an envFrom reference")
        with reading.inside("name"):
            return reading.text(reference.get("name"), "a name")


def _list(container: Mapping[str, Value], key: str) -> list[Value]:
    with reading.inside(key):
        return reading.sequence(container.get(key), "a list")
