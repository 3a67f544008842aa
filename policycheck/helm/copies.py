"""Which texts are copies of each other: shingles of eight tokens, thinned out by winnowing (Schleimer et al. 2003).

Any run of 13 tokens that two texts share is found. What is in very many texts is boilerplate, and counts for nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K", bound=Hashable)

SHINGLE = 8
WINDOW = 6
BOILERPLATE = 80
_PRIME = (1 << 61) - 1
_BASE = 0x9E3779B97F4A7C15 % _PRIME
_LEADING = pow(_BASE, SHINGLE - 1, _PRIME)

Prints = frozenset[int]
"""The fingerprints of a text."""


class Pair(NamedTuple, Generic[K]):
    """How alike two texts are: what both have as a share of what either has, and of what the smaller one has."""

    one: K
    other: K
    jaccard: float
    containment: float


@lru_cache(maxsize=65536)
def _number(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") % _PRIME


def fingerprints(words: Sequence[str]) -> Prints:
    """The least hash of every window of shingles; of a text shorter than a shingle there are none."""
    return frozenset(hash_ for hash_, _ in placed_fingerprints(words))


def placed_fingerprints(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The same, each with the number of the word at which its shingle begins."""
    hashes = _rolling([_number(word) for word in words])
    last, least = -1, 0
    for start in range(max(1, len(hashes) - WINDOW + 1) if hashes else 0):
        coming = hashes[min(start + WINDOW, len(hashes)) - 1]
        if last >= start and least < coming:
            continue  # the least one is still in the window, and what came in is more
        window = hashes[start : start + WINDOW]
        least = min(window)
        last = start + len(window) - 1 - window[::-1].index(least)
        yield least, last


def _rolling(numbers: Sequence[int]) -> list[int]:
    """The hash of each shingle, made from that of the one before."""
    if len(numbers) < SHINGLE:
        return []
    value = 0
    for number in numbers[:SHINGLE]:
        value = (value * _BASE + number) % _PRIME
    found = [value]
    for leaving, coming in zip(numbers, numbers[SHINGLE:], strict=False):
        value = ((value - leaving * _LEADING) * _BASE + coming) % _PRIME
        found.append(value)
    return found


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
    theirs = frozenset(_rolling([_number(word) for word in others]))
    places = [place for place, one in enumerate(_rolling([_number(word) for word in words])) if one in theirs]
    return (places[0], places[-1] + SHINGLE - 1) if places else None
