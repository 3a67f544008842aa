from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.config.expiry import has_expired, is_expiry, until
from policycheck.model import Match, PolicyException


def excepted(expires: str | None) -> PolicyException:
    return PolicyException("a", Match(), None, None, "reason", expires, "policycheck.yaml", ())


@pytest.mark.parametrize("text", ["2026-12-31", "2028-02-29", "9999-12-31", "never"])
def test_a_day_or_never(text: str) -> None:
    assert is_expiry(text)


@pytest.mark.parametrize(
    "text", ["", "Never", "2026-2-1", "2027-02-29", "2026-12-32", "20261231", "2026-W01-1", " 2026-12-31", "0000-01-01"]
)
def test_anything_else_is_no_expiry(text: str) -> None:
    assert not is_expiry(text)


@given(st.dates(), st.dates())
def test_an_exception_applies_up_to_its_last_day(expires: dt.date, today: dt.date) -> None:
    assert is_expiry(expires.isoformat())
    assert has_expired(excepted(until(expires.isoformat())), today.isoformat()) == (expires < today)


def test_never_never_expires() -> None:
    assert not has_expired(excepted(until("never")), "9999-12-31")
