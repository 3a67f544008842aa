"""Secrets taken out of a text: those that manifests hold, and whatever looks like one."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from policycheck.kubernetes.secret_values import HIDDEN, redact
from policycheck.model import Resource
from policycheck.records import Record
from policycheck.redaction.literals import Literals, literals_of

if TYPE_CHECKING:
    import re2

Hide = Callable[[str], str]

_LONG = 1000
"""RE2 takes time quadratic in a pattern that is too long for its automaton."""

_BATCH = 50_000
"""Characters of secrets that are sought at once."""

_NAME = r"(?<![\w.-])[A-Za-z][\w.-]*(?<![.-])"


class _Sought(Record):
    """Secrets from the longest to the shortest, so that a part never hides before the whole, and all names."""

    long: list[str]
    batches: list[list[str]]
    names: set[str]


def hider(resources: Iterable[Resource]) -> Hide:
    """What makes of a text one that may leave: `****` for each secret of the resources or that is one by its look.

    The whole name of something stays, also if it is somebody's password: to hide it there would tell the reader which
    password it is. The resources are looked at when the first text is there.
    """
    return hider_of(lambda: literals_of(resources))


def hider_of(literals: Callable[[], Literals]) -> Hide:
    """The same, for secrets that are known."""
    sought = cache(lambda: _sought(literals()))
    pattern_of_batch = cache(lambda number: _any_of(sought().batches[number]))

    def hide(text: str) -> str:
        long, batches, names = sought()
        for secret in long:
            if len(secret) <= len(text):
                text = _without_long(text, secret)
        for number, batch in enumerate(batches):
            if len(batch[-1]) <= len(text):
                text = _without(text, pattern_of_batch(number), names)
        return redact(text)

    return cache(hide)


def _sought(literals: Literals) -> _Sought:
    if not literals.secrets:
        return _Sought([], [], literals.names)
    from policycheck.redaction.spelling import base64_of  # noqa: PLC0415 - only where there is a secret to hide

    texts = literals.secrets.union(*map(base64_of, literals.secrets))
    longest_first = sorted(texts, key=len, reverse=True)
    long = [text for text in longest_first if len(text) > _LONG]
    return _Sought(long, list(_batches(longest_first[len(long) :])), literals.names)


def _batches(secrets: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    room = _BATCH
    for secret in secrets:
        if len(secret) > room:
            yield batch
            batch, room = [], _BATCH
        batch.append(secret)
        room -= len(secret)
    if batch:
        yield batch


def _without_long(text: str, secret: str) -> str:
    from policycheck.redaction.spelling import quoted  # noqa: PLC0415 - idem

    for spelt in sorted(quoted(secret), key=len, reverse=True):
        text = text.replace(spelt, HIDDEN)
    return text


def _without(text: str, pattern: re2.Pattern, names: Collection[str]) -> str:
    """The text with `****` for each match of the pattern that is not inside a name."""
    from policycheck.redaction.spelling import SURROGATE  # noqa: PLC0415 - idem

    found = [match.span() for match in pattern.finditer(SURROGATE.sub("\ufffd", text))]
    kept = [match.span() for match in re.finditer(_NAME, text) if match[0] in names] if found else []
    parts = []
    position = 0
    for start, end in found:
        if not any(first <= start and end <= last for first, last in kept):
            parts += [text[position:start], HIDDEN]
            position = end
    return "".join([*parts, text[position:]])


def _any_of(secrets: Iterable[str]) -> re2.Pattern:
    """One pass of RE2 for many literals: its cost does not grow with their number."""
    import re2  # noqa: PLC0415 - idem

    from policycheck.redaction.spelling import pattern_of  # noqa: PLC0415 - idem

    options = re2.Options()
    options.max_mem = 256 << 20
    return re2.compile("|".join(map(pattern_of, secrets)), options)
