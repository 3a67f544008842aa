"""Which failure of one run is which of another. In doubt they are two: a new finding is never taken for an old one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from policycheck.comparison.failures import Failure
from policycheck.records import Record

_LIKENESSES: Sequence[Callable[[Failure], tuple[object, ...]]] = (
    lambda one: (one.place.item, one.finding.path, one.finding.message),
    lambda one: (one.place.item, one.finding.message),
    lambda one: (one.finding.path, one.finding.message),
    lambda one: (one.place.item, one.finding.path, one.gist),
    lambda one: (one.place.item, one.gist),
    lambda one: (one.finding.path, one.gist),
)
"""What failures of one identity can share, the surest sign first: items without a name move, or are edited in place."""


class Kept(Record):
    """A failure of both runs."""

    before: Failure
    after: Failure

    @property
    def changed(self) -> bool:
        """Whether it says or weighs something else now."""
        one, other = self.before, self.after
        return (one.finding.message, one.outcome.severity) != (other.finding.message, other.outcome.severity)


class Pairs(Record):
    """`gone` and `new` have no partner; each failure is in exactly one of the three, in the order it came in."""

    gone: tuple[Failure, ...]
    kept: tuple[Kept, ...]
    new: tuple[Failure, ...]


def paired(before: Iterable[Failure], after: Iterable[Failure]) -> Pairs:
    old, now = tuple(before), tuple(after)
    of_old, of_now = _by_identity(old), _by_identity(now)
    partners = {
        id(two): Kept(one, two)
        for identity, ours in of_now.items()
        for one, two in _pairs_of(of_old.get(identity, []), ours)
    }
    known = {id(kept.before) for kept in partners.values()}
    return Pairs(
        tuple(one for one in old if id(one) not in known),
        tuple(partners[id(one)] for one in now if id(one) in partners),
        tuple(one for one in now if id(one) not in partners),
    )


def _by_identity(failures: Iterable[Failure]) -> dict[tuple[object, ...], list[Failure]]:
    groups: dict[tuple[object, ...], list[Failure]] = {}
    for one in failures:
        groups.setdefault(one.identity, []).append(one)
    return groups


def _pairs_of(before: Sequence[Failure], after: Sequence[Failure]) -> list[tuple[Failure, Failure]]:
    """The pairs among failures of one identity."""
    if len(before) == len(after) == 1 and _same_item(before[0], after[0]):
        return [(before[0], after[0])]
    pairs: list[tuple[Failure, Failure]] = []
    old, now = dict(enumerate(before)), dict(enumerate(after))
    for likeness in _LIKENESSES:
        for number, two in tuple(now.items()):
            like = next((key for key, one in old.items() if likeness(one) == likeness(two)), None)
            if like is not None:
                pairs.append((old.pop(like), now.pop(number)))
    return pairs


def _same_item(one: Failure, two: Failure) -> bool:
    """Alone at its place, it is the same, whatever it says; an item without a name that moved and changed is not."""
    return one.place.item == two.place.item or one.finding.path == two.finding.path
