"""The paths of a command line to the inputs to read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from typing import BinaryIO, NamedTuple

from policycheck.model import LeftOut
from policycheck.sources.inputs import Input, standard_input

_SUFFIXES = (".yaml", ".yml", ".json")


class Discovery(NamedTuple):
    """What to read, in order, and what was named and holds nothing to read."""

    inputs: list[Input]
    left_out: list[LeftOut]


def discover(paths: Iterable[str], *, stdin: BinaryIO, exclude: Sequence[str] = ()) -> Discovery:
    """Files as they are named, folders walked for *.yaml, *.yml and *.json, `-` for standard input.

    In a folder what is hidden (a name with a leading dot) and what `exclude` matches (globs over the whole path, in
    which `*` also takes slashes) is passed over. A chart's own files are templates and values, not manifests: the
    chart is left out with the command that renders it. A file is read once, however often it is named.
    """
    found = Discovery([], [])
    walk = _Walk(found, tuple(exclude))
    for path in dict.fromkeys(paths):
        if path == "-":
            found.inputs.append(standard_input(stdin))
        elif os.path.isdir(path):
            walk.named_folder(path)
        else:
            walk.file(path, named=True)
    return found


class _Walk:
    def __init__(self, found: Discovery, exclude: tuple[str, ...]) -> None:
        self.found = found
        self.exclude = exclude
        self.seen: set[str] = set()

    def named_folder(self, path: str) -> None:
        if os.path.realpath(path) in self.seen:
            return
        before = len(self.found.inputs) + len(self.found.left_out)
        self.folder(path)
        if len(self.found.inputs) + len(self.found.left_out) == before:
            self.leave_out(path, "no YAML or JSON file in this folder; name a folder of manifests, or pipe a render")

    def leave_out(self, path: str, reason: str) -> None:
        self.found.left_out.append(LeftOut(path, None, reason, unread=True))

    def folder(self, path: str) -> None:
        """A folder and, in order of their names, what is in it; a folder that links lead back to is read once."""
        if not self.is_new(path):
            return
        try:
            names = sorted(os.listdir(path))
        except OSError as error:
            self.leave_out(path, f"cannot be read ({error.strerror}); check its permissions")
            return
        from policycheck.sources.chart_files import CHART_FILE  # noqa: PLC0415 - folders only
        from policycheck.sources.charts import belongs_to_chart, not_rendered  # noqa: PLC0415 - idem

        if CHART_FILE in names:
            self.found.left_out.append(not_rendered(path))
        for name in names:
            inside = os.path.join(path, name)
            if name.startswith(".") or self.excluded(inside) or (CHART_FILE in names and belongs_to_chart(name)):
                continue
            if os.path.isdir(inside):
                self.folder(inside)
            elif name.endswith(_SUFFIXES):
                self.file(inside, named=False)

    def file(self, path: str, *, named: bool) -> None:
        if self.is_new(path):
            self.found.inputs.append(Input(path, path, named=named))

    def is_new(self, path: str) -> bool:
        real = os.path.realpath(path)
        new = real not in self.seen
        self.seen.add(real)
        return new

    def excluded(self, path: str) -> bool:
        slashed = os.path.normpath(path).replace(os.sep, "/")
        return any(fnmatchcase(slashed, pattern) for pattern in self.exclude)
