"""Until when an exception applies: a day of the calendar, or never spelled out."""

from __future__ import annotations

from policycheck.model import PolicyException
from policycheck.patterns import regex

NEVER = "never"

_DAY = regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def is_expiry(text: str) -> bool:
    """Whether this is a day, as 2026-12-31, or "never"."""
    return text == NEVER or _is_day(text)


def until(text: str) -> str | None:
    """What an expiry says: its day, None for "never"."""
    return None if text == NEVER else text


def has_expired(exception: PolicyException, today: str) -> bool:
    """Whether its last day is before today; both are written as 2026-12-31, so their order is that of the days."""
    return exception.expires is not None and exception.expires < today


def _is_day(text: str) -> bool:
    from datetime import date  # noqa: PLC0415 - most runs have nothing that expires

    try:
        return _DAY.fullmatch(text) is not None and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
