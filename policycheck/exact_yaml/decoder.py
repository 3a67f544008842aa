"""Nodes to plain values, as goyaml.v2 decodes and sigs.k8s.io/yaml converts them to JSON."""

from __future__ import annotations

from math import isfinite

from policycheck.errors import ManifestError
from policycheck.exact_yaml.failures import at
from policycheck.exact_yaml.nodes import Mapping, Node, Scalar, Sequence, followed
from policycheck.exact_yaml.places import Places
from policycheck.exact_yaml.scalars import key_text, resolve
from policycheck.exact_yaml.tags import MERGING, tagged
from policycheck.model import DuplicateKey, KeyNote, Path, Value


class Entries:
    """A mapping after its merges.

    `by_key`: JSON key to the nodes of key and value. `written`: key to its first node in the mapping itself.
    `repeated`: key, first node, later node. `overridden`: key to the `<<` that replaces its written value.
    """

    def __init__(self) -> None:
        self.by_key: dict[str, tuple[Node, Node]] = {}
        self.written: dict[str, Node] = {}
        self.repeated: list[tuple[str, Node, Node]] = []
        self.overridden: dict[str, Node] = {}

    def write(self, key: str, key_node: Node, value: Node) -> None:
        first = self.written.setdefault(key, key_node)
        if first is not key_node:
            self.repeated.append((key, first, key_node))
        self.overridden.pop(key, None)
        self.by_key[key] = key_node, value


class Decoder:
    """Decodes the nodes of one text, collecting what Kubernetes reads otherwise than it is written."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places = Places(text)
        self.duplicates: list[DuplicateKey] = []
        self.key_notes: list[KeyNote] = []
        self.decoded: dict[int, Value] = {}
        self.known: dict[int, Entries] = {}

    def value(self, node: Node, path: Path) -> Value:
        """The value at a path. What an alias borrows is the same object as what it stands for."""
        node = followed(node)
        if isinstance(node, Scalar):
            return self.number_checked(node)
        if id(node) not in self.decoded:
            if isinstance(node, Sequence):
                self.decoded[id(node)] = [self.value(item, (*path, i)) for i, item in enumerate(node.items)]
            else:
                self.decoded[id(node)] = self.mapping(node, path)
        return self.decoded[id(node)]

    def mapping(self, node: Mapping, path: Path) -> dict[str, Value]:
        entries = self.entries(node)
        self.note_oddities(entries, path)
        return {key: self.value(value, (*path, key)) for key, (_, value) in entries.by_key.items()}

    def entries(self, mapping: Mapping) -> Entries:
        """Keys and merges in written order: the later wins. Raises ManifestError for what cannot be a key."""
        if id(mapping) not in self.known:
            entries = self.known[id(mapping)] = Entries()
            for key, value in mapping.pairs:
                if _merges(key):
                    self.merge(entries, key, value)
                else:
                    entries.write(self.key(key), key, value)
        return self.known[id(mapping)]

    def merge(self, entries: Entries, merge_key: Node, value: Node) -> None:
        """Take over what `<<` names; in a list the first mapping wins."""
        for source in reversed(value.items) if isinstance(value, Sequence) else [value]:
            mapping = followed(source)
            if not isinstance(mapping, Mapping):
                raise self.error(source, "`<<` merges a mapping or a list of mappings only")
            merged = self.entries(mapping)
            entries.by_key.update(merged.by_key)
            entries.overridden.update(dict.fromkeys(merged.by_key.keys() & entries.written.keys(), merge_key))
            if mapping is source:  # what an alias stands for is reported where it stands
                entries.repeated += merged.repeated

    def key(self, node: Node) -> str:
        scalar = followed(node)
        if not isinstance(scalar, Scalar):
            raise self.error(node, "a mapping or a list cannot be a key")
        key = key_text(self.scalar(scalar))
        if key is None:
            raise self.error(node, "Kubernetes refuses this key (null, or an integer of more than 64 bits): quote it")
        return key

    def scalar(self, node: Scalar) -> Value:
        if node.tag is None:
            return resolve(node.text) if node.plain else node.text
        try:
            return tagged(node.tag, node.text)
        except ValueError:
            raise self.error(node, "the value is not what its tag says; remove the tag") from None

    def number_checked(self, node: Scalar) -> Value:
        value = self.scalar(node)
        if isinstance(value, float) and not isfinite(value):
            raise self.error(node, "JSON has no infinity and no nan, so Kubernetes refuses the document: quote it")
        return value

    def note_oddities(self, entries: Entries, path: Path) -> None:
        for key, first, again in entries.repeated:
            self.duplicates.append(DuplicateKey((*path, key), self.line(first), self.line(again)))
        for key, node in entries.written.items():
            written = followed(node)
            if isinstance(written, Scalar) and written.text != key:
                self.key_notes.append(KeyNote("retyped", (*path, key), self.line(node), written.text))
        for key, node in entries.overridden.items():
            self.key_notes.append(KeyNote("overridden", (*path, key), self.line(node), key))

    def line(self, node: Node) -> int:
        return self.places.line(node.index)

    def error(self, node: Node, message: str) -> ManifestError:
        return at(self.text, node.index, message)


def _merges(key: Node) -> bool:
    return isinstance(key, Scalar) and key.text == "<<" and (key.plain or key.tag in MERGING)
