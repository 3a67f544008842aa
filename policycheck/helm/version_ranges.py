"""Versions and ranges as Helm reads them in `kubeVersion` and in a dependency's `version` (Masterminds/semver 3.5)."""

from __future__ import annotations

import re
from collections.abc import Callable

from policycheck.patterns import regex
from policycheck.records import Record

_IDENTIFIERS = r"[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*"
_TAIL = rf"(?:-(?P<pre>{_IDENTIFIERS}))?(?:\+{_IDENTIFIERS})?"
_VERSION = regex(rf"v?(?P<numbers>\d+(?:\.\d+){{0,2}}){_TAIL}", re.ASCII)
_PART = r"[0-9xX*]+"
_PARTIAL = rf"v?{_PART}(?:\.{_PART}){{0,2}}(?:-{_IDENTIFIERS})?(?:\+{_IDENTIFIERS})?"
_OPERATOR = r"!=|>=|=>|<=|=<|~>|=|>|<|~|\^|"
_COMPARATOR = rf"(?:{_OPERATOR})\s*{_PARTIAL}"
_GROUP = regex(rf"\s*{_COMPARATOR}\s*(?:(?:\s|,\s*){_COMPARATOR}\s*)*", re.ASCII)
_ONE = regex(
    rf"(?P<operator>{_OPERATOR})\s*v?(?P<numbers>{_PART}(?:\.{_PART}){{0,2}}){_TAIL}",
    re.ASCII,
)
_HYPHEN = regex(rf"\s*(?P<low>{_PARTIAL})\s+-\s+(?P<high>{_PARTIAL})\s*", re.ASCII)
_LONGEST = 512
_MOST_GROUPS = 32

Numbers = tuple[int, int, int]


class Version(Record):
    """Ordered as semver orders: a pre-release before its release, its numbers before its words."""

    numbers: Numbers
    pre: tuple[tuple[int, int, str], ...]

    @property
    def is_prerelease(self) -> bool:
        return self.pre != _RELEASE


_RELEASE = ((2, 0, ""),)
_ZERO = (0, 0, 0)


class _Comparator(Record):
    """`given` numbers were written, the others of `low` are zero: 1.2 and 1.2.x give two."""

    operator: str
    low: Version
    given: int


def version(text: str) -> Version | None:
    """The version that `text` is, leading `v` and missing numbers allowed; None if it is none."""
    found = _VERSION.fullmatch(text)
    if not found:
        return None
    pre = _prerelease(found["pre"])
    return None if pre is None else Version(_padded([int(number) for number in found["numbers"].split(".")]), pre)


def is_range(text: str) -> bool:
    """Whether Helm could compare a version with it."""
    return _groups(text) is not None


def in_range(text: str, candidate: str) -> bool:
    """Whether the version lies in the range. As in Helm, what cannot be read lies nowhere."""
    groups, found = _groups(text), version(candidate)
    return bool(groups and found) and any(_all_accept(group, found) for group in groups or () if found)


def is_bounded(text: str) -> bool:
    """Whether the range has an upper end, so that a new major version does not come by itself; not where unreadable."""
    groups = _groups(text)
    return bool(groups) and all(any(map(_bounds, group)) for group in groups or ())


def _bounds(one: _Comparator) -> bool:
    return one.operator in _BOUNDING and one.given > 0


def _all_accept(group: list[_Comparator], found: Version) -> bool:
    """A pre-release lies only in a group of which some comparator names a pre-release, as `-0` does."""
    if found.is_prerelease and not any(one.low.is_prerelease for one in group):
        return False
    return all(_ACCEPTS[one.operator](found, one) for one in group)


def _groups(text: str) -> list[list[_Comparator]] | None:
    if len(text) > _LONGEST:
        return None
    written = _HYPHEN.sub(r">= \g<low>, <= \g<high> ", text).split("||")
    groups = [_group(one) for one in written]
    return None if None in groups or len(groups) > _MOST_GROUPS else [group for group in groups if group]


def _group(text: str) -> list[_Comparator] | None:
    if not _GROUP.fullmatch(text):
        return None
    comparators = []
    for found in _ONE.finditer(text):
        pre = _prerelease(found["pre"])
        numbers = _given(found["numbers"].split("."))
        if pre is None or numbers is None:
            return None
        comparators.append(_Comparator(found["operator"], Version(_padded(numbers), pre), len(numbers)))
    return comparators


def _given(parts: list[str]) -> list[int] | None:
    """The numbers before the first wildcard; None where a part is neither a number nor one wildcard."""
    numbers: list[int] = []
    for part in parts:
        if part in ("x", "X", "*"):
            break
        if not part.isdigit():
            return None
        numbers.append(int(part))
    return numbers


def _padded(numbers: list[int]) -> Numbers:
    major, minor, patch = [*numbers, 0, 0, 0][:3]
    return major, minor, patch


def _prerelease(text: str | None) -> tuple[tuple[int, int, str], ...] | None:
    """Sort keys of dotted identifiers; None for a number that starts with a zero, which semver refuses."""
    if text is None:
        return _RELEASE
    identifiers = text.split(".")
    if any(one.isdigit() and len(one) > 1 and one[0] == "0" for one in identifiers):
        return None
    return tuple((0, int(one), "") if one.isdigit() else (1, 0, one) for one in identifiers)


def _equal(found: Version, one: _Comparator) -> bool:
    return found == one.low if one.given == len(_ZERO) else _tilde(found, one)


def _unequal(found: Version, one: _Comparator) -> bool:
    if one.given == 1:
        return found.numbers[0] != one.low.numbers[0]
    if one.given == len(_ZERO) - 1:
        return found.numbers[:2] != one.low.numbers[:2] or found.pre != one.low.pre
    return found != one.low


def _above(found: Version, one: _Comparator) -> bool:
    if one.given in (1, 2):
        return found.numbers[: one.given] > one.low.numbers[: one.given]
    return found > one.low


def _at_most(found: Version, one: _Comparator) -> bool:
    if one.given == len(_ZERO):
        return found <= one.low
    length = 1 if one.given == 1 else 2
    return found.numbers[:length] <= one.low.numbers[:length]


def _tilde(found: Version, one: _Comparator) -> bool:
    if found < one.low:
        return False
    if one.low.numbers == _ZERO and one.given in (0, len(_ZERO)):
        return True
    length = 1 if one.given == 1 else 2
    return found.numbers[:length] == one.low.numbers[:length]


def _caret(found: Version, one: _Comparator) -> bool:
    """The first number that is not zero must stay. `^*` means 0.0.0 alone: so does it in Helm."""
    major, minor, _ = one.low.numbers
    same = (bool(major) or one.given == 1, bool(minor) or one.given == len(_ZERO) - 1, True).index(True) + 1
    return found >= one.low and found.numbers[:same] == one.low.numbers[:same]


_BOUNDING = frozenset({"", "=", "<", "<=", "=<", "~", "~>", "^"})

_ACCEPTS: dict[str, Callable[[Version, _Comparator], bool]] = {
    "": _equal,
    "=": _equal,
    "!=": _unequal,
    ">": _above,
    "<": lambda found, one: found < one.low,
    ">=": lambda found, one: found >= one.low,
    "=>": lambda found, one: found >= one.low,
    "<=": _at_most,
    "=<": _at_most,
    "~": _tilde,
    "~>": _tilde,
    "^": _caret,
}
