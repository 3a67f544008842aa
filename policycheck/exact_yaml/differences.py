"""What goyaml.v2 refuses although libyaml reads it."""

from __future__ import annotations

from yaml.events import Event, ScalarEvent

from policycheck.patterns import regex

_ESCAPED_SLASH = regex(r"(?<!\\)(?:\\\\)*\\/")


def refused_by_kubernetes(text: str, event: ScalarEvent, *, flow: bool) -> str | None:
    """Why Kubernetes refuses a scalar of this text, None where it does not; `flow`: it stands inside [ ] or { }."""
    if flow and not event.style and "?" in event.value:
        return "Kubernetes takes a `?` inside [ ] or { } for an indicator; quote the value"
    if event.style == '"' and _ESCAPED_SLASH.search(text, *span(event)):
        return "Kubernetes knows no escape `\\/` in YAML; write the slash alone"
    return None


def begin(event: Event) -> int:
    """Where an event begins, in characters from 0."""
    return span(event)[0]


def span(event: Event) -> tuple[int, int]:
    """Where an event begins and ends, in characters from 0."""
    return event.start_mark.index, event.end_mark.index  # type: ignore[union-attr] # libyaml marks every event
