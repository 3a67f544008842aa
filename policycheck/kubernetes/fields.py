"""Which fields an object of a kind has, and of what type: `fields.json`, written by `ci/fields` from published schemas.

A type is a word: a structure's name ("Container"), a leaf ("string", "integer", "boolean", "int-or-string",
"quantity"), "any" (nothing is known of it), "[]T" for a list of T or "{}T" for a map with string keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from policycheck.kubernetes.kinds import OURS, matches_kind

ANY = "any"
LIST = "[]"
MAP = "{}"


@cache
def _tables() -> tuple[Mapping[str, str], Mapping[str, Mapping[str, str]]]:
    import json  # noqa: PLC0415 - only who asks for fields pays for them
    import os.path  # noqa: PLC0415 - idem

    with open(os.path.join(os.path.dirname(__file__), "fields.json"), encoding="utf-8") as file:
        content = json.load(file)
    return content["kinds"], content["types"]


def kinds() -> Mapping[str, str]:
    """Return the type of the objects of every known kind, by `group/Kind`, or `Kind` in the core group."""
    return _tables()[0]


def root(group: str, kind: str) -> str | None:
    """Return the type of a kind's objects; None for a kind whose fields we do not know, "any" for our own."""
    if group == OURS:
        return ANY
    return kinds().get(f"{group}/{kind}" if group else kind)


def roots(choice: str) -> frozenset[str]:
    """Return the types of the objects that a policy's choice of kind takes (`Service`, `apps/Deployment`).

    Empty where none of its kinds is known.
    """
    known = ((*name.rpartition("/")[::2], type_) for name, type_ in kinds().items())
    return frozenset(type_ for group, kind, type_ in known if matches_kind(choice, group, kind))


def structure(type_: str) -> Mapping[str, str]:
    """Return the fields of a structure with their types; empty for everything else."""
    return _tables()[1].get(type_, {})


def child(type_: str, field: str) -> str | None:
    """Return the type of a field: "any" of "any", a map's value for every key; None where there is no such field."""
    if type_ == ANY:
        return ANY
    if type_.startswith(MAP):
        return type_.removeprefix(MAP)
    return structure(type_).get(field)


def item(type_: str) -> str | None:
    """Return the type of a list's items; None for what is no list."""
    if type_ == ANY:
        return ANY
    return type_.removeprefix(LIST) if type_.startswith(LIST) else None
