"""The words of a name: of a variable, a flag, a key, an object."""

from __future__ import annotations

import re
from functools import lru_cache

_HUMP = r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"
"""Where camelCase begins a word: db|Password, SSH|Private|Key."""


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """Return the lower-case words of snake_case, kebab-case, camelCase or a dotted path, in order."""
    spaced = re.sub(_HUMP, " ", name).lower()
    return tuple(word for word in re.split(r"[^a-z0-9]+", spaced) if word)
