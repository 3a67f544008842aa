"""Texts as Markdown that says just these texts: no link, no mention, no markup of a manifest's making."""

from __future__ import annotations

from collections.abc import Iterable

from policycheck.patterns import regex
from policycheck.records import Record
from policycheck.reporters.terminal import printable

MOST = 65_536
"""Characters that GitHub takes of a comment."""

_ROOM = 1_500
"""Kept for what is said about those that were cut."""

_MARKUP = regex(r"[\\`*\[\]<>&#|~@$!]|(?<!\w)_|_(?!\w)|(?<=:)//|(?<=www)\.|^(?:[-+=]|\d+[.)])")


def plain(text: str) -> str:
    """One line of prose."""
    return _MARKUP.sub(lambda found: "".join(f"&#{ord(one)};" for one in found[0]), printable(text))


def code(text: str) -> str:
    """A file, a path, an id."""
    shown = printable(text)
    return f"`{shown}`" if shown.strip() and "`" not in shown else plain(text)


class Part(Record):
    """A title and the entries below it, each with its group; `is_open` where a reader need not unfold it."""

    title: str
    entries: list[tuple[str, str]]
    is_open: bool = True


def fitting(head: str, parts: Iterable[Part], foot: str = "") -> str:
    """The parts as far as there is room, the first ones first, and how many entries were cut."""
    room = MOST - _ROOM - len(head) - len(foot)
    written: list[str] = []
    cut = 0
    for part in parts:
        kept: list[tuple[str, str]] = []
        room -= len(part.title) + 100
        for group, entry in part.entries:
            size = len(entry) + len(group) + 8
            if not cut and size <= room:
                kept.append((group, entry))
                room -= size
            else:
                cut += 1
        if kept:
            written.append(_part(part, kept))
    more = f"\n{cut} more entries did not fit; `policycheck` prints them all.\n" if cut else ""
    return "\n".join((head, *written)) + more + foot


def _part(part: Part, kept: list[tuple[str, str]]) -> str:
    groups: dict[str, list[str]] = {}
    for group, entry in kept:
        groups.setdefault(group, []).append(entry)
    body = "\n".join(
        (f"#### {group}\n\n" if group else "") + "".join(f"- {entry}\n" for entry in entries)
        for group, entries in groups.items()
    )
    if part.is_open:
        return f"### {part.title}\n\n{body}"
    return f"<details><summary>{part.title}</summary>\n\n{body}\n</details>\n"
