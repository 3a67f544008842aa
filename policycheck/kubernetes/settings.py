"""Settings that a container is given more than once: by flag, by variable and in a file (semantics A CFG-PRECEDENCE).

A flag wins over a variable, a variable over a file, a file over what the program has by default.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from policycheck.kubernetes.name_words import words
from policycheck.model import Path
from policycheck.records import Record

Origin = Literal["flag", "env", "file"]

_ORDER: tuple[Origin, ...] = ("flag", "env", "file")
_FEWEST_BEHIND_A_PREFIX = 2
"""SHOP_LOG_LEVEL is a program's log level; DB_PORT is no program's port."""


class Setting(Record):
    """One way in which a container is told something.

    `name` is what it is called there (`log-level`, `LOG_LEVEL`, `log.level`), `shown` how a reader finds it. `value`
    is None where the render does not show it.
    """

    origin: Origin
    name: str
    shown: str
    value: str | None
    path: Path


class Repeated(Record):
    """One setting that several origins give, the one that wins first. `agree`: no two known values differ."""

    given: Sequence[Setting]
    agree: bool


def repeated(settings: Iterable[Setting]) -> list[Repeated]:
    """Return what is given by more than one origin, in the order of what wins.

    Names are the same without case, `-`, `_` and `.`; a variable may have a prefix before two words or more.
    """
    by_origin: dict[Origin, list[Setting]] = {origin: [] for origin in _ORDER}
    for setting in settings:
        by_origin[setting.origin].append(setting)
    variables: dict[str, list[Setting]] = {}
    for variable in by_origin["env"]:
        for key in _keys_of_variable(variable.name):
            variables.setdefault(key, []).append(variable)
    files: dict[str, list[Setting]] = {}
    for setting in by_origin["file"]:
        files.setdefault(_key(setting.name), []).append(setting)
    flags = {_key(flag.name): flag for flag in by_origin["flag"]}  # of two alike the last one counts
    groups = [
        [*([flags[key]] if key in flags else []), *variables.get(key, []), *files.get(key, [])]
        for key in (*flags, *(key for key in files if key not in flags))
    ]
    return [Repeated(group, _agree(group)) for group in groups if len({one.origin for one in group}) > 1]


def _key(name: str) -> str:
    return "".join(words(name))


def _keys_of_variable(name: str) -> list[str]:
    parts = words(name)
    behind = range(1, len(parts) - _FEWEST_BEHIND_A_PREFIX + 1)
    return ["".join(parts), *("".join(parts[start:]) for start in behind)]


def _agree(group: Iterable[Setting]) -> bool:
    values = {setting.value.strip().lower() for setting in group if setting.value is not None}
    return len(values) < 2  # noqa: PLR2004 - one value, or none that is known
