"""The lines of a list's entries, however many: composing a whole file to find them takes four times as long."""

from __future__ import annotations

from collections.abc import Iterator

from yaml._yaml import CParser
from yaml.error import YAMLError
from yaml.events import CollectionEndEvent, CollectionStartEvent, Event, NodeEvent, ScalarEvent

from policycheck.exact_yaml.differences import begin
from policycheck.exact_yaml.places import Places
from policycheck.exact_yaml.texts import decoded
from policycheck.language.section import Section
from policycheck.model import Path


def entry_lines(root: Section, key: str) -> dict[Path, int]:
    """The line of each entry of the list under a top-level key, by its path; {} where there is no such list."""
    written = root.body.get(key)
    paths: list[Path] = [(key, number) for number in range(len(written) if isinstance(written, list) else 0)]
    lines = _lines(root.text, key) if root.text and paths else []
    if len(lines) == len(paths):
        return dict(zip(paths, lines, strict=True))
    return root.lines(paths)  # an alias or a merge brings them, or the file is JSON


def _lines(text: bytes, key: str) -> list[int]:
    characters = decoded(text)
    places = Places(characters)
    try:
        return [places.line(begin(event)) for event in _entries(characters, key)]
    except YAMLError:
        return []


def _entries(text: str, key: str) -> Iterator[NodeEvent]:
    """Where each entry begins. The root's nodes are keys and values in turn."""
    depth, nodes, inside, is_key = 0, 0, False, False
    for event in _events(text):
        if isinstance(event, NodeEvent) and depth == 1:
            nodes += 1
            inside = is_key and nodes % 2 == 0
            is_key = isinstance(event, ScalarEvent) and event.value == key
        elif isinstance(event, NodeEvent) and depth == 2 and inside:  # noqa: PLR2004 - in the list, in the root
            yield event
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)


def _events(text: str) -> Iterator[Event]:
    parser = CParser(text)
    try:
        while event := parser.get_event():
            yield event
    finally:
        parser.dispose()
