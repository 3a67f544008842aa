"""Plain values read as Kubernetes' decoder reads them: null is absent, and what it would refuse is Unreadable."""

from __future__ import annotations

import re

from policycheck.errors import Unreadable
from policycheck.model import Path, Value

_NUMBER_LIKE = r"[+-]?\d[\d.,_]{0,9}(?:[eE][+-]?\d{1,3})? ?[A-Za-z%]{0,3}"
_TYPE_NAMES: dict[type, str] = {dict: "a mapping", list: "a list", str: "a string"}
_LARGEST_INT32 = 2**31 - 1


def described(value: Value) -> str:
    """Say how a message may speak of a value that could be a secret.

    A number with at most a short suffix is quoted, and so are "", true, false and null; of anything else only the
    type is named.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return repr(value) if re.fullmatch(_NUMBER_LIKE, repr(value)) else "a number"
    if isinstance(value, str) and (not value or re.fullmatch(_NUMBER_LIKE, value, re.ASCII)):
        return f'"{value}"'
    return _TYPE_NAMES.get(type(value), "a value")


def refused(value: Value, expected: str) -> Unreadable:
    """Make the error for a value that Kubernetes would not take: `"512mb" is not a quantity`."""
    return Unreadable(f"{described(value)} is not {expected}")


class inside:  # noqa: N801 - used as contextlib's are, whose generators cost three times as much
    """Put a place before that of whatever turns out to be unreadable in here: each reader names its own part."""

    __slots__ = ("_path",)

    def __init__(self, *path: str | int) -> None:
        self._path: Path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        # What stands in another resource says so by a type of its own, and its place is not in here.
        if type(error) is Unreadable:
            raise Unreadable(error.message, path=(*self._path, *(error.path or ()))) from None


def mapping(value: Value, expected: str) -> dict[str, Value]:
    """Return the mapping, an empty one for null."""
    if value is None:
        return {}
    if isinstance(value, dict):
        return value
    raise refused(value, expected)


def sequence(value: Value, expected: str) -> list[Value]:
    """Return the list, an empty one for null."""
    if value is None:
        return []
    if isinstance(value, list):
        return value
    raise refused(value, expected)


def text(value: Value, expected: str) -> str:
    """Return the string, "" for null: the decoder leaves a string field at its zero value (semantics 0.4)."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    raise refused(value, expected)


def whole_number(value: Value, expected: str) -> int:
    """Return the number an int32 field gets: 2 for 2.0 too; never from a string, a boolean or null (semantics 0.4)."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= _LARGEST_INT32:
        number = int(value)
        if number == value:
            return number
    raise refused(value, expected)
