"""What a finding is known by outside of policycheck: the same wherever its line has moved to, and no two alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from policycheck.comparison.failures import Failure

_DIGITS = 32


def fingerprints(failures: Iterable[Failure]) -> dict[int, str]:
    """By the id of each failure its fingerprint, in hexadecimal.

    Made of policy, render, object and place, as two runs are compared: of no line and no message. Items without a name
    are only counted: a hash of what one holds would let a reader try passwords until one fits.
    """
    ordered = sorted(failures, key=lambda one: (one.finding.message, list(map(str, one.finding.path))))
    met: Counter[str] = Counter()
    found: dict[int, str] = {}
    for one in ordered:
        known = "\n".join((*map(str, one.identity[:-1]), one.place.written()))
        met[known] += 1
        text = known if met[known] == 1 else f"{known}\n{met[known]}"
        found[id(one)] = sha256(text.encode(errors="surrogatepass")).hexdigest()[:_DIGITS]
    return found
