"""GOMEMLIMIT and GOMAXPROCS as Go's runtime reads them when a program starts (semantics B4.12, B4.13)."""

from __future__ import annotations

from policycheck.patterns import regex

_MEMORY = regex(r"([+-]?)([0-9]+)(?:([KMGT]i)?B)?")
_SCALE = {None: 0, "Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40}
_PROCESSORS = regex(r"\+?([0-9]+)")
_LARGEST_INT64 = 2**63 - 1
_LARGEST_INT32 = 2**31 - 1
_LONGEST = 1000
"""Characters; a longer text is malformed for us, so that no manifest makes us calculate with millions of digits."""


def is_memory_limit(text: str) -> bool:
    """Whether Go takes this GOMEMLIMIT; it ends the program at its start for anything else."""
    return text in {"", "off"} or memory_limit(text) is not None


def memory_limit(text: str) -> int | None:
    """Return the bytes a GOMEMLIMIT means, None for "off", "" and what Go refuses.

    Whole numbers of B, KiB, MiB, GiB or TiB, without a unit bytes, less than 2^63: neither Kubernetes' `400Mi` nor
    `512MB`.
    """
    found = _MEMORY.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    amount = int(found[2]) << _SCALE[found[3]]
    return amount if amount <= _LARGEST_INT64 and not (found[1] == "-" and amount) else None


def processors(text: str) -> int | None:
    """Return the number of threads a GOMAXPROCS allows, None for what Go ignores: 0, negative, or no whole number."""
    found = _PROCESSORS.fullmatch(text) if len(text) <= _LONGEST else None
    number = int(found[1]) if found else 0
    return number if 0 < number <= _LARGEST_INT32 else None
