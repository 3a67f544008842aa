"""From a line of rendered text to the line of the template that printed it, with one render of a marked copy."""

from __future__ import annotations

from collections.abc import Mapping

from policycheck.authoring.origin.blocks import Block, blocks, by_source
from policycheck.authoring.origin.marked_render import MarkedRender, marked_render
from policycheck.authoring.origin.matching import matched
from policycheck.authoring.origin.reading import Place, crd_places, places
from policycheck.records import Record
from policycheck.renderers.request import PreparedChart, Renderer, RenderRequest


class TemplateLine(Record):
    """`path` is the template's, as a reader can open it, `line` the one that printed, from 1.

    What an `include` or `toYaml` prints has the line of the call. Where it is not `sure`, `doubt` says why.
    """

    path: str
    line: int
    doubt: str = ""

    @property
    def sure(self) -> bool:
        return not self.doubt


class Doubt(Record):
    """Why lines of a template, by its `# Source:` name, have no template line or one that is not sure."""

    source: str
    reason: str


class TemplateLines(Record):
    """By the line of the text, from 1: a line that is not blank is in `lines`, or `unknown` says why it is not.

    `doubts` are all reasons, each once.
    """

    lines: Mapping[int, TemplateLine]
    doubts: tuple[Doubt, ...]
    unknown: Mapping[int, str] = {}

    def at(self, line: int | None) -> TemplateLine | None:
        return None if line is None else self.lines.get(line)


def template_lines(chart: PreparedChart, request: RenderRequest, text: str, renderer: Renderer) -> TemplateLines:
    """The template lines of a text that `helm template` printed: our own render of the request, or a piped one.

    Documents are matched with those of a marked render by `# Source:`, order and text. Where they differ, as when the
    text was rendered with other values, the doubt says so. RenderError where the chart does not render at all.
    """
    ours = marked_render(chart, request, renderer)
    theirs = by_source([*blocks(text)])
    lines: dict[int, TemplateLine] = {}
    unknown: dict[int, str] = {}
    doubts: dict[Doubt, None] = {}
    for source, found in theirs.items():
        path = ours.path(source)
        for number, place in _places(source, found, ours).items():
            if place.line is not None:
                lines[number] = TemplateLine(path, place.line, place.doubt)
            else:
                unknown[number] = place.doubt
            if place.doubt:
                doubts[Doubt(source, place.doubt)] = None
    return TemplateLines(lines, tuple(doubts), unknown)


def _places(source: str, found: list[Block], ours: MarkedRender) -> dict[int, Place]:
    file = ours.files.get(source)
    if file is None:
        return (
            crd_places(found, ours.crds[source][1])
            if source in ours.crds
            else _nowhere(found, "our own render of the chart has nothing of this template")
        )
    told: dict[int, Place] = {}
    for block, marked in matched(found, ours.blocks.get(source, [])):
        told |= _nowhere([block], marked) if isinstance(marked, str) else places(block, marked, file)
    return told


def _nowhere(found: list[Block], reason: str) -> dict[int, Place]:
    return {
        block.first + number: Place(None, reason)
        for block in found
        for number, line in enumerate(block.lines)
        if line.strip()
    }
