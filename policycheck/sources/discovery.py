"""The paths of a command line to the inputs to read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from functools import cached_property
from typing import BinaryIO

from policycheck.model import LeftOut
from policycheck.records import Record
from policycheck.sources.dockerfile_names import is_own_dockerfile
from policycheck.sources.inputs import Input, standard_input
from policycheck.sources.release_names import is_release_file

_SUFFIXES = (".yaml", ".yml", ".json")
_ARCHIVES = (".tgz", ".tar.gz")
"""What a packaged chart's name ends in."""


class Discovery(Record):
    """What to read, in order, and what was named and holds nothing to read; what must be rendered first.

    `charts` are folders and archives; `archives_met` are those met in folders, which may hold something else.
    """

    inputs: list[Input]
    left_out: list[LeftOut]
    charts: list[str]
    archives_met: set[str]
    kustomizations: list[str]

    @property
    def found(self) -> int:
        return len(self.inputs) + len(self.left_out) + len(self.charts) + len(self.kustomizations)


def discover(
    paths: Iterable[str], *, stdin: BinaryIO, exclude: Sequence[str] = (), settings: Sequence[str] = ()
) -> Discovery:
    """Files as they are named, folders walked for *.yaml, *.yml, *.json and Dockerfiles, `-` for standard input.

    In a folder what is hidden (a name with a leading dot, but for .goreleaser.yaml) and what `exclude` matches (globs
    over the whole path, in which `*` also takes slashes) is passed over, and so are the files that say how to check:
    `settings`. A chart's own files are templates and values, not manifests, and what lies in a Kustomize folder is
    patched before it is one. A file is read once, however often it is named. Who names a folder wants what is in it:
    a glob that takes all of it does not hold there.
    """
    found = Discovery([], [], [], set(), [])
    walk = _Walk(found, tuple(exclude), settings)
    for path in dict.fromkeys(paths):
        if path == "-":
            found.inputs.append(standard_input(stdin))
        elif os.path.isdir(path):
            walk.named_folder(path)
        else:
            walk.file(path, named=True)
    return found


class _Walk:
    def __init__(self, found: Discovery, exclude: tuple[str, ...], settings: Sequence[str]) -> None:
        self.found = found
        self.exclude = exclude
        self.settings = settings
        self.seen: set[str] = set()
        self.named = ""

    def named_folder(self, path: str) -> None:
        if os.path.realpath(path) in self.seen:
            return
        before = self.found.found
        self.named = _slashed(path) + "/"
        self.folder(path)
        if self.found.found == before:
            self.leave_out(
                path, "no YAML, JSON or Dockerfile in this folder; name a folder of manifests, or pipe a render"
            )

    def leave_out(self, path: str, reason: str) -> None:
        self.found.left_out.append(LeftOut(path, None, reason, unread=True))

    def folder(self, path: str, *, patched: bool = False) -> None:
        """A folder and, in order of their names, what is in it; a folder that links lead back to is read once.

        `patched`: inside a Kustomize folder, where files are parts of what is built.
        """
        if not self.is_new(path):
            return
        try:
            names = sorted(os.listdir(path))
        except OSError as error:
            self.leave_out(path, f"cannot be read ({error.strerror}); check its permissions")
            return
        from policycheck.sources.rendered_folders import rendered  # noqa: PLC0415 - folders only

        made = rendered(names)
        if made.is_chart:
            self.found.charts.append(path)
        elif made.is_kustomization:
            self.found.kustomizations.append(path)
        for name in names:
            inside = os.path.join(path, name)
            if not (_is_hidden(name) or self.excluded(inside) or made.owns(name)):
                self.met(inside, patched=patched or made.is_kustomization)

    def met(self, path: str, *, patched: bool) -> None:
        """What lies in a folder."""
        if os.path.isdir(path):
            self.folder(path, patched=patched)
        elif path.endswith(_ARCHIVES) or is_own_dockerfile(path) or self.is_manifest(path, patched=patched):
            self.file(path, named=False)

    def file(self, path: str, *, named: bool) -> None:
        if not self.is_new(path):
            return
        if path.endswith(_ARCHIVES):
            self.found.charts.append(path)
            self.found.archives_met.update(() if named else {path})
        else:
            self.found.inputs.append(Input(path, path, named=named))

    def is_new(self, path: str) -> bool:
        real = os.path.realpath(path)
        new = real not in self.seen
        self.seen.add(real)
        return new

    def is_manifest(self, path: str, *, patched: bool) -> bool:
        return path.endswith(_SUFFIXES) and not patched and os.path.abspath(path) not in self.ours

    @cached_property
    def ours(self) -> frozenset[str]:
        return frozenset(map(os.path.abspath, self.settings))

    def excluded(self, path: str) -> bool:
        slashed = _slashed(path)
        return any(fnmatchcase(slashed, pattern) and not fnmatchcase(self.named, pattern) for pattern in self.exclude)


def _slashed(path: str) -> str:
    return os.path.normpath(path).replace(os.sep, "/")


def _is_hidden(name: str) -> bool:
    return name.startswith(".") and not is_release_file(name)
