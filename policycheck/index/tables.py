"""The two tables a label join needs: objects by their labels, and selectors by a label they ask for.

Both look under the rarest label they can: `app.kubernetes.io/managed-by: Helm` is on everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from policycheck.kubernetes.selectors import Requirement, Selector, matches

T = TypeVar("T")
Pair = tuple[str, str]


class LabelTable(Generic[T]):
    """Labelled objects; asked which of them a selector takes. Answers keep the order of insertion."""

    def __init__(self, rows: Iterable[tuple[Mapping[str, str], T]]) -> None:
        self._rows = list(rows)
        self._by_pair: dict[Pair, list[int]] = {}
        for number, (labels, _) in enumerate(self._rows):
            for pair in labels.items():
                self._by_pair.setdefault(pair, []).append(number)

    def taken_by(self, selector: Selector) -> list[T]:
        if selector is None:
            return []
        choices = [self._having(requirement) for requirement in keyed(selector)]
        numbers = min(choices, key=len) if choices else range(len(self._rows))
        return [self._rows[number][1] for number in numbers if matches(selector, self._rows[number][0])]

    def _having(self, requirement: Requirement) -> Sequence[int]:
        found = [self._by_pair.get(pair, []) for pair in pairs(requirement)]
        # An object has one value for a key, so no number comes twice.
        return found[0] if len(found) == 1 else sorted(number for numbers in found for number in numbers)


class SelectorTable(Generic[T]):
    """Selectors with their owners; asked which of them take an object. Answers keep the order of insertion."""

    def __init__(self, rows: Iterable[tuple[Selector, T]]) -> None:
        self._rows = list(rows)
        self._unkeyed: list[int] = []
        self._by_pair: dict[Pair, list[int]] = {}
        common = Counter(pair for selector, _ in self._rows for one in keyed(selector) for pair in pairs(one))
        for number, (selector, _) in enumerate(self._rows):
            choices = keyed(selector)
            if choices:
                rarest = min(choices, key=lambda one: sum(common[pair] for pair in pairs(one)))
                for pair in pairs(rarest):
                    self._by_pair.setdefault(pair, []).append(number)
            elif selector is not None:
                self._unkeyed.append(number)

    def taking(self, labels: Mapping[str, str]) -> list[T]:
        candidates = (number for pair in labels.items() for number in self._by_pair.get(pair, ()))
        numbers = sorted((*self._unkeyed, *candidates))
        return [self._rows[number][1] for number in numbers if matches(self._rows[number][0], labels)]


def keyed(selector: Selector) -> list[Requirement]:
    """The requirements that an object can be looked up by; none of them where it may be taken without a label."""
    return [requirement for requirement in selector or () if requirement.operator == "In"]


def pairs(requirement: Requirement) -> list[Pair]:
    return [(requirement.key, value) for value in requirement.values]
