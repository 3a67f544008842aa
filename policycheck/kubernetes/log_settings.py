"""What a setting of a program says of its logs, by its name (semantics A LOG-NO-FILE, LOG-JSON, LOG-NO-ROTATE)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from policycheck.kubernetes.name_words import words

LogSetting = Literal["file", "format", "level", "rotation"]

_LOGS = frozenset({"log", "logger", "logging", "logs"})
_ROTATORS = frozenset({"lumberjack", "logrotate"})
_ROTATES = frozenset({"rotate", "rotates", "rotating", "rotation"})
_BOUNDED = frozenset({"age", "backup", "backups", "files", "size"})
_ENDS: Mapping[str, LogSetting] = {
    **dict.fromkeys(("dir", "directory", "file", "filename", "filepath", "folder", "path"), "file"),
    **dict.fromkeys(("encoder", "encoding", "format", "formatter"), "format"),
    **dict.fromkeys(("level", "verbosity"), "level"),
}
"""What stands behind `log`, written as one word."""


@lru_cache(maxsize=4096)
def log_setting(name: str) -> LogSetting | None:
    """Return what a flag, a variable or a key (`--log-file`, `SHOP_LOG_PATH`, `logging.format`) sets, or None.

    `log` has to be a word of its own or to begin one: CATALOG_PATH is no log's, LOGFILE is.
    """
    parts = _split(name)
    if not _ROTATORS.isdisjoint(parts):
        return "rotation"
    place = next((place for place, part in enumerate(parts) if part in _LOGS), None)
    if place is None:
        return None
    behind = parts[place + 1 :]
    if not _ROTATES.isdisjoint(behind) or any(one == "max" and other in _BOUNDED for one, other in pairwise(behind)):
        return "rotation"
    return _ENDS.get("".join(behind))


def _split(name: str) -> Sequence[str]:
    """The words, `logfile` and `maxsize` taken apart as well."""
    found: list[str] = []
    for word in words(name):
        start = next((one for one in ("log", "max") if word.startswith(one)), "")
        rest = word[len(start) :]
        apart = rest in _ENDS or rest in _BOUNDED or rest in _ROTATES
        found += [start, rest] if start and apart and word not in _ROTATORS else [word]
    return found
