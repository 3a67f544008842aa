"""What the markers in a block say of its lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policycheck.authoring.origin.blocks import Block
from policycheck.authoring.origin.marked_render import MarkedBlock, MarkedFile
from policycheck.authoring.origin.markers import MARKER, Marked
from policycheck.records import Record

_BROKEN = "markers would break this template"
_TELLING = 3


class Place(Record):
    """A line of a template, or None; `doubt` says why there is none or why it is not sure."""

    line: int | None
    doubt: str = ""


def places(block: Block, ours: MarkedBlock, file: MarkedFile) -> dict[int, Place]:
    """The places of the block's lines that are not blank, by the line of the text.

    `ours` is the same document in our marked render, which may differ in lines: empty ones, which Helm 3 and Helm 4 put
    otherwise, do not count.
    """
    held = [number for number, line in enumerate(block.lines) if line.strip()]
    return {block.first + number: place for number, place in zip(held, _told(block, held, ours, file), strict=True)}


def _told(block: Block, held: Sequence[int], ours: MarkedBlock, file: MarkedFile) -> Sequence[Place]:
    if file.content is None:
        return [Place(None, _BROKEN)] * len(held)
    read = [
        (line, place)
        for line, place in zip(ours.lines, _read(ours, file.number, file.content), strict=True)
        if line.strip()
    ]
    if len(held) != len(read):
        doubt = f"it has {len(held)} lines, and {len(read)} in our own render of the chart; other values?"
        return [Place(None, doubt)] * len(held)
    return [
        place if block.lines[number] == here else _of_other_text(block.lines[number], place, file.content)
        for number, (here, place) in zip(held, read, strict=True)
    ]


def crd_places(found: Sequence[Block], lines: Sequence[str]) -> dict[int, Place]:
    """The places of a file that Helm prints as it is."""
    held = [number for number, line in enumerate(lines) if line.strip()]
    told: dict[int, Place] = {}
    for block in found:
        same = [line.rstrip() for line in lines[held[0] : held[-1] + 1]] == [line.rstrip() for line in block.lines]
        for number, line in enumerate(block.lines):
            if line.strip():
                place = Place(held[0] + number + 1) if same else Place(None, "it differs from the file")
                told[block.first + number] = place
    return told


def _read(ours: MarkedBlock, number: int, content: Marked) -> list[Place]:
    """A place for each line, from the last up: a line without a marker belongs to the next one below."""
    told: list[Place] = []
    below = _at_the_end(content)
    for raw in reversed(ours.raw):
        markers = list(_markers(raw, number))
        below = _place(markers[0][1], content) if markers else below
        own = [line for text, line in markers if text.strip()]
        told.append(_joined(own, content) if own else below)
    return told[::-1][: len(ours.lines)]


def _joined(lines: Sequence[int], content: Marked) -> Place:
    """Of a rendered line that these lines printed, one behind the other."""
    place = _place(lines[0], content)
    return place._replace(doubt=_run_together(lines)) if len(set(lines)) > 1 else place


def _markers(raw: str, number: int) -> Iterator[tuple[str, int]]:
    """The markers of a file in a line, each with the text before it. Those of a file that was included count not."""
    at = 0
    for found in MARKER.finditer(raw):
        if int(found[1]) == number:
            yield raw[at : found.start()], int(found[2])
            at = found.end()


def _place(line: int, content: Marked) -> Place:
    others = content.others[line]
    return Place(line, _run_together([*others, line])) if others else Place(line)


def _at_the_end(content: Marked) -> Place:
    """Of the lines behind the last marker."""
    if not content.unmarked:
        return Place(None, "no line of the template says that it printed this")
    first, *others = content.unmarked
    return Place(first, _run_together(content.unmarked)) if others else Place(first)


def _run_together(lines: Sequence[int]) -> str:
    numbers = [str(line) for line in sorted(set(lines))]
    return f"lines {', '.join(numbers[:-1])} and {numbers[-1]} of the template run together"


def _of_other_text(theirs: str, place: Place, content: Marked) -> Place:
    """The place of a line that another render prints otherwise: sure where its template's own text is in it."""
    if place.doubt or place.line is None:
        return place
    literals = content.literals[place.line]
    at = 0
    for literal in literals:
        at = theirs.find(literal, at) + len(literal)
        if at < len(literal):
            break
    else:
        if sum(map(len, literals)) >= _TELLING:
            return place
    return place._replace(doubt="our own render of the chart prints this line otherwise")
