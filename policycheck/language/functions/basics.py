"""The functions of JMESPath that policies use most, as jmespath.py has them (a property test compares).

Null is taken for what is absent, and jmespath.py is not imported for them: that is a fifth of a small run.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.kubernetes.reading import refused
from policycheck.language.functions.lists import elements
from policycheck.language.functions.strings import needed_text, text_of
from policycheck.language.values import equal
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


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "length": length,
    "contains": contains,
    "type": type_of,
    "join": join,
    "starts_with": starts_with,
    "ends_with": ends_with,
}
