"""What `go build` and `go install` in a Dockerfile make: how it is linked, and whether it gets into the image."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from policycheck.docker.bases import base_of
from policycheck.docker.copies import Copied, reaching
from policycheck.docker.instructions import Instruction
from policycheck.docker.run_commands import run_commands
from policycheck.docker.stages import Dockerfile, Stage, Values
from policycheck.docker.variables import expand

_GO = frozenset({"go", "xx-go", "garble"})
_GOPATH = "/go"
"""That of the image golang, which others take over."""

_BUILDING = frozenset({"build", "install"})
_ASSIGNED = re.compile(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
_PUT_IN = re.compile(r"\$\(([A-Za-z_]\w*)\)")
_BEFORE = frozenset({"env", "time", "exec", "nice", "&&", "if", "then", "do", "else", "!"})
"""Words that stand before a program and change nothing of what it makes."""

_TAKE_VALUES = frozenset(
    {
        *("C", "asmflags", "buildmode", "compiler", "gccgoflags", "gcflags", "installsuffix", "ldflags", "mod"),
        *("modfile", "o", "overlay", "p", "pgo", "pkgdir", "tags", "toolexec"),
    }
)


class GoBuild(NamedTuple):
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
        return any(_PUT_IN.fullmatch(word) or word == "$(command)" for word in (*self.ldflags.split(), *self.tags))


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
        for words, variables in _calls(instruction, known) if instruction.keyword == "RUN" else ():
            one = _build(stage, instruction, words, variables, folder)
            taken = in_image or _takes(reached.get(stage.number, ()), one.output)
            yield one._replace(shipped=taken)


def _calls(instruction: Instruction, known: Mapping[str, str | None]) -> Iterator[tuple[Sequence[str], Values]]:
    """Each call of go in words from `build` or `install` on, with the variables that it sees."""
    variables = dict(known)
    for command in run_commands(instruction):
        words = [_filled(word, variables) for word in command]
        own, rest = _assignments(words)
        if rest[:1] == ["export"] or rest[:3] == ["go", "env", "-w"]:
            variables |= _assigned(rest[1:])
        elif not rest:
            variables |= {name: value for name, value in own.items() if name in variables}
        elif len(rest) > 1 and rest[0].rpartition("/")[2] in _GO and (at := _building(rest)):
            own |= {"CC": "xx-clang"} if rest[0].startswith("xx-") else {}
            yield rest[at:], {**variables, **own}


def _building(words: Sequence[str]) -> int | None:
    """Where `build` or `install` stands: behind `go`, or behind options of a program around it."""
    places = (place for place, word in enumerate(words) if place and not word.startswith("-"))
    place = next(places, None)
    return place if place is not None and words[place] in _BUILDING else None


def _filled(word: str, variables: Values) -> str:
    """A word of the shell with the variables of the Dockerfile; one that is not known stays `$(NAME)`."""
    return _PUT_IN.sub(lambda found: found[0] if (value := variables.get(found[1])) is None else value, word)


def _assignments(words: Sequence[str]) -> tuple[Values, Sequence[str]]:
    """What stands before a program: its variables, and words that only start it."""
    place = 0
    while place < len(words) and (words[place] in _BEFORE or _ASSIGNED.fullmatch(words[place])):
        place += 1
    return _assigned(words[:place]), words[place:]


def _assigned(words: Sequence[str]) -> Values:
    found = (_ASSIGNED.fullmatch(word) for word in words)
    return {one[1]: None if "$(" in one[2] else one[2] for one in found if one}


def _build(
    stage: Stage, instruction: Instruction, words: Sequence[str], variables: Values, folder: str | None
) -> GoBuild:
    flags = {**_flags(_split(variables.get("GOFLAGS") or "")), **_flags(words)}
    cgo = variables.get("CGO_ENABLED", "")
    return GoBuild(
        stage=stage,
        instruction=instruction,
        cgo=None if cgo is None or "$(" in cgo else cgo,
        ldflags=flags.get("ldflags", ""),
        tags=frozenset(re.split(r"[,\s]+", flags.get("tags", ""))),
        output=_output(words[0], flags, variables, folder),
        shipped=False,
        crosses=_crosses(stage, variables),
        downloads=flags.get("mod") != "vendor" and not any("@" in word for word in words),
    )


def _crosses(stage: Stage, variables: Values) -> bool:
    """GOARCH alone may be that of the machine; a stage that says that it runs on the builder's own crosses with it."""
    named = {"GOOS", "GOARCH"} & variables.keys()
    on_builder = "BUILDPLATFORM" in (stage.start.flag("platform") or "")
    foreign = variables.get("GOOS") not in {None, "", "linux"} or bool(on_builder and named)
    return foreign and not variables.keys() & {"CC", "CC_FOR_TARGET"}


def _output(verb: str, flags: Mapping[str, str], variables: Values, folder: str | None) -> str:
    """Where the program goes, a folder with a slash at its end where its name is not told; "" where nobody knows."""
    if verb == "install":
        path = variables.get("GOPATH", _GOPATH)
        place = variables.get("GOBIN", f"{path}/bin" if path else None)
        return _absolute(f"{place}/", None) if place else ""
    written = flags.get("o")
    return _absolute(written or "./", folder)


def _split(text: str) -> list[str]:
    """GOFLAGS: flags with blanks between, one with blanks inside in quotes."""
    return [word.strip("'\"") for word in re.findall(r"""(?:"[^"]*"|'[^']*'|\S)+""", text)]


def _flags(words: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    waiting = ""
    for word in words:
        if waiting:
            found[waiting], waiting = word, ""
        elif word.startswith("-"):
            name, equals, value = word.lstrip("-").partition("=")
            if not equals and name in _TAKE_VALUES:
                waiting = name
            else:
                found[name] = value.strip("'\"") if equals else ""
    return found


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
