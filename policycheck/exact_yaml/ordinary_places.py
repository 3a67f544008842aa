"""The fast way to places: along the wanted paths of an ordinary document, past everything else in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    StreamEndEvent,
)

from policycheck.exact_yaml.differences import begin
from policycheck.exact_yaml.nodes import DEPTH
from policycheck.exact_yaml.ordinary import UnusualError, events, key_of
from policycheck.exact_yaml.ordinary_json import is_json
from policycheck.model import Path

_Wanted: TypeAlias = "dict[str | int, _Wanted]"
"""What is wanted below a node, step by step."""


def ordinary_indexes(text: str, paths: Iterable[Path]) -> dict[Path, int]:
    """Where each path begins, in characters from 0; a missing one where its nearest ancestor does.

    Raises UnusualError or YAMLError: then go the careful way.
    """
    if is_json(text):  # a reader of its own
        raise UnusualError
    given = list(paths)
    wanted: _Wanted = {}
    for path in given:
        below = wanted
        for step in path:
            below = below.setdefault(step, {})
    with events(text) as get:
        walk = _Walk(get)
        walk.document(wanted)
    return {path: walk.nearest(path) for path in given}


class _Walk:
    def __init__(self, get: Callable[[], Event]) -> None:
        self.get = get
        self.found: dict[Path, int] = {}

    def nearest(self, path: Path) -> int:
        while path not in self.found:
            path = path[:-1]
        return self.found[path]

    def document(self, wanted: _Wanted) -> None:
        self.get()
        start = self.get()
        if not isinstance(start, DocumentStartEvent) or start.version:
            raise UnusualError
        self.node(self.get(), (), wanted)
        if not (isinstance(self.get(), DocumentEndEvent) and isinstance(self.get(), StreamEndEvent)):
            raise UnusualError

    def node(self, event: Event, path: Path, wanted: _Wanted) -> None:
        self.found[path] = begin(event)
        if not wanted:
            self.skip(event, len(path))
        elif isinstance(event, MappingStartEvent):
            self.mapping(path, wanted)
        elif isinstance(event, CollectionStartEvent):
            self.sequence(path, wanted)
        elif event.__class__ is not ScalarEvent:
            raise UnusualError

    def skip(self, event: Event, level: int) -> None:
        """Go to the end of a node of which nothing is wanted."""
        get, outside = self.get, level
        while True:
            if isinstance(event, CollectionStartEvent) and level < DEPTH:
                level += 1
            elif isinstance(event, CollectionEndEvent):
                level -= 1
            elif event.__class__ is not ScalarEvent:
                raise UnusualError
            if level == outside:
                return
            while (event := get()).__class__ is ScalarEvent:  # most of them
                pass

    def mapping(self, path: Path, wanted: _Wanted) -> None:
        keys: set[str] = set()
        while not isinstance(event := self.get(), CollectionEndEvent):
            key = key_of(event)
            if key in keys:
                raise UnusualError
            keys.add(key)
            if key in wanted:
                self.node(self.get(), (*path, key), wanted[key])
                self.found[*path, key] = begin(event)
            else:
                self.skip(self.get(), len(path) + 1)

    def sequence(self, path: Path, wanted: _Wanted) -> None:
        place = 0
        while not isinstance(event := self.get(), CollectionEndEvent):
            if place in wanted:
                self.node(event, (*path, place), wanted[place])
            else:
                self.skip(event, len(path) + 1)
            place += 1
