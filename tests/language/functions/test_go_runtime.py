"""What Go makes of its variables, asked by policies."""

from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.model import Value
from tests.language.functions.calling import called


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("is_gomemlimit", "400MiB", True),
        ("is_gomemlimit", "off", True),
        ("is_gomemlimit", "400Mi", False),
        ("is_gomemlimit", None, False),
        ("gomemlimit", "1KiB", 1024),
        ("gomemlimit", "off", None),
        ("gomemlimit", None, None),
        ("gomaxprocs", "2", 2),
        ("gomaxprocs", "500m", None),
        ("gomaxprocs", None, None),
    ],
)
def test_a_text_as_go_reads_it(name: str, text: Value, found: Value) -> None:
    assert called(name, text) == found


@pytest.mark.parametrize("name", ["is_gomemlimit", "gomemlimit", "gomaxprocs"])
def test_what_is_no_text_is_unreadable(name: str) -> None:
    with pytest.raises(Unreadable, match="is not a string"):
        called(name, 400)
