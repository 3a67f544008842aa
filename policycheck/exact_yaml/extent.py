"""How large a document becomes when its aliases are expanded: a few lines can mean billions of nodes."""

from __future__ import annotations

from policycheck.exact_yaml.nodes import DEPTH, Alias, Mapping, Node, Sequence

BORROWED = 400_000
"""Nodes that one document may have through aliases: what goyaml.v2 lets pass at most."""

TOO_MUCH = f"aliases expand to more than {BORROWED:,} nodes or {DEPTH} levels; write the values out"


def overgrown(root: Node) -> Node | None:
    """The innermost first node that expands to more than BORROWED nodes or DEPTH levels; None where all is well."""
    return _Measure().of(root)


class _Measure:
    """Nodes, borrowed nodes and levels of each node. An alias comes after its anchor, so what it adds is known."""

    def __init__(self) -> None:
        self.extents: dict[int, tuple[int, int, int]] = {}

    def of(self, node: Node) -> Node | None:
        for child in _children(node):
            if too_much := self.of(child):
                return too_much
        nodes, borrowed, levels = self.extent(node)
        self.extents[id(node)] = nodes, borrowed, levels
        return node if borrowed > BORROWED or levels > DEPTH else None

    def extent(self, node: Node) -> tuple[int, int, int]:
        if isinstance(node, Alias):
            nodes, _, levels = self.extents[id(node.target)]
            return nodes, nodes, levels
        parts = [self.extents[id(child)] for child in _children(node)]
        nodes = 1 + sum(part[0] for part in parts)
        borrowed = sum(part[1] for part in parts)
        levels = max((part[2] for part in parts), default=0) + isinstance(node, Mapping | Sequence)
        return nodes, borrowed, levels


def _children(node: Node) -> list[Node]:
    if isinstance(node, Sequence):
        return node.items
    if isinstance(node, Mapping):
        return [part for pair in node.pairs for part in pair]
    return []
