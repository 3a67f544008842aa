"""Whether a pod says that it takes changes of its configuration while it runs (semantics A CM-SUBPATH)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from policycheck.kubernetes.name_words import words
from policycheck.model import Value

RELOAD_ANNOTATION = "policycheck.dev/hot-reload"

_WATCHES = r"watch(?:ed|es|er|ing)?"
_WATCHED = frozenset(
    {
        *("change", "changes", "conf", "config", "configs", "configuration", "dir", "dirs", "directory"),
        *("directories", "enable", "enabled", "file", "files", "folder", "interval", "path", "paths", "reload"),
        *("rule", "rules", "secret", "secrets", "setting", "settings", "the"),
    }
)
"""What is watched on a disk. A controller that watches namespaces, pods or labels reloads nothing."""

_OFF = frozenset({"false", "no", "off", "0", "none", "never"})


def claims_reload(name: str, value: str | None) -> bool:
    """Whether a flag or variable of that name says so: `--watch`, `HOT_RELOAD=true`, `--watched-dir=/etc/shop`.

    `value` is None where it has none, or one that is not known. Other words before `watch` are a program's name.
    """
    parts = words(name)
    if value is not None and value.strip().lower() in _OFF:
        return False
    if "hotreload" in parts or ("hot", "reload") in pairwise(parts):
        return True
    place = next((place for place, part in enumerate(parts) if re.fullmatch(_WATCHES, part)), None)
    if place is None:
        return False
    behind, before = parts[place + 1 :], parts[:place]
    return _WATCHED.issuperset(behind) and (bool(behind) or not before or before[-1] in _WATCHED)


def switches(command_line: Iterable[str]) -> list[tuple[str, str | None]]:
    """Return the flags of a command line and the word `watch` alone, each with what stands behind its `=`."""
    found = []
    for word in command_line:
        name, equals, value = word.partition("=")
        if name.startswith("-") or name == "watch":
            found.append((name, value if equals else None))
    return found


def annotated(annotations: Value) -> bool:
    """Whether the annotation of ours says so."""
    return isinstance(annotations, Mapping) and annotations.get(RELOAD_ANNOTATION) == "true"
