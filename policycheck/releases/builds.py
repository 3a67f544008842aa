"""The Go builds of a GoReleaser configuration, with the defaults that GoReleaser fills in.

Source: internal/builders/golang and internal/pipe/build of GoReleaser v2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policycheck.kubernetes import reading
from policycheck.model import Path, Value
from policycheck.records import Record

SYSTEMS = ("darwin", "linux", "windows")
PROCESSORS = ("386", "amd64", "arm64")
DEFAULT_LDFLAGS = "-s -w"
"""What a build that says nothing is linked with, beside its version."""

_FIRST_CLASS = (
    *("darwin/amd64", "darwin/arm64", "linux/386", "linux/amd64", "linux/arm", "linux/arm64"),
    *("windows/386", "windows/amd64"),
)
_TEMPLATE = "{{"


class Build(Record):
    """One build. `platforms` are as linux/amd64; `unknown` where a template names them.

    `cgo` is what CGO_ENABLED is set to, None where it is not; `without_compiler` are the platforms that are built with
    cgo and name no CC.
    """

    path: Path
    name: str
    platforms: tuple[str, ...]
    unknown: bool
    cgo: str | None
    without_compiler: tuple[str, ...]
    ldflags: str


def builds(config: Mapping[str, Value]) -> Iterator[Build]:
    """What is built from Go and is not skipped; the one that GoReleaser makes up where none is written."""
    with reading.inside("builds"):
        written = reading.sequence(config.get("builds"), "a list of builds")
    shared = _environment(config, ())
    for place, entry in enumerate(written or [{}]):
        path: Path = ("builds", place) if written else ()
        with reading.inside(*path):
            body = reading.mapping(entry, "a build")
            if body.get("builder") in (None, "", "go") and body.get("skip") is not True:
                yield _build(body, path, shared)


def _build(body: Mapping[str, Value], path: Path, shared: Mapping[str, str]) -> Build:
    own = {**shared, **_environment(body, ())}
    platforms = tuple(dict.fromkeys(_targets(body) if body.get("targets") else _combined(body)))
    on = {platform: {**own, **_overriding(body, platform)} for platform in platforms}
    cgo = {environment.get("CGO_ENABLED") for environment in on.values()} or {own.get("CGO_ENABLED")}
    return Build(
        path,
        reading.text(body.get("id"), "an id") or "the build",
        platforms,
        any(_TEMPLATE in platform for platform in platforms),
        next(iter(cgo)) if len(cgo) == 1 else own.get("CGO_ENABLED"),
        tuple(name for name, its in on.items() if its.get("CGO_ENABLED") == "1" and not its.get("CC")),
        _ldflags(body),
    )


def _environment(body: Mapping[str, Value], path: Path) -> dict[str, str]:
    with reading.inside(*path, "env"):
        entries = reading.sequence(body.get("env"), "a list of NAME=value")
    pairs = (reading.text(entry, "NAME=value").partition("=") for entry in entries)
    return {name: value for name, _, value in pairs}


def _targets(body: Mapping[str, Value]) -> Iterator[str]:
    """`linux_amd64_v1` is linux/amd64; Go's first class is a list of its own."""
    for target in _texts(body, "targets"):
        if target.endswith("first_class"):
            yield from _FIRST_CLASS
        else:
            yield "/".join(target.split("_")[:2]) if _TEMPLATE not in target else target


def _combined(body: Mapping[str, Value]) -> Iterator[str]:
    with reading.inside("ignore"):
        entries = reading.sequence(body.get("ignore"), "a list")
        ignored = [reading.mapping(one, "a combination") for one in entries]
    for system in _texts(body, "goos") or SYSTEMS:
        for processor in _texts(body, "goarch") or PROCESSORS:
            if not any(_fits(one, system, processor) for one in ignored):
                yield f"{system}/{processor}"


def _fits(one: Mapping[str, Value], system: str, processor: str) -> bool:
    """Whether an entry of `ignore` or `overrides` is for a platform; what it leaves open is any."""
    return one.get("goos") in (None, "", system) and str(one.get("goarch") or processor) == processor


def _overriding(body: Mapping[str, Value], platform: str) -> dict[str, str]:
    """What `overrides` set for a platform; they name both parts of it."""
    found: dict[str, str] = {}
    system, _, processor = platform.partition("/")
    with reading.inside("overrides"):
        for place, entry in enumerate(reading.sequence(body.get("overrides"), "a list")):
            one = reading.mapping(entry, "a mapping")
            if _fits(one, system, processor):
                found |= _environment(one, (place,))
    return found


def _ldflags(body: Mapping[str, Value]) -> str:
    """One text of all; `-ldflags` may stand among the flags of `go build` too."""
    flags = [flag for flag in _texts(body, "flags") if flag.lstrip("-").startswith("ldflags")]
    return " ".join([*_texts(body, "ldflags"), *flags]) or DEFAULT_LDFLAGS


def _texts(body: Mapping[str, Value], key: str) -> list[str]:
    """A text or a list of them; the number 386 is meant as one."""
    value = body.get(key)
    if isinstance(value, str):
        return [value]
    with reading.inside(key):
        entries = reading.sequence(value, "a text or a list of them")
        return [str(one) if isinstance(one, int) else reading.text(one, "a text") for one in entries]
