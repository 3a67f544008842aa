"""config.schema.json, which editors read, and `read_settings`, which counts, accept and refuse the same files.

What only the loader knows, and these tests step around: that a day is one of the calendar.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from policycheck.config import chart_entry, exception_entry
from policycheck.config import settings as settings_file
from policycheck.config.settings import read_settings
from policycheck.errors import ConfigError
from policycheck.model import Value
from tests.config.settings_texts import SAMPLE
from tests.effort import tries
from tests.language.policy_texts import yaml
from tests.language.surroundings import at

SCHEMA = json.loads(Path(settings_file.__file__).with_name("config.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
EXCEPTION = SCHEMA["$defs"]["exception"]

Body = dict[str, Value]

VALUES: list[Value] = [None, True, 0, 1.5, "", " ", "word", "1.30", "2026-12-31", [], ["word"], ["a", "a"], [1]]
VALUES += [[""], [None], {}, {"x": 1}, {"x": "y"}, {"name": "x"}, {"g/K": {"path": "a.b"}}]
KEYS = [
    "extends",
    "kubeVersion",
    "match",
    "kind",
    "name",
    "labels",
    "container",
    "severity",
    "params",
    "scalable",
    "Kind",
]


def loader_takes(body: Body) -> bool:
    try:
        read_settings(yaml(body).encode() or b"{}", "policycheck.yaml")
    except ConfigError:
        return False
    return True


def schema_takes(body: Body) -> bool:
    return bool(VALIDATOR.is_valid(body))


def paths(value: Value, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in pairs:
        yield from paths(inner, (*path, step))


def with_change(body: Body, path: tuple[str | int, ...], what: str, value: Value) -> Body:
    """A copy in which something is dropped, renamed, added or replaced at a path."""
    copy = deepcopy(body)
    *parents, last = path
    parent = at(copy, tuple(parents))
    if isinstance(parent, list) and isinstance(last, int):
        if what == "drop":
            del parent[last]
        else:
            parent[last] = value
    elif isinstance(parent, dict):
        was = parent.pop(last) if what in ("drop", "misspell") else None
        changes: dict[str, Body] = {"drop": {}, "misspell": {f"{last}x": was}, "replace": {str(last): value}}
        parent.update(changes.get(what, {what: value}))
    return copy


@st.composite
def changed(draw: st.DrawFn) -> Body:
    """The sample with one to three changes."""
    body = SAMPLE
    for _ in range(draw(st.integers(1, 3))):
        where = list(paths(body))
        assume(where)
        what = draw(st.sampled_from(["drop", "misspell", "replace", "replace", *KEYS]))
        body = with_change(body, draw(st.sampled_from(where)), what, deepcopy(draw(st.sampled_from(VALUES))))
    return body


def test_it_is_a_json_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_both_accept_a_file_with_every_key() -> None:
    assert schema_takes(SAMPLE)
    assert loader_takes(SAMPLE)
    assert set(SAMPLE) == set(SCHEMA["properties"])


@tries(200)
@given(changed())
def test_both_say_the_same_of_a_changed_file(body: Body) -> None:
    assert schema_takes(body) == loader_takes(body)


def test_both_say_the_same_of_each_key_dropped_misspelt_or_replaced() -> None:
    for path in paths(SAMPLE):
        for what, value in (("drop", None), ("misspell", None), *(("replace", value) for value in VALUES)):
            body = with_change(SAMPLE, path, what, value)
            assert schema_takes(body) == loader_takes(body), (path, what, value)


@pytest.mark.parametrize(
    ("body", "accepted"),
    [
        ({}, True),
        ({"exceptions": []}, True),
        ({"policies": {"a": True}}, True),
        ({"policies": {"a": "off"}}, False),
        ({"namespace": "a" * 63}, True),
        ({"namespace": "a" * 64}, False),
        ({"namespace": "-a"}, False),
        ({"kubeVersion": "v1.31.2-gke.100"}, True),
        ({"kubeVersion": "1.33 "}, False),
        ({"podTemplates": {"a.b/c/Kind": {"path": "a"}}}, True),
        ({"podTemplates": {"/Kind": {"path": "a"}}}, False),
        ({"podTemplates": {"g/Kind": {"path": "a..b"}}}, False),
        ({"podTemplates": {"g/Kind": {"path": "a", "scalable": None}}}, False),
        ({"charts": {"a*": {"values": {"x": ["../a b.yaml"]}}}}, True),
        ({"charts": {" ": {"release": "a"}}}, False),
        ({"charts": {"a": {"values": {"default": ["b"]}}}}, False),
        ({"charts": {"a": {"values": {"ci/b": ["b"]}}}}, False),
        ({"charts": {"a": {"values": {" ": ["b"]}}}}, False),
        ({"charts": {"a": {"values": {"b": "c"}}}}, False),
        ({"charts": {"a": {"values": {"defaults": ["b"]}}}}, True),
        ({"charts": {"a": {"release": "A"}}}, False),
        ({"charts": {"a": {"release": "a" * 54}}}, False),
        ({"charts": {"a": {"kubeVersions": "1.33"}}}, False),
        ({"charts": {"a": {"kubeVersions": ["1"]}}}, False),
        ({"exceptions": [{"policy": "a", "reason": "b", "expires": "2026-13-01"}]}, False),
        ({"exceptions": [{"policy": "a", "reason": "b", "expires": "2026-1-1"}]}, False),
    ],
    ids=str,
)
def test_both_say_this(body: Body, accepted: bool) -> None:  # noqa: FBT001 - the expected answer
    assert schema_takes(body) is accepted
    assert loader_takes(body) is accepted


def test_only_the_loader_knows_the_calendar() -> None:
    body: Body = {"exceptions": [{"policy": "a", "reason": "b", "expires": "2027-02-29"}]}
    assert schema_takes(body)
    assert not loader_takes(body)


def test_it_knows_the_keys_that_the_loader_knows() -> None:
    of_policy = SCHEMA["properties"]["policies"]["additionalProperties"]
    assert tuple(SCHEMA["properties"]) == settings_file.KEYS
    assert tuple(SCHEMA["properties"]["paths"]["properties"]) == settings_file.PATHS_KEYS
    assert tuple(of_policy["properties"]) == settings_file.POLICY_KEYS
    of_chart = SCHEMA["properties"]["charts"]["additionalProperties"]
    assert tuple(of_chart["properties"]) == chart_entry.KEYS
    assert tuple(EXCEPTION["properties"]) == exception_entry.KEYS
    assert tuple(EXCEPTION["properties"]["match"]["properties"]) == exception_entry.MATCH_KEYS


def described(schema: Mapping[str, Value], path: str = "") -> Iterator[tuple[str, bool]]:
    """Each key that an author may write, and whether the editor has a sentence for it."""
    properties = schema.get("properties")
    for key, inner in properties.items() if isinstance(properties, dict) else ():
        if isinstance(inner, dict):
            yield f"{path}.{key}", str(inner.get("description", "")).endswith(".")
            yield from described(inner, f"{path}.{key}")
    free = schema.get("additionalProperties")
    if isinstance(free, dict):
        yield from described(free, f"{path}.*")


@pytest.mark.parametrize("schema", [SCHEMA, EXCEPTION], ids=["settings", "exception"])
def test_every_key_is_described(schema: Mapping[str, Value]) -> None:
    keys = dict(described(schema))
    assert len(keys) > 10
    assert not [key for key, has_sentence in keys.items() if not has_sentence]


def examples(schema: Value) -> Iterator[tuple[Value, Value]]:
    """Each schema that shows examples, with each of them."""
    if isinstance(schema, dict):
        shown = schema.get("examples")
        yield from ((schema, value) for value in (shown if isinstance(shown, list) else ()))
        for key, inner in schema.items():
            if key != "examples":
                yield from examples(inner)


def test_its_examples_fit() -> None:
    shown = list(examples(SCHEMA))
    assert len(shown) > 20
    for schema, value in shown:
        assert isinstance(schema, dict)
        Draft202012Validator({**schema, "$defs": SCHEMA["$defs"]}).validate(value)
