"""The fast way for JSON: a document without repeated keys and lone surrogates, straight from json's scanner."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from policycheck.exact_yaml.nodes import DEPTH
from policycheck.exact_yaml.scalars import resolve
from policycheck.exact_yaml.unusual import UnusualError
from policycheck.model import Value
from policycheck.patterns import regex

_BEGINS = regex(r"[ \t\r\n]*[\[{]")
_SURROGATE = regex(r"\\u[dD][89a-fA-F]")


def is_json(text: str) -> bool:
    """Whether a text is one JSON object or list, however odd. A flow mapping of YAML looks alike and is none."""
    try:
        ordinary_json(text)
    except UnusualError:
        return True
    except ValueError:
        return False
    return True


def ordinary_json(text: str) -> Value:
    """The value of a JSON object or list. Raises ValueError where it is none, UnusualError for the careful way."""
    if not _BEGINS.match(text):
        raise ValueError("no JSON")
    import json  # noqa: PLC0415 - most manifests are YAML

    unusual = _SURROGATE.search(text) is not None

    def mapping(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
        nonlocal unusual
        unusual = unusual or len(dict(pairs)) < len(pairs)
        return dict(pairs)

    def number(written: str) -> float:
        nonlocal unusual
        unusual = unusual or not isfinite(float(written))
        return float(written)

    try:
        value: Value = json.loads(
            text, object_pairs_hook=mapping, parse_float=number, parse_int=resolve, parse_constant=_no_constant
        )
    except RecursionError:
        raise UnusualError from None
    if unusual or _too_deep(value):
        raise UnusualError
    return value


def json_lengths(data: bytes) -> Iterator[int]:
    """How many bytes each JSON object or list takes that a text begins with, the white space before it included."""
    import json  # noqa: PLC0415 - most manifests are YAML

    try:
        text = data.decode()
    except UnicodeDecodeError:
        return
    scan = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode
    end = 0
    while begins := _BEGINS.match(text, end):
        try:
            _, after = scan(text, begins.end() - 1)
        except (ValueError, RecursionError):
            return
        yield after - end if text.isascii() else len(text[end:after].encode())
        end = after


def _no_constant(name: str) -> Value:
    """NaN and Infinity are Python's own idea of JSON."""
    raise ValueError(name)


def _too_deep(value: Value) -> bool:
    level = [value]
    for _ in range(DEPTH):
        level = [part for collection in level for part in _collections(collection)]
    return bool(level)


def _collections(value: Value) -> list[Value]:
    parts = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return [part for part in parts if isinstance(part, dict | list)]
