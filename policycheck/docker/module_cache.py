"""Whether a build downloads Go's modules anew for every change of the sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from policycheck.docker.copies import copied
from policycheck.docker.go_builds import GoBuild
from policycheck.docker.instructions import Instruction
from policycheck.docker.run_commands import run_commands
from policycheck.docker.stages import Dockerfile

_MODULE_FILES = ("go.mod", "go.sum", "go.work")
_CACHE = "pkg/mod"
_VENDORED = "vendor"


def modules_cached(file: Dockerfile, build: GoBuild) -> bool | None:
    """Whether modules come from a layer of their own or a mounted cache; None where none of go.mod are downloaded."""
    if not build.downloads:
        return None
    listed = whole = False
    for one in _before(file, build):
        if _mounts_cache(one):
            return True
        names, takes_all = _brought(file, build, one)
        if _VENDORED in names:
            return None
        listed = listed or any(fnmatchcase(module, name) for name in names for module in _MODULE_FILES)
        whole = whole or takes_all
        if listed and not whole and _downloads(one):
            return True
    return False


def _before(file: Dockerfile, build: GoBuild) -> Iterator[Instruction]:
    """What runs before a build in its stage and those below, and the build itself."""
    for stage in file.lineage(build.stage):
        for one in stage.instructions:
            yield one
            if one is build.instruction:
                return


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


def _brought(file: Dockerfile, build: GoBuild, instruction: Instruction) -> tuple[set[str], bool]:
    """The names of files that an instruction takes from the build context, and whether it takes all of it."""
    binds = [mount for mount in mounts(instruction) if mount.get("type", "bind") == "bind" and "from" not in mount]
    sources = [(mount.get("source") or mount.get("src") or ".").rstrip("/") for mount in binds]
    copies = [
        one
        for stage in file.lineage(build.stage)
        if instruction in stage.instructions
        for one in copied(file, stage)
        if one.instruction is instruction and one.origin is None
    ]
    names = {source.rpartition("/")[2] for source in sources} | {one.file for one in copies}
    return names - {"*", ""}, "." in sources or any(one.is_whole for one in copies)


def _downloads(instruction: Instruction) -> bool:
    if instruction.keyword != "RUN":
        return False
    return any("mod" in words and "download" in words for words in run_commands(instruction))
