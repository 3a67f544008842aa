"""Names in words, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.kubernetes.name_words import words

WORDS = st.lists(st.from_regex(r"[a-z]{2,8}", fullmatch=True), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("LOG_LEVEL", ("log", "level")),
        ("logLevel", ("log", "level")),
        ("HTTPPort2", ("http", "port2")),
        ("--log.level", ("log", "level")),
        ("", ()),
    ],
)
def test_a_name_is_taken_apart(name: str, found: tuple[str, ...]) -> None:
    assert words(name) == found


@given(WORDS)
def test_every_way_to_write_words_is_read_alike(parts: list[str]) -> None:
    camel = parts[0] + "".join(part.capitalize() for part in parts[1:])
    for written in ("_".join(parts).upper(), "-".join(parts), ".".join(parts), camel):
        assert words(written) == tuple(parts)
