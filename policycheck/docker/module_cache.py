"""Whether a build downloads Go's modules anew for every change of the sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase

from policycheck.docker.copies import Copied, copied
from policycheck.docker.go_builds import GoBuild
from policycheck.docker.instructions import Instruction
from policycheck.docker.run_commands import run_commands
from policycheck.docker.stages import Dockerfile
from policycheck.records import Record

_MODULE_FILES = ("go.mod", "go.sum", "go.work")
_CACHE = "pkg/mod"
_VENDORED = "vendor"


class Modules(Record):
    """What a stage has of Go's modules once an instruction has run.

    `listed`: go.mod or go.sum; `whole`: all of the build context; `cached`: the modules, in a layer that only go.mod
    and go.sum change, or in a mounted cache; `vendored`: they came with the sources.
    """

    listed: bool = False
    whole: bool = False
    cached: bool = False
    vendored: bool = False

    def serve(self, build: GoBuild) -> bool | None:
        """Whether a build that runs here has them; None where it downloads none of go.mod."""
        return None if self.vendored or not build.downloads else self.cached


def modules(file: Dockerfile) -> dict[Instruction, Modules]:
    """What there is of modules after each instruction of all stages."""
    after: dict[Instruction, Modules] = {}
    at_end: list[Modules] = []
    for stage in file.stages:
        copies: dict[Instruction, list[Copied]] = {}
        for one in copied(file, stage):
            if one.origin is None:
                copies.setdefault(one.instruction, []).append(one)
        state = Modules() if stage.parent is None else at_end[stage.parent]
        for instruction in stage.instructions:
            state = after[instruction] = _after(state, instruction, copies.get(instruction, ()))
        at_end.append(state)
    return after


def _after(before: Modules, instruction: Instruction, copies: Sequence[Copied]) -> Modules:
    binds = [mount for mount in mounts(instruction) if mount.get("type", "bind") == "bind" and "from" not in mount]
    sources = [(mount.get("source") or mount.get("src") or ".").rstrip("/") for mount in binds]
    names = {source.rpartition("/")[2] for source in sources} | {one.file for one in copies} - {"*"}
    listed = before.listed or any(fnmatchcase(module, name) for name in names for module in _MODULE_FILES)
    whole = before.whole or "." in sources or any(one.is_whole for one in copies)
    downloaded = listed and not whole and _downloads(instruction)
    cached = before.cached or downloaded or _mounts_cache(instruction)
    return Modules(listed, whole, cached, before.vendored or _VENDORED in names)


def mounts(instruction: Instruction) -> list[Mapping[str, str]]:
    """The options of each --mount: {type, target, source, ...} by their short and long names, as written."""
    parted = ([option.partition("=") for option in mount.split(",")] for mount in instruction.all_of("mount"))
    return [{name: value for name, _, value in options} for options in parted]


def _mounts_cache(instruction: Instruction) -> bool:
    targets = [
        mount.get("target") or mount.get("dst") or mount.get("destination") or ""
        for mount in mounts(instruction)
        if mount.get("type") == "cache"
    ]
    return any(_CACHE in target or target.rstrip("/") == "/go" for target in targets)


def _downloads(instruction: Instruction) -> bool:
    if instruction.keyword != "RUN":
        return False
    return any("mod" in words and "download" in words for words in run_commands(instruction))
