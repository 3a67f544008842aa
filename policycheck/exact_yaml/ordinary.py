"""The fast way: a YAML document without anchors, tags, repeated or retyped keys, straight from libyaml's events."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import isfinite

from yaml._yaml import CParser
from yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from policycheck.exact_yaml.differences import refused_by_kubernetes
from policycheck.exact_yaml.nodes import DEPTH
from policycheck.exact_yaml.scalars import resolve
from policycheck.model import Value

_ANCHOR_OR_TAG = re.compile(r"""(?<![^\s\[{,:?"'\]}])(?:&[\w-]|!(?!\S))""")
_REMEMBERED = 100_000
_SHORT = 80


class UnusualError(Exception):
    """The document needs the careful way; nothing is wrong with it yet."""


def ordinary(text: str) -> Value:
    """The value of the one document, None for none. Raises UnusualError or YAMLError: then go the careful way."""
    with events(text) as get:
        return _Builder(get).document()


@contextmanager
def events(text: str) -> Iterator[Callable[[], Event]]:
    """The events of libyaml, one a call; UnusualError for one that needs the careful way."""
    parser = CParser(text)
    try:
        get: Callable[[], Event] = parser.get_event  # type: ignore[assignment] # never None before the end
        yield _wary(get, text) if _suspicious(text) else get
    finally:
        parser.dispose()


def key_of(event: Event) -> str:
    """The key that an event is. Raises UnusualError for one that means something else than is written."""
    if event.__class__ is not ScalarEvent:
        raise UnusualError
    plain, quoted = event.implicit
    if not (plain or quoted):
        raise UnusualError
    return _keys[event.value] if plain else _quoted[event.value]


def _suspicious(text: str) -> bool:
    """Whether a text may hold an anchor, a tag, or a scalar that Kubernetes refuses."""
    if "?" in text or "\\/" in text:
        return True
    return ("&" in text or "!" in text) and _ANCHOR_OR_TAG.search(text) is not None


def _wary(get: Callable[[], Event], text: str) -> Callable[[], Event]:
    """The events, looked at one by one for anchors, tags and what Kubernetes refuses."""
    flow = 0

    def wary_get() -> Event:
        nonlocal flow
        event = get()
        if event.__class__ is ScalarEvent:
            if event.anchor or event.tag:
                raise UnusualError
            if (flow or event.style == '"') and refused_by_kubernetes(text, event, flow=flow > 0):
                raise UnusualError
        elif isinstance(event, CollectionStartEvent):
            if event.anchor:
                raise UnusualError
            flow += bool(event.flow_style)
        elif flow and isinstance(event, CollectionEndEvent):
            flow -= 1
        return event

    return wary_get


class _Builder:
    def __init__(self, get: Callable[[], Event]) -> None:
        self.get = get

    def document(self) -> Value:
        self.get()
        start = self.get()
        if start.__class__ is not DocumentStartEvent:
            return None
        value = self.value(self.get(), 0)
        self.get()
        if start.version or self.get().__class__ is DocumentStartEvent:
            raise UnusualError
        return value

    def value(self, event: Event, level: int) -> Value:
        if event.__class__ is ScalarEvent:
            plain, quoted = event.implicit
            if plain:
                return _plain[event.value]
            if quoted:
                return _quoted[event.value]
            raise UnusualError
        if not isinstance(event, CollectionStartEvent) or level == DEPTH:
            raise UnusualError
        return self.mapping(level + 1) if event.__class__ is MappingStartEvent else self.sequence(level + 1)

    def mapping(self, level: int) -> dict[str, Value]:
        get = self.get
        mapping: dict[str, Value] = {}
        while (event := get()).__class__ is ScalarEvent:
            plain, quoted = event.implicit
            key = _keys[event.value] if plain else _quoted[event.value]
            if key in mapping or not (plain or quoted):
                raise UnusualError
            event = get()
            if event.__class__ is ScalarEvent and event.implicit[0]:  # most values: not worth a call
                mapping[key] = _plain[event.value]
            else:
                mapping[key] = self.value(event, level)
        if event.__class__ is not MappingEndEvent:
            raise UnusualError
        return mapping

    def sequence(self, level: int) -> list[Value]:
        get, value = self.get, self.value
        sequence: list[Value] = []
        while (event := get()).__class__ is not SequenceEndEvent:
            sequence.append(value(event, level))
        return sequence


class _Plain(dict[str, Value]):
    """Unquoted text to its value. Renders repeat themselves: equal texts are typed once and held once."""

    def __missing__(self, text: str) -> Value:
        value = resolve(text)
        if isinstance(value, float) and not isfinite(value):
            raise UnusualError
        if len(text) <= _SHORT and len(self) < _REMEMBERED:
            self[text] = value
        return value


class _Keys(dict[str, str]):
    """Unquoted keys that mean what is written."""

    def __missing__(self, text: str) -> str:
        if resolve(text) is not text or text == "<<":
            raise UnusualError
        if len(text) <= _SHORT and len(self) < _REMEMBERED:
            self[text] = text
        return text


class _Quoted(dict[str, str]):
    """Quoted texts, equal ones held once."""

    def __missing__(self, text: str) -> str:
        if len(text) <= _SHORT and len(self) < _REMEMBERED:
            self[text] = text
        return text


_plain = _Plain()
_keys = _Keys()
_quoted = _Quoted()
