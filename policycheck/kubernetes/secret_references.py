"""The keys of Secrets that a pod asks for: variables and volumes (semantics B1.10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policycheck.kubernetes import reading
from policycheck.model import Path, Value
from policycheck.records import Record


class KeyReference(Record):
    """One key of one Secret; `path` leads to where the key is written. Without it pods start only if `optional`."""

    secret: str
    key: str
    optional: bool
    path: Path


def of_variable(variable: Mapping[str, Value], path: Path) -> KeyReference | None:
    """The reference of an env entry; None where it has no secretKeyRef. `path` is the entry's."""
    source = reading.mapping(variable.get("valueFrom"), "a valueFrom")
    if source.get("secretKeyRef") is None:
        return None
    reference = reading.mapping(source["secretKeyRef"], "a secretKeyRef")
    secret = reading.text(reference.get("name"), "a name")
    return _reference(secret, reference, reference, (*path, "valueFrom", "secretKeyRef"))


def of_volume(volume: Value, path: Path) -> Iterator[KeyReference]:
    """What the `items` of a volume choose from Secrets, those of a projected volume too. `path` is the volume's."""
    written = reading.mapping(volume, "a volume")
    secret = reading.mapping(written.get("secret"), "a secret volume")
    yield from _items(secret, reading.text(secret.get("secretName"), "a secretName"), (*path, "secret"))
    projected = reading.mapping(written.get("projected"), "a projected volume")
    for index, source in enumerate(reading.sequence(projected.get("sources"), "a list of sources")):
        secret = reading.mapping(reading.mapping(source, "a source").get("secret"), "a projected Secret")
        place = (*path, "projected", "sources", index, "secret")
        yield from _items(secret, reading.text(secret.get("name"), "a name"), place)


def _items(source: Mapping[str, Value], secret: str, path: Path) -> Iterator[KeyReference]:
    for index, item in enumerate(reading.sequence(source.get("items"), "a list of items")):
        yield _reference(secret, reading.mapping(item, "an item"), source, (*path, "items", index))


def _reference(secret: str, entry: Mapping[str, Value], source: Mapping[str, Value], path: Path) -> KeyReference:
    key = reading.text(entry.get("key"), "a key")
    return KeyReference(secret, key, source.get("optional") is True, (*path, "key"))
