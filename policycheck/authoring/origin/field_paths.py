"""A field's path as reports print it, read back, and what is wrong with one that a resource cannot have."""

from __future__ import annotations

import re

from policycheck.errors import UsageError, did_you_mean
from policycheck.model import Path, Value, dotted
from policycheck.patterns import regex
from policycheck.reporters.last_line import counted

_PART = regex(
    r"""(?P<dot>\.)?(?P<word>[^.\[\]"\s]+) | \[(?P<index>\d+)\] | \["(?P<key>(?:[^"\\]|\\.)*)"\]""",
    re.VERBOSE | re.DOTALL,
)


def read_path(text: str) -> Path:
    """`spec.containers[0].image` or `metadata.labels["a.b/c"]`; UsageError where it is none."""
    path: list[str | int] = []
    at = 0
    while at < len(text):
        found = _PART.match(text, at)
        if not found or (found["word"] and bool(found["dot"]) != bool(path)):
            message = f'"{text}" is no path from column {at + 1} on'
            raise UsageError(f'{message}; write it as reports do: spec.ports[0].name, metadata.labels["a.b/c"]')
        path.append(_part(found))
        at = found.end()
    if not path:
        raise UsageError("an empty path; name a field, as spec.replicas")
    return tuple(path)


def _part(found: re.Match[str]) -> str | int:
    if found["index"]:
        return int(found["index"])
    return found["word"] or re.sub(r"\\(.)", r"\1", found["key"], flags=re.DOTALL)


def refuse_impossible(body: Value, path: Path) -> None:
    """UsageError for a path that no change of values could bring about: into a text, or beside a list's items."""
    for number, part in enumerate(path):
        where = dotted(path[:number]) or "the resource"
        if isinstance(body, dict) and isinstance(part, str):
            if part not in body:
                return
            body = body[part]
        elif isinstance(body, list) and isinstance(part, int):
            if part >= len(body):
                raise UsageError(f"{where} has {counted(len(body), 'item')}, counted from 0")
            body = body[part]
        elif isinstance(body, list):
            raise UsageError(f"{where} is a list; name an item of it, as {where}[0]")
        else:
            raise UsageError(f"{where} has no {'items' if isinstance(part, int) else 'fields'}")


def near_miss(body: Value, path: Path) -> str:
    """`; did you mean "replicas"?` where the first part that is not there is like one that is."""
    for part in path:
        if isinstance(body, dict) and part not in body:
            return did_you_mean(str(part), body)
        body = body[part] if isinstance(body, dict | list) else None  # type: ignore[index]
    return ""
