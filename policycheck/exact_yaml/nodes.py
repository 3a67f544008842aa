"""The nodes of one document: what is kept only where a place or an oddity is asked for.

`index` is where a node begins, in characters from 0.
"""

from __future__ import annotations

from typing import TypeAlias

DEPTH = 200
"""Levels of nesting, aliases expanded. Real manifests stay under 60; whoever walks a value may recurse safely."""

TOO_DEEP = f"nested more than {DEPTH} levels deep; no Kubernetes object is"


class Scalar:
    """`plain`: unquoted and untagged, so that its text decides its type."""

    __slots__ = ("index", "plain", "tag", "text")

    def __init__(self, index: int, text: str, plain: bool, tag: str | None) -> None:  # noqa: FBT001 - made in one place
        self.index = index
        self.text = text
        self.plain = plain
        self.tag = tag


class Sequence:
    __slots__ = ("index", "items")

    def __init__(self, index: int, items: list[Node]) -> None:
        self.index = index
        self.items = items


class Mapping:
    __slots__ = ("index", "pairs")

    def __init__(self, index: int, pairs: list[tuple[Node, Node]]) -> None:
        self.index = index
        self.pairs = pairs


class Alias:
    __slots__ = ("index", "target")

    def __init__(self, index: int, target: Scalar | Sequence | Mapping) -> None:
        self.index = index
        self.target = target


Node: TypeAlias = Scalar | Sequence | Mapping | Alias


def followed(node: Node) -> Scalar | Sequence | Mapping:
    """What an alias stands for; other nodes as they are."""
    return node.target if isinstance(node, Alias) else node
