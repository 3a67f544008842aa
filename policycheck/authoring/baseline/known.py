"""Which finding is which entry of a baseline. In doubt it is none: a new finding is never taken for a known one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from policycheck.authoring.baseline.entries import Entry
from policycheck.comparison.failures import Failure
from policycheck.kubernetes.secret_values import redact
from policycheck.patterns import regex
from policycheck.records import Record
from policycheck.reporters.terminal import printable

_NUMBER = regex(r"\d+")

_LIKENESSES: Sequence[Callable[[Entry], str]] = (
    lambda one: one.message,
    lambda one: _NUMBER.sub("#", one.message),
)
"""What entries of one place can share, the surest sign first: lines move, amounts grow."""


class Known(Record):
    """By the id of each failure its entry, and the entries that no failure has."""

    entries: dict[int, Entry]
    idle: list[Entry]


def entry_of(one: Failure, *, since: str, reason: str) -> Entry:
    """The entry that a finding has. Items without a name keep their number: what one holds may be a secret."""
    resource = one.outcome.resource
    kind = f"{resource.group}/{resource.kind}" if resource.group else resource.kind
    name = "/".join(part for part in (resource.namespace, resource.name) if part)
    return Entry(
        policy=one.outcome.policy.id,
        render=printable(resource.render),
        object=printable(f"{kind} {name}"),
        at=printable(redact(one.place.written(one.finding.path))) or ".",
        message=printable(one.finding.message) or "-",
        since=since,
        reason=reason,
    )


def known(entries: Iterable[Entry], failures: Iterable[Failure]) -> Known:
    """Each entry is one finding at most, and each finding one entry."""
    by_place: dict[tuple[str, ...], list[Entry]] = {}
    for entry in entries:
        by_place.setdefault(entry.place, []).append(entry)
    found: dict[int, Entry] = {}
    for place, several in _placed(failures).items():
        _pair(several, by_place.get(place, []), found)
    return Known(found, [entry for left in by_place.values() for entry in left])


def _placed(failures: Iterable[Failure]) -> dict[tuple[str, ...], list[tuple[Failure, Entry]]]:
    groups: dict[tuple[str, ...], list[tuple[Failure, Entry]]] = {}
    for one in failures:
        entry = entry_of(one, since="", reason="")
        groups.setdefault(entry.place, []).append((one, entry))
    return groups


def _pair(several: list[tuple[Failure, Entry]], left: list[Entry], found: dict[int, Entry]) -> None:
    """Alone at its place a finding is the one that was there, whatever it says. Takes out of `left` what it pairs."""
    if len(several) == len(left) == 1:
        found[id(several[0][0])] = left.pop()
        return
    for likeness in _LIKENESSES:
        for one, entry in several:
            same = next((other for other in left if likeness(other) == likeness(entry)), None)
            if same is not None and id(one) not in found:
                found[id(one)] = same
                left.remove(same)
