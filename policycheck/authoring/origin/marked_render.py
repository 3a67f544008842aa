"""A render of a copy of the chart whose templates carry markers."""

from __future__ import annotations

import os
from collections.abc import Mapping

from policycheck.authoring.origin.blocks import Block, blocks
from policycheck.authoring.origin.markers import MARKER, Marked, marked
from policycheck.authoring.origin.working_copy import files_below, working_copy
from policycheck.errors import RenderError
from policycheck.records import Record
from policycheck.renderers.request import PreparedChart, Renderer, RenderRequest
from policycheck.renderers.template_paths import path_of


class MarkedBlock(Record):
    """`lines` as Helm prints them without markers, the first and the last not blank.

    `raw` are the same with markers, and below them lines that hold nothing but markers.
    """

    lines: tuple[str, ...]
    raw: tuple[str, ...]


class MarkedFile(Record):
    """`number` is what its markers begin with, `path` its place for a reader; `content` is None for none in it."""

    number: int
    path: str
    content: Marked | None


class MarkedRender(Record):
    """All by `# Source:` name. `crds` are the lines of files that no template makes."""

    blocks: Mapping[str, list[MarkedBlock]]
    files: Mapping[str, MarkedFile]
    crds: Mapping[str, tuple[str, tuple[str, ...]]]

    def path(self, source: str) -> str:
        """The file's path, as a reader can open it; the name itself where the file is not known."""
        if source in self.files:
            return self.files[source].path
        return self.crds[source][0] if source in self.crds else source


def marked_render(chart: PreparedChart, request: RenderRequest, renderer: Renderer) -> MarkedRender:
    """Render with markers; where they break a template, with fewer in it, and then with none.

    RenderError where the chart does not render without them either.
    """
    with working_copy(chart) as copied:
        templates = _Templates(copied)
        text = templates.rendered(request, renderer)
        found: dict[str, list[MarkedBlock]] = {}
        for block in blocks(text):
            if trimmed := _without_markers(block):
                found.setdefault(block.source, []).append(trimmed)
        files, crds = {}, {}
        for source in found:
            path = path_of(copied, source)
            if path in templates.files:
                files[source] = templates.files[path]
            elif path in templates.crds:
                crds[source] = (path, templates.crds[path])
        return MarkedRender(found, files, crds)


def _without_markers(block: Block) -> MarkedBlock | None:
    lines = [MARKER.sub("", line) for line in block.lines]
    held = [number for number, line in enumerate(lines) if line.strip()]
    if not held:
        return None
    found = lines[held[0] : held[-1] + 1]
    found[-1] = found[-1].rstrip()
    return MarkedBlock(tuple(found), block.lines[held[0] :])


class _Templates:
    """The templates of a working copy, by their paths for readers."""

    def __init__(self, copied: PreparedChart) -> None:
        self._copied = copied
        self._originals: dict[str, tuple[str, str]] = {}
        self.files: dict[str, MarkedFile] = {}
        self.crds = {name: tuple(_text(path).split("\n")) for name, path in files_below(copied, "crds").items()}
        for name, path in files_below(copied, "templates").items():
            self._mark(name, path)

    def rendered(self, request: RenderRequest, renderer: Renderer) -> str:
        cautious: set[str] = set()
        while True:
            try:
                return renderer(self._copied, request)
            except RenderError as error:
                broken = [error.source] if error.source in self.files else [*self.files]
                again = [path for path in broken if path and self._has_markers(path)]
                if not again:
                    raise
                for path in again:
                    self._write(path, cautious=True, bare=path in cautious)
                    cautious.add(path)

    def _has_markers(self, path: str) -> bool:
        return self.files[path].content is not None

    def _mark(self, name: str, path: str) -> None:
        self._originals[name] = (path, _text(path))
        self.files[name] = MarkedFile(len(self.files), name, None)
        if not os.path.basename(path).startswith("_") and not path.endswith("NOTES.txt"):
            self._write(name, cautious=False, bare=False)

    def _write(self, name: str, *, cautious: bool, bare: bool) -> None:
        path, text = self._originals[name]
        file = self.files[name]
        content = None if bare else marked(text, file.number, cautious=cautious)
        self.files[name] = file._replace(content=content)
        with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="") as opened:
            opened.write(content.text if content else text)


def _text(path: str) -> str:
    with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
        return file.read()
