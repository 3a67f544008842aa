"""What COPY and ADD bring into an image, and from where."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from functools import cache

from policycheck.docker.instructions import Instruction
from policycheck.docker.stages import Dockerfile, Stage
from policycheck.docker.variables import expand
from policycheck.records import Record

COPYING = ("COPY", "ADD")
_ROOTS = frozenset({"root", "rootfs"})
"""What folders are called that become the root of an image."""

_HOLD_PROGRAMS = ("", "bin", "sbin", "usr", "local")
"""Folders that are copied for the programs in them, the root too."""


class Copied(Record):
    """One source of a COPY or ADD, and where it goes; both as far as variables are known, else as written.

    `origin` is a stage, an image's name, or None for the build context. `instruction` is the one that copies.
    """

    source: str
    target: str
    origin: Stage | str | None
    instruction: Instruction

    @property
    def file(self) -> str:
        """The last part of its source: `*` or "" where that is a whole folder."""
        return self.source.rstrip("/").rpartition("/")[2]

    @property
    def is_whole(self) -> bool:
        """Whether it takes the whole build context: `COPY . .`."""
        return self.origin is None and posixpath.normpath(self.source.lstrip("/") or ".") in {".", "*"}


def copied(file: Dockerfile, stage: Stage) -> Iterator[Copied]:
    """What a stage itself copies, in order; texts that are written in the Dockerfile are no files."""
    for one in stage.instructions:
        if one.keyword in COPYING:
            known = file.values_in(stage, one)
            words = [expand(word, known) or word for word in one.arguments if not word.startswith("<<")]
            origin = file.origin(one.flag("from"), stage)
            yield from (Copied(word, words[-1], origin, one) for word in words[:-1])


def shipped(file: Dockerfile) -> list[Copied]:
    """What is copied into the image that is built, in the stages below the last one too."""
    return [one for stage in file.lineage(file.final) for one in copied(file, stage)]


def brings(copies: Sequence[Copied], program: str) -> bool:
    """Whether one of the copies is a program of that name, or a folder or pattern that may well hold it."""
    return any(_brings(one, program) for one in copies)


def _brings(one: Copied, program: str) -> bool:
    name = one.file
    if program in {name, posixpath.basename(one.target)} or name in _HOLD_PROGRAMS:
        return True
    return bool(re.search(r"[*?\[]", name)) and fnmatchcase(program, name)


def may_make(copies: Iterable[Copied], path: str) -> bool:
    """Whether one of the copies makes a folder, or something in it, or brings what may well hold it.

    That is a folder of another system in its own place (`/usr /usr`), or one that was put together to be the root.
    """
    return any(_may_make(one, path) for one in copies)


def _may_make(one: Copied, path: str) -> bool:
    target, source = posixpath.normpath(f"/{one.target.lstrip('/')}"), one.source
    if target == path or target.startswith(f"{path}/"):
        return True
    if target != "/" and not path.startswith(f"{target}/"):
        return False
    return posixpath.normpath(f"/{source.lstrip('/')}") == target or source.endswith("/") or one.file in _ROOTS


def reaching(file: Dockerfile) -> dict[int, list[Copied]]:
    """Number of a stage -> what is copied from it, or from one that goes on from it, on the way to the built image.

    The stages that make the image themselves are in it with nothing.
    """
    found: dict[int, list[Copied]] = {}
    copies_of = cache(lambda number: list(copied(file, file.stages[number])))
    waiting = [file.final]
    for stage in file.lineage(file.final):
        found[stage.number] = []
    seen: set[int] = set()
    while waiting:
        for stage in file.lineage(waiting.pop()):
            if stage.number in seen:
                continue
            seen.add(stage.number)
            for one in copies_of(stage.number):
                if isinstance(one.origin, Stage):
                    waiting.append(one.origin)
                    for below in file.lineage(one.origin):
                        found.setdefault(below.number, []).append(one)
    return found
