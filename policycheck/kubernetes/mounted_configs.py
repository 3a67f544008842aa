"""ConfigMaps and Secrets that a container finds as files (semantics A CM-SUBPATH)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from policycheck.kubernetes import reading
from policycheck.model import Path, Value
from policycheck.records import Record

ConfigKind = Literal["ConfigMap", "Secret"]


class ConfigMount(Record):
    """An object behind a volumeMount, whose place in the container is `path`.

    `keys` maps the keys that are files to their paths below the mount, None for all under their own names. `sub_path`
    is "" where the directory is mounted: only then do changes of the object reach the files.
    """

    kind: ConfigKind
    name: str
    keys: Mapping[str, str] | None
    sub_path: str
    path: Path

    def shows(self, key: str) -> bool:
        """Whether a key of the object is a file of this mount."""
        file = key if self.keys is None else self.keys.get(key)
        return file is not None and (not self.sub_path or f"{file}/".startswith(f"{self.sub_path.rstrip('/')}/"))


class _Source(Record):
    kind: ConfigKind
    name: str
    keys: Mapping[str, str] | None


def config_mounts(container: Mapping[str, Value], volumes: Value) -> list[ConfigMount]:
    """Return what the container mounts; `volumes` are the pod's.

    Raises Unreadable for a value of the wrong type, at its place in the container where it is the container's.
    """
    found = []
    with reading.inside("volumeMounts"):
        mounts = reading.sequence(container.get("volumeMounts"), "a list of mounts")
    by_name = _by_name(volumes) if mounts else {}
    for place, value in enumerate(mounts):
        with reading.inside("volumeMounts", place):
            mount = reading.mapping(value, "a mount")
            name = reading.text(mount.get("name"), "a volume's name")
            below = [reading.text(mount.get(field), "a path") for field in ("subPath", "subPathExpr")]
        path = ("volumeMounts", place)
        found += [ConfigMount(*source, below[0] or below[1], path) for source in _sources(by_name.get(name, {}))]
    return found


def _by_name(volumes: Value) -> dict[str, Mapping[str, Value]]:
    """What is no volume, or no name, is a finding of others."""
    listed = volumes if isinstance(volumes, list) else []
    return {name: one for one in listed if isinstance(one, dict) and isinstance(name := one.get("name"), str)}


def _sources(volume: Mapping[str, Value]) -> Iterator[_Source]:
    yield from _source(volume, {"configMap": "name", "secret": "secretName"})
    projected = volume.get("projected")
    sources = projected.get("sources") if isinstance(projected, dict) else None
    for source in sources if isinstance(sources, list) else []:
        if isinstance(source, dict):
            yield from _source(source, {"configMap": "name", "secret": "name"})


def _source(written: Mapping[str, Value], name_fields: Mapping[str, str]) -> Iterator[_Source]:
    kinds: dict[str, ConfigKind] = {"configMap": "ConfigMap", "secret": "Secret"}
    for field, name_field in name_fields.items():
        source = written.get(field)
        name = source.get(name_field) if isinstance(source, dict) else None
        if isinstance(source, dict) and isinstance(name, str):
            yield _Source(kinds[field], name, _chosen(source.get("items")))


def _chosen(items: Value) -> Mapping[str, str] | None:
    if not isinstance(items, list) or not items:
        return None
    pairs = [(one.get("key"), one.get("path")) for one in items if isinstance(one, dict)]
    return {key: path for key, path in pairs if isinstance(key, str) and isinstance(path, str)}
