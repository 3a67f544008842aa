"""What annotations and labels say, of a resource and of its pods."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from policycheck.language.context import Context
from policycheck.language.items import Item, computed
from policycheck.model import Path, Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings


def annotations_and_labels(bindings: Bindings) -> list[Item]:
    """`annotations_and_labels()`: their texts: {key, name, value}, name without the prefix of the key."""
    return bindings.context.collection(_texts).elements()


def _texts(context: Context) -> Item:
    """What is no text is refused, which is another policy's finding."""
    pod = context.pod
    templates = [(pod.body, pod.path)] if pod and pod.path else []
    found = [item for body, path in [(context.resource.body, ()), *templates] for item in _texts_of(body, path)]
    return computed(found)


def _texts_of(body: dict[str, Value], path: Path) -> Iterator[Item]:
    metadata = body.get("metadata")
    for field in ("annotations", "labels"):
        written = metadata.get(field) if isinstance(metadata, dict) else None
        for key, value in written.items() if isinstance(written, dict) else ():
            if value and isinstance(value, str):
                entry: Value = {"key": key, "name": key.rpartition("/")[2], "value": value}
                yield Item(entry, (*path, "metadata", field, key), made=True)


PLACED: dict[str, Callable[..., list[Item]]] = {"annotations_and_labels": annotations_and_labels}
