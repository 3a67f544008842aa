"""What a program holds, as the JSON values that Kubernetes knows."""

from __future__ import annotations

import math
from collections.abc import Mapping

from policycheck.errors import UsageError
from policycheck.model import Path, Value, dotted


def json_value(value: object, path: Path) -> Value:
    """A copy in plain types: any mapping becomes a dict, a tuple a list, a subclass of str a str.

    UsageError, naming the place by its path, for what JSON does not know: a date, a set, a key that is no text, NaN, a
    value that holds itself. What stands there is never quoted.
    """
    try:
        return _copy(value, path)
    except RecursionError:
        raise UsageError(f"{_named(path)} is nested too deeply, or holds itself") from None


def _copy(value: object, path: Path) -> Value:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float) and math.isfinite(value):
        return float(value)
    if isinstance(value, Mapping):
        return {_key(key, path): _copy(inner, (*path, str(key))) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_copy(inner, (*path, place)) for place, inner in enumerate(value)]
    wrong = "NaN or infinite" if isinstance(value, float) else f"of type {type(value).__name__}"
    raise UsageError(f"{_named(path)} is {wrong}; JSON knows mappings, lists, text, numbers, booleans and None")


def _key(key: object, path: Path) -> str:
    if isinstance(key, str):
        return str.__str__(key)
    raise UsageError(f"a key in {_named(path)} is of type {type(key).__name__}; write it as text")


def _named(path: Path) -> str:
    return f"`{dotted(path)}`" if path else "the value"
