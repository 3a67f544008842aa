"""The `schema` leaf: what a message says, and which schemas are refused because they would accept everything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.language.schema import check_schema, violated_keywords, violation
from policycheck.model import Path, Value
from tests.effort import tries

SECRET = "hunter2-canary"  # noqa: S105 - what no message may quote

Schema = dict[str, Value]


@pytest.mark.parametrize(
    ("schema", "value", "found"),
    [
        ({"required": ["a"]}, {"a": 1}, []),
        ({"required": ["a", "b"]}, {"a": 1}, [((), "the item lacks `b`")]),
        ({"type": "object"}, [], [((), "the item must be of type object")]),
        ({"type": ["string", "null"]}, 1, [((), "the item must be of type string or null")]),
        (
            {"properties": {"a": {"items": {"type": "string"}}}},
            {"a": ["x", 1]},
            [(("a", 1), "a[1] must be of type string")],
        ),
        ({"properties": {"a": False}}, {"a": 1}, [((), "the item has what must not be there")]),
        ({"pattern": "^a"}, "b", [((), "the item does not satisfy `pattern` of the policy's schema")]),
        ({"pattern": "^a$"}, "a\n", [((), "the item does not satisfy `pattern` of the policy's schema")]),
        ({"pattern": "^a"}, 1, []),
        ({"$ref": "#/$defs/x", "$defs": {"x": {"const": 1}}}, 1, []),
        (
            {"properties": {"b": {"minimum": 3}, "a": {"enum": [1]}}},
            {"a": 2, "b": 2},
            [
                (("a",), "a does not satisfy `enum` of the policy's schema"),
                (("b",), "b does not satisfy `minimum` of the policy's schema"),
            ],
        ),
    ],
)
def test_each_keyword_that_does_not_hold_has_its_place(
    schema: Schema, value: Value, found: list[tuple[Path, str]]
) -> None:
    assert violated_keywords(schema, value) == found


SCHEMAS: list[Schema] = [
    {"const": "x"},
    {"enum": ["x", 1]},
    {"type": "number"},
    {"pattern": "^x$"},
    {"maxLength": 2},
    {"not": {}},
    {"anyOf": [{"const": 1}, {"pattern": "^y"}]},
    {"oneOf": [{"type": "string"}, {}]},
    {"contains": {"const": "x"}},
    {"uniqueItems": True},
    {"items": {"type": "number"}},
    {"propertyNames": {"maxLength": 1}},
    {"properties": {"secret": {"type": "number"}}, "additionalProperties": False, "required": ["missing"]},
    {"unevaluatedProperties": False},
    {"dependentRequired": {"secret": ["other"]}},
    {"if": {}, "then": False},
]


@tries(60)
@given(
    st.sampled_from(SCHEMAS),
    st.sampled_from([SECRET, [SECRET, SECRET], {"secret": SECRET}, {"secret": [SECRET]}, [{"secret": SECRET}]]),
)
def test_no_message_quotes_a_value(schema: Schema, value: Value) -> None:
    assert SECRET not in str(violated_keywords(schema, value))


@pytest.mark.parametrize("schema", SCHEMAS, ids=str)
def test_these_schemas_are_accepted(schema: Schema) -> None:
    assert check_schema(schema) is None


@pytest.mark.parametrize(
    ("schema", "says"),
    [
        ({"requird": ["a"]}, 'unknown keyword `requird`; did you mean "required"?'),
        ({"items": {"maxLenght": 1}}, 'unknown keyword `items.maxLenght`; did you mean "maxLength"?'),
        ({"anyOf": [{}, {"typ": "x"}]}, 'unknown keyword `anyOf[1].typ`; did you mean "type"?'),
        ({"type": "text"}, "type: "),
        ({"properties": {"a": {"minimum": "1"}}}, "properties.a.minimum: "),
        ({"format": "email"}, "`format`: a format is not judged"),
        ({"pattern": "(?=a)"}, "`pattern`: `(?=a)` is not an RE2 pattern"),
        ({"patternProperties": {"(?=a)": {}}}, "`patternProperties`: `(?=a)` is not an RE2 pattern"),
        ({"pattern": "(a"}, "pattern: "),
        ({"$ref": "https://example.com/schema.json"}, "`$ref`: it must lead to a place in this schema"),
        ({"$ref": "other.json#/$defs/x", "$defs": {"x": {}}}, "nothing is fetched"),
        ({"items": {"$ref": "#/$defs/x"}, "$defs": {"y": {}}}, "`$ref` of items: it must lead to a place"),
    ],
)
def test_a_schema_that_could_not_judge_is_refused(schema: Schema, says: str) -> None:
    _, message = check_schema(schema) or ((), "")
    assert says in message


def test_what_is_wrong_with_a_schema_has_its_place() -> None:
    assert check_schema({"properties": {"a": {"type": "strng"}}}) == (
        ("properties", "a", "type"),
        'properties.a.type: `strng` is no type; did you mean "string"?',
    )
    assert check_schema({"items": {"maxLenght": 1}}) == (
        ("items", "maxLenght"),
        'unknown keyword `items.maxLenght`; did you mean "maxLength"?',
    )


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"requird": {}, "format": {}}, "required": ["typ"]},
        {"default": {"requird": 1}, "examples": [{"typ": 1}], "const": {"format": 1}},
        {"$defs": {"typ": {}}, "$ref": "#/$defs/typ"},
        {"$defs": {"a/b~c": {}}, "$ref": "#/$defs/a~1b~0c"},
        {"allOf": [{}, {}], "$ref": "#/allOf/1"},
        {"contains": {}, "minContains": 2, "maxContains": 3},
        {"patternProperties": {"^a": {}}, "title": "x", "description": "x", "$comment": "x", "deprecated": True},
    ],
    ids=str,
)
def test_names_and_data_are_no_keywords(schema: Schema) -> None:
    assert check_schema(schema) is None


def test_a_parameter_that_does_not_fit_is_told_why() -> None:
    assert violation({"type": "integer", "minimum": 1}, 2) is None
    assert violation({"type": "integer"}, "2") == "must be of type integer"
    assert violation({"minimum": 1}, 0) == "does not satisfy `minimum` of the policy's schema"
