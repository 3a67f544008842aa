"""How every mapping and list of a policycheck.yaml is read: what is empty was meant to hold something."""

from __future__ import annotations

from collections.abc import Iterable

from policycheck.language.section import Section


def mapping_in(section: Section, key: str, known: Iterable[str] | None = None) -> Section | None:
    """The mapping under a key, None where the key is not written; it must hold something, and only known keys."""
    inner = section.section(key)
    if inner is None:
        return None
    if not inner.body:
        raise section.error(f"`{section.name(key)}` is empty; write what it is for, or remove the key", key)
    if known is not None:
        inner.only(known)
    inner.filled()
    return inner


def list_in(section: Section, key: str) -> tuple[str, ...]:
    """The list of words under a key, () where the key is not written."""
    if not isinstance(section.body.get(key, []), list):
        raise section.error(f"`{section.name(key)}` must be a list; write it as [one, two]", key)
    words = section.texts(key)
    for place, word in enumerate(words):
        refuse_blank(section, word, key, place)
    return words


def refuse_blank(section: Section, word: str, *path: str | int) -> None:
    if not word.strip():
        name = "".join(f"[{part}]" if isinstance(part, int) else section.name(part) for part in path)
        raise section.error(f"`{name}` is blank; write a word or remove it", *path)
