"""The `schema` leaf. Messages are built from path and keyword, never from the instance: it may hold a secret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from policycheck.errors import PolicyError, did_you_mean
from policycheck.kubernetes.reading import described
from policycheck.language.functions.strings import pattern
from policycheck.model import Path, Value, dotted

if TYPE_CHECKING:
    from jsonschema.exceptions import SchemaError, ValidationError
    from jsonschema.protocols import Validator


def violated_keywords(schema: Mapping[str, Value], value: Value) -> list[tuple[Path, str]]:
    """(path inside the value, message) for each keyword of the JSON Schema (2020-12) that does not hold."""
    errors = _validator()(dict(schema)).iter_errors(value)  # type: ignore[arg-type]  # any JSON value
    return sorted((tuple(error.absolute_path), _message(error)) for error in errors)


@cache
def _validator() -> type[Validator]:
    """jsonschema's, with patterns in RE2: a manifest must not choose how long its judging takes."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - 100 ms; only where a schema is judged
    from jsonschema.exceptions import ValidationError  # noqa: PLC0415 - idem
    from jsonschema.validators import extend  # noqa: PLC0415 - idem

    def check_pattern(_: Validator, wanted: str, instance: Value, __: Value) -> Iterator[ValidationError]:
        if isinstance(instance, str) and not pattern(wanted).search(instance):
            yield ValidationError("the pattern is not there")

    keywords = {"pattern": check_pattern}
    extended: type[Validator] = extend(Draft202012Validator, keywords)  # type: ignore[no-untyped-call]  # jsonschema's
    return extended


def _message(error: ValidationError) -> str:
    place = dotted(tuple(error.absolute_path)) or "the item"
    wanted, instance = error.validator_value, error.instance
    if error.validator == "required" and isinstance(wanted, list) and isinstance(instance, dict):
        missing = [f"`{name}`" for name in wanted if name not in instance]
        return f"{place} lacks {', '.join(missing)}"
    if error.validator == "type":
        return f"{place} must be of type {' or '.join(wanted) if isinstance(wanted, list) else wanted}"
    if not error.validator:  # a schema that is just false
        return f"{place} has what must not be there"
    return f"{place} does not satisfy `{error.validator}` of the policy's schema"


def violation(schema: Mapping[str, Value], value: Value) -> str | None:
    """What is wrong with a parameter's value: `must be of type integer`; None where it fits."""
    broken = violated_keywords(schema, value)
    return broken[0][1].replace("the item ", "", 1) if broken else None


def check_schema(schema: Mapping[str, Value]) -> tuple[Path, str] | None:
    """Where in a JSON Schema what is wrong, or None. An unknown keyword would accept everything, so it counts."""
    from jsonschema import Draft202012Validator, exceptions  # noqa: PLC0415 - 100 ms; only where a policy has a schema

    try:
        Draft202012Validator.check_schema(dict(schema))
    except exceptions.SchemaError as error:
        path = tuple(error.absolute_path)
        return path, f"{dotted(path) or 'the schema'}: {_fault(error)}"
    known = _keywords()
    for path, keyword, value in _written_keywords(schema, ()):
        if keyword not in known:
            near = did_you_mean(keyword, known) or "; see JSON Schema 2020-12 for what there is"
            return (*path, keyword), f"unknown keyword `{dotted((*path, keyword))}`{near}"
        problem = _cannot_be_judged(keyword, value, schema)
        if problem:
            return (*path, keyword), f"`{keyword}`{f' of {dotted(path)}' if path else ''}: {problem}"
    return None


_NOUNS = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "a mapping",
    "string": "text",
}
"""The types that a schema may name, and what a reader calls them."""

_ELSEWHERE = {
    "bool": "boolean",
    "dict": "object",
    "double": "number",
    "float": "number",
    "int": "integer",
    "list": "array",
    "map": "object",
    "mapping": "object",
    "str": "string",
    "text": "string",
}
"""What other languages call them."""


def _fault(error: SchemaError) -> str:
    """What an author may not write there, in words; the schema is his own, so it may be quoted."""
    wanted, instance, path = error.validator_value, error.instance, error.absolute_path
    if "type" in list(path)[-2:] and error.validator != "uniqueItems":
        return _wrong_type(instance)
    if error.validator == "type":
        types = wanted if isinstance(wanted, list) else [wanted]
        return f"must be {' or '.join(_NOUNS[str(word)] for word in types)}, not {described(instance)}"
    if error.validator in {"minimum", "exclusiveMinimum"}:
        return f"must be {'at least' if error.validator == 'minimum' else 'more than'} {wanted}, not {instance}"
    if error.validator == "uniqueItems":
        return "an entry is written twice; remove one"
    if error.validator == "format":
        return _cannot_be_judged("pattern", instance, {}) or f"`{instance}` is no {wanted}"
    return f"this value does not satisfy `{error.validator}` of JSON Schema 2020-12"


def _wrong_type(written: Value) -> str:
    known = f"known are {', '.join(_NOUNS)}"
    for word in written if isinstance(written, list) else [written]:
        if isinstance(word, str) and word not in _NOUNS:
            meant = _ELSEWHERE.get(word)
            near = f'; did you mean "{meant}"?' if meant else did_you_mean(word, _NOUNS)
            return f"`{word}` is no type{near or f'; {known}'}"
    return f"must be the name of a type or a list of names; {known}"


def _cannot_be_judged(keyword: str, value: Value, schema: Mapping[str, Value]) -> str | None:
    """What is wrong with a keyword's value that jsonschema would meet too late, or pass over."""
    if keyword == "format":
        return "a format is not judged; use a pattern"
    if keyword in {"$ref", "$dynamicRef"} and not _leads_somewhere(str(value), schema):
        return "it must lead to a place in this schema: #/$defs/...; nothing is fetched"
    if keyword in {"pattern", "patternProperties"}:
        try:
            for text in value if isinstance(value, dict) else [value]:
                pattern(str(text))
        except PolicyError as error:
            return error.message
    return None


def _leads_somewhere(reference: str, schema: Value) -> bool:
    start, *steps = reference.replace("~1", "\0").replace("~0", "~").split("/")
    for step in steps:
        key = step.replace("\0", "/")
        if isinstance(schema, list) and key.isdecimal() and int(key) < len(schema):
            schema = schema[int(key)]
        elif isinstance(schema, dict) and key in schema:
            schema = schema[key]
        else:
            return False
    return start == "#"


def _keywords() -> frozenset[str]:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - idem

    annotations = {"default", "title", "description", "examples", "deprecated", "$schema", "$id", "$defs", "$comment"}
    helping = {"then", "else", "minContains", "maxContains"}
    return frozenset(Draft202012Validator.VALIDATORS) | annotations | helping


_OF_NAMES = frozenset({"properties", "patternProperties", "$defs", "dependentSchemas"})
_OF_DATA = frozenset({"default", "const", "enum", "examples", "required", "dependentRequired"})


def _written_keywords(schema: Value, path: Path) -> Iterator[tuple[Path, str, Value]]:
    """Every keyword with its path and value, stepping over names of properties and over data."""
    if isinstance(schema, list):
        for place, inner in enumerate(schema):
            yield from _written_keywords(inner, (*path, place))
    if not isinstance(schema, dict):
        return
    for keyword, value in schema.items():
        yield path, keyword, value
        if keyword in _OF_NAMES and isinstance(value, dict):
            for name, inner in value.items():
                yield from _written_keywords(inner, (*path, keyword, name))
        elif keyword not in _OF_DATA:
            yield from _written_keywords(value, (*path, keyword))
