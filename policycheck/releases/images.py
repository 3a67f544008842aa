"""The images that a GoReleaser configuration publishes, with their tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policycheck.model import Path, Value
from policycheck.patterns import regex
from policycheck.records import Record

_TEMPLATE = regex(r"\{\{.*?\}\}")
_KEPT = "\0"
_UNTAGGED = "latest"


class Published(Record):
    """`tags` of all the references to one image; a tag with a template in it is as it is written."""

    path: Path
    name: str
    tags: tuple[str, ...]


def published(config: Mapping[str, Value]) -> Iterator[Published]:
    """Each image once, where it is named first. One that is a template as a whole has no tag that could be seen."""
    found: dict[str, list[tuple[Path, str]]] = {}
    for path, reference in _references(config):
        name, tag = _parted(reference)
        if tag:
            found.setdefault(name, []).append((path, tag))
    for name, references in found.items():
        yield Published(references[0][0], name, tuple(dict.fromkeys(tag for _, tag in references)))


def _references(config: Mapping[str, Value]) -> Iterator[tuple[Path, str]]:
    for place, entry in enumerate(_list(config.get("dockers"))):
        for number, text in enumerate(_list(_mapping(entry).get("image_templates"))):
            yield ("dockers", place, "image_templates", number), str(text)
    for place, entry in enumerate(_list(config.get("docker_manifests"))):
        if text := _mapping(entry).get("name_template"):
            yield ("docker_manifests", place, "name_template"), str(text)
    for section, names in (("dockers_v2", "images"), ("kos", "repositories")):
        for place, entry in enumerate(_list(config.get(section))):
            tags = _list(_mapping(entry).get("tags")) or ([_UNTAGGED] if section == "kos" else [])
            for number, name in enumerate(_list(_mapping(entry).get(names))):
                yield from (((section, place, names, number), f"{name}:{tag}") for tag in tags)


def _parted(reference: str) -> tuple[str, str]:
    """Name and tag; without one it is latest, and "" where all of it is a template."""
    templates = _TEMPLATE.findall(reference)
    plain = _TEMPLATE.sub(_KEPT, reference)
    name, colon, tag = plain.rpartition(":")
    if not colon or "/" in tag:  # of a registry's port
        name, tag = plain, "" if plain == _KEPT else _UNTAGGED
    for template in templates:
        if _KEPT in name:
            name = name.replace(_KEPT, template, 1)
        else:
            tag = tag.replace(_KEPT, template, 1)
    return name, tag


def _list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []


def _mapping(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, dict) else {}
