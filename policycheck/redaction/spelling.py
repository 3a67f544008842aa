"""How a text may quote a secret: as it is, in base64, or inside JSON, which may itself be quoted in JSON."""

from __future__ import annotations

import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from functools import lru_cache
from json import dumps

import re2

from policycheck.patterns import regex

SURROGATE = regex("[\ud800-\udfff]")
"""What no UTF-8 can say, and so neither RE2 nor base64."""

_SHORT = 4
"""A shorter value is hidden only where it stands as a word of its own, or every `1` would be."""

_OFTEN_QUOTED = "<>&"
"""What encoders of JSON quote that think of HTML: Go's, and so Helm's `toJson`."""


def base64_of(secret: str) -> Iterator[str]:
    """The secret in base64, in the alphabet of URLs too; of a longer one also without its padding."""
    data = SURROGATE.sub("\ufffd", secret).encode()
    for encode in (b64encode, urlsafe_b64encode):
        text = encode(data).decode()
        yield text
        if len(secret) >= _SHORT:
            yield text.rstrip("=")


def pattern_of(secret: str) -> str:
    """RE2 for the secret, as it is and quoted in JSON however often."""
    pattern = "".join(map(_character, secret))
    if len(secret) >= _SHORT:
        return pattern
    return (r"\b" if _is_word(secret[0]) else "") + pattern + (r"\b" if _is_word(secret[-1]) else "")


def quoted(secret: str) -> set[str]:
    """The secret as it is, quoted in JSON, and that quoted again: for one that is too long for a pattern."""
    texts = {secret}
    for _ in range(2):
        texts |= {dumps(text, ensure_ascii=ascii_)[1:-1] for text in texts for ascii_ in (True, False)}
    return texts


@lru_cache(maxsize=1024)
def _character(character: str) -> str:
    """Each time a text is quoted its backslashes become more, and nothing else changes."""
    plain: str = re2.escape(SURROGATE.sub("\ufffd", character))
    escaped = f"\\u{ord(character):04x}" if character in _OFTEN_QUOTED else dumps(character)[1:-1]
    return plain if escaped == character else "(?:" + escaped.replace("\\", r"\\+") + f"|{plain})"


def _is_word(character: str) -> bool:
    return re.match(r"\w", character, re.ASCII) is not None
