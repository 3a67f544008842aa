"""Resources chosen by what they are called, never by where they stand in the output."""

from __future__ import annotations

from collections.abc import Sequence

import jmespath
from jmespath.exceptions import JMESPathError

from policycheck.config.globs import takes
from policycheck.errors import UsageError, did_you_mean
from policycheck.model import Resource, Value
from policycheck.records import Record

__tracebackhide__ = True  # pytest shows the test's own lines


class Selection(Record):
    """Of a render: `Kind`, `Kind/name` (a glob), then a blank and a path in each of them; empty parts take all."""

    kind: str
    name: str
    path: str

    @property
    def is_single(self) -> bool:
        return bool(self.kind and self.name) and not set("*?[") & set(self.name)


def parsed(text: str) -> Selection:
    what, _, path = text.strip().partition(" ")
    kind, _, name = what.partition("/")
    return Selection(kind, name, path.strip())


def selected(resources: Sequence[Resource], text: str) -> Value:
    """What the text selects: one value, or for a kind or a glob a mapping of them. AssertionError for nothing."""
    selection = parsed(text)
    chosen = [
        one
        for one in resources
        if selection.kind in ("", one.kind) and (not selection.name or takes(selection.name, one.name))
    ]
    if not chosen:
        raise AssertionError(f'"{text}" selects nothing; {there_is(resources, selection.kind, selection.name)}')
    values = {identity(one): searched(selection.path, one.body) for one in chosen}
    if all(value is None for value in values.values()):
        raise AssertionError(f'"{text}": {", ".join(values)} has no {selection.path}')
    return next(iter(values.values())) if selection.is_single else values


def searched(expression: str, value: Value) -> Value:
    """The value of a JMESPath; UsageError for what is none."""
    if not expression:
        return value
    try:
        found: Value = jmespath.search(expression, value)
    except JMESPathError as error:
        raise UsageError(f"`{expression}` is no JMESPath here: {error}") from None
    return found


def there_is(resources: Sequence[Resource], kind: str, name: str) -> str:
    """What a render holds of this kind, or at all, for who asked in vain."""
    if not resources:
        return "the render is empty"
    names = [one.name for one in resources if one.kind == kind]
    if not names:
        near = did_you_mean(kind, {one.kind for one in resources})
        return f"there is no {kind or 'resource'}, there is {', '.join(map(identity, resources))}{near}"
    return f"there is {', '.join(f'{kind}/{one}' for one in names)}{did_you_mean(name, names) if name else ''}"


def identity(resource: Resource) -> str:
    return f"{resource.kind}/{resource.name}"
