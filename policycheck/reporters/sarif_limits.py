"""What GitHub takes of a SARIF file (docs.github.com, "SARIF support for code scanning", upload limits)."""

from __future__ import annotations

MOST_RESULTS = 25_000
"""Results of a run; a file with more is refused."""

MOST_SHOWN = 5_000
"""Of those, the ones that are shown."""

MOST_RULES = 25_000
MOST_TAGS = 20
MOST_BYTES = 10 << 20
"""Of the file, gzipped."""


def packed(text: str) -> int:
    """How many bytes GitHub counts: nothing is gzipped that is small enough as it is."""
    if len(text) <= MOST_BYTES:
        return len(text)
    import gzip  # noqa: PLC0415 - only a huge report needs it

    return len(gzip.compress(text.encode("ascii"), compresslevel=6))
