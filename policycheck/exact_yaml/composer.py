"""A text to nodes with their places: YAML over libyaml's events, JSON as JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from yaml._yaml import CParser
from yaml.error import YAMLError
from yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from policycheck.errors import ManifestError
from policycheck.exact_yaml.differences import begin, refused_by_kubernetes
from policycheck.exact_yaml.failures import at
from policycheck.exact_yaml.libyaml_failures import of_libyaml
from policycheck.exact_yaml.nodes import DEPTH, TOO_DEEP, Alias, Mapping, Node, Scalar, Sequence
from policycheck.exact_yaml.ordinary_json import is_json

_Anchored = TypeVar("_Anchored", Scalar, Sequence | Mapping)


def compose(text: str) -> Node | None:
    """The text's one document, None where there is none. Raises ManifestError with line and column.

    A second document is refused: Kubernetes would drop it without a word.
    """
    if is_json(text):
        from policycheck.exact_yaml.json_composer import compose_json  # noqa: PLC0415 - most manifests are YAML

        return compose_json(text)
    try:
        parser = CParser(text)
        try:
            get: Callable[[], NodeEvent] = parser.get_event  # type: ignore[assignment] # never None before the end
            return _Composer(text, get).document()
        finally:
            parser.dispose()
    except YAMLError as error:
        raise of_libyaml(text, error) from None


class _Composer:
    def __init__(self, text: str, get: Callable[[], NodeEvent]) -> None:
        self.text = text
        self.get = get
        self.anchors: dict[str, Scalar | Sequence | Mapping] = {}
        self.open: list[Sequence | Mapping] = []
        self.aliases = False

    def document(self) -> Node | None:
        self.get()
        start = self.get()
        if not isinstance(start, DocumentStartEvent):
            return None
        if start.version and start.version != (1, 1):
            raise self.error(start, "Kubernetes reads YAML 1.1 only; remove the %YAML line")
        root = self.node(self.get(), flow=False)
        self.get()
        if isinstance(after := self.get(), DocumentStartEvent):
            raise self.error(after, "Kubernetes stops reading at `...`; begin the next document with `---`")
        if self.aliases:
            self.refuse_overgrown(root)
        return root

    def refuse_overgrown(self, root: Node) -> None:
        from policycheck.exact_yaml.extent import TOO_MUCH, overgrown  # noqa: PLC0415 - only aliases multiply

        if node := overgrown(root):
            raise at(self.text, node.index, TOO_MUCH)

    def node(self, event: NodeEvent, *, flow: bool) -> Node:
        """The node that an event begins; `flow`: inside [ ] or { }."""
        if isinstance(event, ScalarEvent):
            return self.anchored(event, self.scalar(event, flow=flow))
        if not isinstance(event, CollectionStartEvent):
            return self.alias(event)
        if len(self.open) == DEPTH:
            raise self.error(event, TOO_DEEP)
        collection = Mapping(begin(event), []) if isinstance(event, MappingStartEvent) else Sequence(begin(event), [])
        self.open.append(self.anchored(event, collection))
        self.fill(collection, flow=bool(event.flow_style))
        return self.open.pop()

    def fill(self, collection: Sequence | Mapping, *, flow: bool) -> None:
        while not isinstance(event := self.get(), CollectionEndEvent):
            node = self.node(event, flow=flow)
            if isinstance(collection, Sequence):
                collection.items.append(node)
            else:
                collection.pairs.append((node, self.node(self.get(), flow=flow)))

    def scalar(self, event: ScalarEvent, *, flow: bool) -> Scalar:
        plain = event.implicit[0] and event.tag is None
        if reason := refused_by_kubernetes(self.text, event, flow=flow):
            raise self.error(event, reason)
        return Scalar(begin(event), event.value, plain, event.tag)

    def anchored(self, event: NodeEvent, node: _Anchored) -> _Anchored:
        if event.anchor:
            self.anchors[event.anchor] = node
        return node

    def alias(self, event: NodeEvent) -> Alias:
        self.aliases = True
        target = self.anchors.get(event.anchor or "")
        if target is None:
            raise self.error(event, "an alias (`*`) without its anchor (`&`); quote the value if it is text")
        if any(target is collection for collection in self.open):
            raise self.error(event, "an alias inside what it stands for; write the values out")
        return Alias(begin(event), target)

    def error(self, event: Event, message: str) -> ManifestError:
        return at(self.text, begin(event), message)
