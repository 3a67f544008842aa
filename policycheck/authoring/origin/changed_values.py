"""Values with some leaves changed: as a values file that says only what differs from the charts' own."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from policycheck.authoring.origin.values_layers import Values, ValuesLayers
from policycheck.model import Path, Value
from policycheck.patterns import regex

Changes = Mapping[Path, Value]

WORD = "zq"
_QUANTITY = regex(r"(\d+)(\.\d+)?([a-zA-Z%]{0,3})")
_LAST_NUMBER = regex(r"\d+(?=\D*\Z)")
_NUMBER = 700_000
_MARK = regex(r"zq(\d+)x|(?<![\d.])7(\d{5})(?!\d)")


def overlaid(values: ValuesLayers, changes: Changes) -> Values:
    """What the user gave, with the changes. A list with a changed item is there as a whole: Helm merges no lists."""
    found = deepcopy(values.given)
    for path, value in changes.items():
        _put(found, values.all, path, value)
    return found


def changed(values: Values, changes: Changes) -> Values:
    """All values, with the changes."""
    found = deepcopy(values)
    for path, value in changes.items():
        _put(found, values, path, value)
    return found


def _put(target: Value, held: Value, path: Path, value: Value) -> None:
    key, rest = path[0], path[1:]
    if rest:
        inner, there = _at(held, key), _at(target, key)
        if isinstance(rest[0], int):
            there = there if isinstance(there, list) else deepcopy(inner)
        elif not isinstance(there, dict):
            there = {}
        _put(there, inner, rest, value)
        value = there
    if isinstance(target, dict):
        target[str(key)] = value
    elif isinstance(target, list) and isinstance(key, int):
        target[key] = value


def _at(value: Value, key: str | int) -> Value:
    if isinstance(value, dict):
        return value.get(key)
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        inner: Value = value[key]
        return inner
    return None


def as_yaml(values: Values) -> str:
    """One line of JSON, which is YAML; Go reads no surrogate pairs."""
    import json  # noqa: PLC0415 - only a search for keys needs it

    return json.dumps(values, ensure_ascii=False)


def is_markable(value: Value) -> bool:
    """Whether a number in the value can be found again. An empty text is a switch as often as not."""
    return isinstance(value, str | int | float) and not isinstance(value, bool) and value != ""


def mark(value: Value, number: int) -> Value:
    """The value with a number in it that `marks` finds. Quantities stay quantities, texts keep how they begin.

    Numbers have six digits: from a million on, Helm prints them with an exponent.
    """
    if not isinstance(value, str):
        return _NUMBER + number
    if found := _QUANTITY.fullmatch(value):
        return f"{_NUMBER + number}{found[3]}"
    body = value.rstrip("\n")
    return f"{body}{WORD}{number}x{value[len(body) :]}"


def marks(value: Value) -> list[int]:
    """The numbers that were put into what a value was made of, in order, each once."""
    if isinstance(value, dict):
        found = [number for one in value.items() for part in one for number in marks(part)]
    elif isinstance(value, list):
        found = [number for one in value for number in marks(one)]
    else:
        found = [int(one[1] or one[2]) for one in _MARK.finditer(str(value))]
    return list(dict.fromkeys(found))


def others(value: Value) -> list[Value]:
    """Other values of the same type, by which a field that follows the value can be told; for none, some.

    The later ones are for charts that do not render with the first.
    """
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [value + 1, value - 1]
    if isinstance(value, str):
        return _other_texts(value)
    if isinstance(value, dict):
        return [{WORD: WORD}]
    return [[WORD], [{"name": WORD}]] if isinstance(value, list) else [WORD, {WORD: WORD}, [WORD], True]


def _other_texts(text: str) -> list[Value]:
    """A quantity stays one; a version, an address or an expression may stay one when only its last number changes."""
    if found := _QUANTITY.fullmatch(text):
        return [f"{int(found[1]) + 1}{found[3]}"]
    counted = _LAST_NUMBER.sub(lambda found: str(int(found[0]) + 1), text)
    return [text + WORD] if counted == text else [text + WORD, counted]
