"""The same object, and the same field of it, in one render and in another with other values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from policycheck.authoring.origin.blocks import Block, blocks, by_source
from policycheck.errors import ManifestError
from policycheck.exact_yaml.reader import read
from policycheck.model import Path, Value
from policycheck.records import Record


class Identity(Record):
    """Of an object; a namespace that is None, or that the object does not write, is any."""

    kind: str
    namespace: str | None
    name: str


class Absent:
    """What is at a path that leads nowhere."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = Absent()


class ObjectPlace(Record):
    """An object of a render: the `number`-th block of a template."""

    identity: Identity
    block: Block
    number: int
    body: Mapping[str, Value]


class Rendering:
    """The objects of one rendered text; a document is read when it is first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._blocks = by_source([*blocks(text)])

    @property
    def sources(self) -> set[str]:
        return set(self._blocks)

    def is_like(self, other: Rendering) -> bool:
        """Whether both have the same text, but for empty lines, which Helm 3 and Helm 4 put otherwise."""
        return self._held == other._held

    @cached_property
    def _held(self) -> Mapping[str, list[list[str]]]:
        return {
            source: [[line for line in block.lines if line.strip()] for block in of_source]
            for source, of_source in self._blocks.items()
        }

    def objects(self) -> Iterator[ObjectPlace]:
        """All that have a kind and a name."""
        for of_source in self._blocks.values():
            for number, block in enumerate(of_source):
                if place := _place(block, number):
                    yield place

    def at(self, line: int) -> ObjectPlace | None:
        """The object that a line of the text is in."""
        for of_source in self._blocks.values():
            for number, block in enumerate(of_source):
                if line in block.numbers:
                    return _place(block, number)
        return None

    def find(self, identity: Identity) -> ObjectPlace | None:
        """The object of that identity, the first of them."""
        return next((place for place in self.objects() if _is(identity, place.body)), None)

    def body_of(self, place: ObjectPlace) -> Mapping[str, Value] | None:
        """The body that an object of another render has here: of the same identity, else at the same place."""
        of_source = self._blocks.get(place.block.source, [])
        found = [body for block in of_source if _is(place.identity, body := _body(block.lines))]
        if len(found) == 1:
            return found[0]
        if place.number >= len(of_source):
            return None
        body = _body(of_source[place.number].lines)
        return body if body.get("kind") == place.identity.kind else None


def _place(block: Block, number: int) -> ObjectPlace | None:
    body = _body(block.lines)
    identity = _identity(body)
    return ObjectPlace(identity, block, number, body) if identity else None


def _identity(body: Mapping[str, Value]) -> Identity | None:
    kind, metadata = body.get("kind"), body.get("metadata")
    if not isinstance(kind, str) or not isinstance(metadata, dict):
        return None
    name, namespace = metadata.get("name"), metadata.get("namespace")
    written = namespace if isinstance(namespace, str) else None
    return Identity(kind, written, name) if isinstance(name, str) else None


def _is(identity: Identity, body: Mapping[str, Value]) -> bool:
    metadata = body.get("metadata")
    if body.get("kind") != identity.kind or not isinstance(metadata, dict) or metadata.get("name") != identity.name:
        return False
    return metadata.get("namespace") in (None, identity.namespace) or identity.namespace is None


@lru_cache(maxsize=1024)
def _body(lines: tuple[str, ...]) -> Mapping[str, Value]:
    """A document's mapping, an empty one for what is none. Most documents are the same in the next render."""
    try:
        body = read("\n".join(lines)).body
    except ManifestError:
        return {}
    return body if isinstance(body, dict) else {}


class Step(Record):
    """A part of a path; `name` is that of the list's item there, by which it is found where the list has changed."""

    key: str | int
    name: str | None


def steps(body: Value, path: Path) -> list[Step]:
    found = []
    for key in path:
        body = _inner(body, key)
        name = body.get("name") if isinstance(key, int) and isinstance(body, dict) else None
        found.append(Step(key, name if isinstance(name, str) else None))
    return found


def value_at(body: Value, path: Sequence[Step]) -> Value:
    """The field, or ABSENT."""
    for step in path:
        named = _named(body, step.name) if step.name is not None and isinstance(body, list) else ABSENT
        body = _inner(body, step.key) if named is ABSENT else named
    return body


def _named(items: Sequence[Value], name: str) -> Value:
    found = [one for one in items if isinstance(one, dict) and one.get("name") == name]
    return found[0] if len(found) == 1 else ABSENT


def _inner(body: Value, key: str | int) -> Value:
    if isinstance(body, dict):
        return body.get(key, ABSENT)
    if isinstance(body, list) and isinstance(key, int) and key < len(body):
        inner: Value = body[key]
        return inner
    return ABSENT
