"""Passwords that everybody tries first (semantics B1.7)."""

from __future__ import annotations

import re

WORDS = frozenset(
    {
        *(
            "admin",
            "administrator",
            "changeit",
            "changeme",
            "default",
            "dummy",
            "example",
            "foobar",
            "guest",
            "letmein",
        ),
        *("pass", "passw0rd", "password", "placeholder", "pw", "qwerty", "replaceme", "root", "secret", "test", "todo"),
        "welcome",
    }
)
_COUNTED = ("1234567890", "0123456789", "9876543210")
_LEAST_COUNTED = 3


def is_guessable(text: str, key: str = "") -> bool:
    """Whether a text is one of the words, its own key, digits in a row or one character again and again.

    Case, hyphens, underscores and white space do not matter, nor what most add to a word: `Password123!`.
    """
    bare = _bare(text)
    if not bare:
        return False
    if bare == _bare(key) or len(set(bare)) == 1:
        return True
    if bare.isdigit():
        return len(bare) >= _LEAST_COUNTED and any(bare in row for row in _COUNTED)
    return bare.rstrip("0123456789!?.") in WORDS


def _bare(text: str) -> str:
    return re.sub(r"[\s_-]", "", text).lower()
