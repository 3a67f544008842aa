"""The functions of JMESPath that policies use most, as jmespath.py has them (a property test compares).

Null is taken for what is absent, and jmespath.py is not imported for them: that is a fifth of a small run.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.kubernetes.reading import refused
from policycheck.language.functions.lists import elements
from policycheck.language.functions.strings import needed_text, text_of
from policycheck.language.values import equal, is_number
from policycheck.model import Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings

_TYPES = {bool: "boolean", str: "string", list: "array", dict: "object", type(None): "null"}


def length(_: Bindings, subject: Value) -> int:
    """`length(list)`: how many elements, keys or characters; 0 for null."""
    if subject is None:
        return 0
    if isinstance(subject, (list, dict, str)):
        return len(subject)
    raise refused(subject, "a list, a mapping or a string")


def contains(_: Bindings, subject: Value, wanted: Value) -> bool:
    """`contains(list, value)`: whether a list has the value, or a string the text; false for null."""
    if isinstance(subject, str):
        return isinstance(wanted, str) and wanted in subject
    return any(equal(element, wanted) for element in elements(subject))


def type_of(_: Bindings, value: Value) -> str:
    """`type(value)`: array, boolean, null, number, object or string."""
    return _TYPES.get(type(value), "number")


def join(_: Bindings, separator: Value, texts: Value) -> str | None:
    """`join(', ', list)`: the strings of a list in one; null for null."""
    if texts is None:
        return None
    return needed_text(separator, "a separator").join(text_of(text) or "" for text in elements(texts))


def starts_with(_: Bindings, subject: Value, beginning: Value) -> bool:
    """`starts_with(text, 'web-')`: whether the text begins so; false for null."""
    text, wanted = text_of(subject), text_of(beginning)
    return text is not None and wanted is not None and text.startswith(wanted)


def ends_with(_: Bindings, subject: Value, end: Value) -> bool:
    """`ends_with(text, '-web')`: whether the text ends so; false for null."""
    text, wanted = text_of(subject), text_of(end)
    return text is not None and wanted is not None and text.endswith(wanted)


def keys(_: Bindings, mapping: Value) -> list[Value]:
    """`keys(mapping)`: its keys; none for null."""
    if mapping is None:
        return []
    if isinstance(mapping, dict):
        return list(mapping)
    raise refused(mapping, "a mapping")


def to_string(_: Bindings, value: Value) -> str:
    """`to_string(value)`: a text as it is, anything else as JSON writes it."""
    if isinstance(value, str):
        return value
    if is_number(value) and not isinstance(value, (int, float)):
        return str(value) if value.denominator == 1 else str(float(value))  # type: ignore[attr-defined,arg-type]  # a Fraction
    from json import dumps  # noqa: PLC0415 - most values are texts

    return dumps(value, separators=(",", ":"), default=str)


def to_number(_: Bindings, value: Value) -> Value:
    """`to_number(value)`: a number, or a text that is one; null for anything else."""
    if is_number(value):
        return value
    if not isinstance(value, str):
        return None
    try:
        return int(value)
    except ValueError:
        pass
    try:
        found = float(value)
    except ValueError:
        return None
    return found if math.isfinite(found) else None  # Python reads "inf" and "nan"


def floor(_: Bindings, number: Value) -> int:
    """`floor(number)`: the whole number at or below it."""
    return math.floor(_number(number))


def ceil(_: Bindings, number: Value) -> int:
    """`ceil(number)`: the whole number at or above it."""
    return math.ceil(_number(number))


def _number(value: Value) -> float:
    if is_number(value) and not (isinstance(value, float) and not math.isfinite(value)):
        return value  # type: ignore[return-value]  # or a Fraction, of which math takes the exact value
    raise refused(value, "a number")


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "length": length,
    "contains": contains,
    "type": type_of,
    "join": join,
    "starts_with": starts_with,
    "ends_with": ends_with,
    "keys": keys,
    "to_number": to_number,
    "to_string": to_string,
    "floor": floor,
    "ceil": ceil,
}
