"""What GoReleaser builds and publishes, and where a workflow beside its configuration runs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from policycheck.kubernetes import reading
from policycheck.language.items import Item
from policycheck.model import Path, Value
from policycheck.releases import images, workflows
from policycheck.releases.builds import Build, builds

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings

_CONFIG = "config"
_MOMENTS = ("before", "after")


def release_builds(bindings: Bindings) -> list[Item]:
    """`release_builds()`: builds of Go programs: {name, platforms, cgo, ldflags, without_compiler}."""
    # Defaults are filled in. `platforms` are as linux/amd64, null where a template names them; `cgo` is what
    # CGO_ENABLED is set to, `without_compiler` are platforms that are built with cgo and name no CC, none where all is
    # built in an image that has the compilers.
    crosses = any(run.crosses for run in _runs(bindings))
    with reading.inside(_CONFIG):
        found = list(builds(_config(bindings)))
    return [Item(_build(one, crosses=crosses), (_CONFIG, *one.path), made=True) for one in found]


def _build(one: Build, *, crosses: bool) -> Value:
    return {
        "name": one.name,
        "platforms": None if one.unknown else list(one.platforms),
        "cgo": one.cgo,
        "ldflags": one.ldflags,
        "without_compiler": [] if crosses else list(one.without_compiler),
    }


def release_runs(bindings: Bindings) -> list[Item]:
    """`release_runs()`: where workflows release: {arguments, on_tag}; on_tag is null where another workflow calls."""
    return [
        Item({"arguments": list(run.arguments), "on_tag": run.on_tag}, ("workflows", *run.path), made=True)
        for run in _runs(bindings)
    ]


def published_images(bindings: Bindings) -> list[Item]:
    """`published_images()`: images that a release publishes: {name, tags}; no tag is latest."""
    return [
        Item({"name": one.name, "tags": list(one.tags)}, (_CONFIG, *one.path), made=True)
        for one in images.published(_config(bindings))
    ]


def release_hooks(bindings: Bindings) -> list[Item]:
    """`release_hooks()`: commands that a release runs before, after and around its builds, as texts."""
    config = _config(bindings)
    found: list[Item] = []
    for moment in _MOMENTS:
        found += _commands(config.get(moment), (_CONFIG, moment), ("hooks",))
    with reading.inside(_CONFIG, "builds"):
        entries = reading.sequence(config.get("builds"), "a list of builds")
    for place, entry in enumerate(entries):
        hooks = entry.get("hooks") if isinstance(entry, dict) else None
        found += _commands(hooks, (_CONFIG, "builds", place, "hooks"), ("pre", "post"))
    return found


def _commands(hooks: Value, path: Path, keys: tuple[str, ...]) -> Iterator[Item]:
    """A hook is a text or {cmd}, alone or in a list."""
    for key in keys if isinstance(hooks, dict) else ():
        given = hooks[key] if isinstance(hooks, dict) and key in hooks else []
        for place, one in enumerate(given if isinstance(given, list) else [given]):
            command = one.get("cmd") if isinstance(one, dict) else one
            if isinstance(command, str):
                yield Item(command, (*path, key, place) if isinstance(given, list) else (*path, key), made=True)


def _config(bindings: Bindings) -> Mapping[str, Value]:
    return reading.mapping(bindings.context.resource.body.get(_CONFIG), "a mapping")


def _runs(bindings: Bindings) -> list[workflows.ReleaseRun]:
    found = reading.mapping(bindings.context.resource.body.get("workflows"), "a mapping")
    return list(workflows.release_runs(found))


FUNCTIONS: dict[str, Callable[..., Value]] = {}
PLACED: dict[str, Callable[..., list[Item]]] = {
    "release_builds": release_builds,
    "release_runs": release_runs,
    "published_images": published_images,
    "release_hooks": release_hooks,
}
