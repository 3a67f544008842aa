"""Which texts are copies of each other: shingles of eight tokens, thinned out by winnowing (Schleimer et al. 2003).

Any run of 13 tokens that two texts share is found. What is in very many texts is boilerplate, and counts for nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Generic, TypeVar

from policycheck.records import Record

K = TypeVar("K", bound=Hashable)

SHINGLE = 8
WINDOW = 6
BOILERPLATE = 80
_KEPT = 4096
"""Texts of which the hashes are kept: charts that were copied say the same, and what is alike is looked at again."""
_PRIME = (1 << 61) - 1
_BASE = 0x9E3779B97F4A7C15 % _PRIME
_LEADING = pow(_BASE, SHINGLE - 1, _PRIME)

Prints = frozenset[int]
"""The fingerprints of a text."""


class Pair(Record, Generic[K]):
    """How alike two texts are: what both have as a share of what either has, and of what the smaller one has."""

    one: K
    other: K
    jaccard: float
    containment: float


def fingerprints(words: Sequence[str]) -> Prints:
    """The least hash of every window of shingles; of a text shorter than a shingle there are none."""
    return _winnowed(tuple(words))


@lru_cache(maxsize=_KEPT)
def _winnowed(words: tuple[str, ...]) -> Prints:
    hashes = _shingles(words)
    if len(hashes) <= WINDOW:
        return frozenset([min(hashes)] if hashes else ())
    return frozenset(map(min, *(hashes[start:] for start in range(WINDOW))))  # it ends with the shortest of them


@lru_cache(maxsize=_KEPT)
def _shingles(words: tuple[str, ...]) -> list[int]:
    """The hash of each shingle, made from that of the one before."""
    if len(words) < SHINGLE:
        return []
    numbers = [_number(word) for word in words]
    value = 0
    for number, _ in numbers[:SHINGLE]:
        value = (value * _BASE + number) % _PRIME
    found = [value]
    for (_, leaving), (coming, _) in zip(numbers, numbers[SHINGLE:], strict=False):
        value = (value * _BASE + coming - leaving) % _PRIME
        found.append(value)
    return found


@lru_cache(maxsize=65536)
def _number(word: str) -> tuple[int, int]:
    """A word's own, and what it adds to a hash in which it stood first, once the next word has come."""
    digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    number = int.from_bytes(digest, "big") % _PRIME
    return number, number * _LEADING * _BASE % _PRIME


def alike(texts: Mapping[K, Prints], *, least: float) -> Iterator[Pair[K]]:
    """Pairs of texts of which either measure is at least `least`, each once. Equal texts are compared once for all."""
    groups: dict[Prints, list[K]] = {}
    for key, prints in texts.items():
        if prints:
            groups.setdefault(prints, []).append(key)
    kinds = list(groups)
    for number, shared in _shared(kinds):
        for other, common in shared.items():
            pair = _pair(kinds[number], kinds[other], common)
            if max(pair) >= least:
                yield from (Pair(one, two, *pair) for one in groups[kinds[number]] for two in groups[kinds[other]])
    for members in groups.values():
        for place, one in enumerate(members):
            yield from (Pair(one, two, 1.0, 1.0) for two in members[place + 1 :])


def _shared(kinds: Sequence[Prints]) -> Iterator[tuple[int, Counter[int]]]:
    """Of each text how many fingerprints it shares with every later one."""
    holding: dict[int, list[int]] = {}
    for number, prints in enumerate(kinds):
        for one in prints:
            holding.setdefault(one, []).append(number)
    for number, prints in enumerate(kinds):
        shared: Counter[int] = Counter()
        for one in prints:
            holders = holding[one]
            if 1 < len(holders) <= BOILERPLATE:
                shared.update(holders)
        yield number, Counter({other: common for other, common in shared.items() if other > number})


def _pair(one: Prints, other: Prints, common: int) -> tuple[float, float]:
    return common / (len(one) + len(other) - common), common / min(len(one), len(other))


def common_words(words: Sequence[str], others: Sequence[str]) -> tuple[int, int] | None:
    """The first and the last word of what is in others too, in runs of a shingle or more; None for nothing."""
    theirs = frozenset(_shingles(tuple(others)))
    places = [place for place, one in enumerate(_shingles(tuple(words))) if one in theirs]
    return (places[0], places[-1] + SHINGLE - 1) if places else None
