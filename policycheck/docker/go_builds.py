"""What `go build` and `go install` in a Dockerfile make: how it is linked, and whether it gets into the image."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence

from policycheck.docker.bases import base_of
from policycheck.docker.copies import Copied, reaching
from policycheck.docker.go_calls import PUT_IN, calls, flags, split
from policycheck.docker.instructions import Instruction
from policycheck.docker.stages import Dockerfile, Stage, Values
from policycheck.docker.variables import expand
from policycheck.records import Record

_GOPATH = "/go"
"""That of the image golang, which others take over."""


class GoBuild(Record):
    """One call of go build or go install.

    `cgo` is CGO_ENABLED: "0", "1", "" where it is not set, None where only the builder knows. In `ldflags` and `tags`
    what only the builder knows is written `$(NAME)`. `output` is the absolute path of what it makes, or of its folder
    with a slash at the end, "" where nobody knows. `shipped`: that gets into the built image. `downloads`: it needs
    modules of go.mod, which are not vendored. `crosses`: it is for another platform than the one it runs on, and no
    compiler of C for that is named.
    """

    stage: Stage
    instruction: Instruction
    cgo: str | None
    ldflags: str
    tags: frozenset[str]
    output: str
    shipped: bool
    downloads: bool
    crosses: bool

    @property
    def is_static(self) -> bool | None:
        """Whether it needs no C library; None where that is not known."""
        if self.cgo == "0" or {"netgo", "osusergo"} <= self.tags:
            return True
        if re.search(r"-extldflags[= ].*-static\b", self.ldflags):
            return True
        return None if self.cgo is None or self._is_open else False

    @property
    def is_stripped(self) -> bool | None:
        """Whether symbols (-s) and debug information (-w) are left out; None where the flags are not known."""
        if {"-s", "-w"} <= set(self.ldflags.split()):
            return True
        return None if self._is_open else False

    @property
    def _is_open(self) -> bool:
        """Whether a flag, or all of them, are the builder's to give."""
        return any(PUT_IN.fullmatch(word) or word == "$(command)" for word in (*self.ldflags.split(), *self.tags))


def go_builds(file: Dockerfile) -> list[GoBuild]:
    """All in order, of stages that nothing takes from too."""
    reached = reaching(file)
    return [one for stage in file.stages for one in _of_stage(file, stage, reached)]


def _of_stage(file: Dockerfile, stage: Stage, reached: Mapping[int, Sequence[Copied]]) -> Iterator[GoBuild]:
    in_image = stage in file.lineage(file.final)
    folder = _first_folder(file, stage)
    for instruction in stage.instructions:
        known = file.values_in(stage, instruction)
        folder = _folder_after(instruction, folder, known)
        for words, variables in calls(instruction, known) if instruction.keyword == "RUN" else ():
            one = _build(stage, instruction, words, variables, folder)
            taken = in_image or _takes(reached.get(stage.number, ()), one.output)
            yield one._replace(shipped=taken)


def _build(
    stage: Stage, instruction: Instruction, words: Sequence[str], variables: Values, folder: str | None
) -> GoBuild:
    given = {**flags(split(variables.get("GOFLAGS") or "")), **flags(words)}
    cgo = variables.get("CGO_ENABLED", "")
    return GoBuild(
        stage=stage,
        instruction=instruction,
        cgo=None if cgo is None or "$(" in cgo else cgo,
        ldflags=given.get("ldflags", ""),
        tags=frozenset(re.split(r"[,\s]+", given.get("tags", ""))),
        output=_output(words[0], given, variables, folder),
        shipped=False,
        crosses=_crosses(stage, variables),
        downloads=given.get("mod") != "vendor" and not any("@" in word for word in words),
    )


def _crosses(stage: Stage, variables: Values) -> bool:
    """GOARCH alone may be that of the machine; a stage that says that it runs on the builder's own crosses with it."""
    named = {"GOOS", "GOARCH"} & variables.keys()
    on_builder = "BUILDPLATFORM" in (stage.start.flag("platform") or "")
    foreign = variables.get("GOOS") not in {None, "", "linux"} or bool(on_builder and named)
    return foreign and not variables.keys() & {"CC", "CC_FOR_TARGET"}


def _output(verb: str, given: Mapping[str, str], variables: Values, folder: str | None) -> str:
    """Where the program goes, a folder with a slash at its end where its name is not told; "" where nobody knows."""
    if verb == "install":
        path = variables.get("GOPATH", _GOPATH)
        place = variables.get("GOBIN", f"{path}/bin" if path else None)
        return _absolute(f"{place}/", None) if place else ""
    written = given.get("o")
    return _absolute(written or "./", folder)


def _first_folder(file: Dockerfile, stage: Stage) -> str | None:
    """Where the first RUN of a stage runs; None where the base image or an unknown variable decides."""
    base = file.base(stage)
    folder: str | None = _GOPATH if base and base_of(base).family == "golang" else None
    for below in file.lineage(stage)[:-1]:
        for one in below.instructions:
            folder = _folder_after(one, folder, file.values_in(below, one))
    return folder


def _folder_after(one: Instruction, folder: str | None, known: Mapping[str, str | None]) -> str | None:
    if one.keyword != "WORKDIR":
        return folder
    return _absolute(expand(" ".join(one.arguments), known) or "", folder) or None


def _absolute(path: str, folder: str | None) -> str:
    """The path from the root; an empty text where it cannot be told."""
    if "$(" in path or not (path.startswith("/") or folder):
        return ""
    joined = posixpath.normpath(posixpath.join(folder or "/", path))
    return joined + "/" if path.endswith("/") else joined


def _takes(copies: Sequence[Copied], output: str) -> bool:
    """Whether a binary is among what is copied; where its path or a source is not known, it may be."""
    return any(not output or _covers(one.source, output) for one in copies)


def _covers(source: str, output: str) -> bool:
    if re.search(r"[*?\[$]", source):
        return True
    path = posixpath.normpath("/" + source.lstrip("/"))
    made = output.rstrip("/")
    inside = path in {"/", made} or made.startswith(f"{path}/")
    return inside or (output.endswith("/") and path.startswith(f"{made}/")) or posixpath.dirname(path) == made
