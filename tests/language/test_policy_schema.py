"""policy.schema.json, which editors read, and `read_policy`, which counts, accept and refuse the same files.

What only the loader knows, and these tests step around: that the id is the file's name, that no key is written twice,
that an example sets only parameters the policy has, that no mutant is listed twice, and all that `verify` says.
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

from policycheck.errors import PolicyError
from policycheck.language import policy_examples, policy_file
from policycheck.language.policy_file import read_policy
from policycheck.model import Value
from tests.effort import tries
from tests.language.policy_texts import MANIFEST, SAMPLE, SOURCE, policy_text, yaml
from tests.language.surroundings import at

FILE = Path(policy_file.__file__).with_name("policy.schema.json")
SCHEMA = json.loads(FILE.read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)

Body = dict[str, Value]

PLAIN = {key: value for key, value in SAMPLE.items() if key not in {"at", "assert", "message"}}
VALID: dict[str, Body] = {
    "assert": SAMPLE,
    "a list of asserts": {**SAMPLE, "assert": ["data", "metadata.labels"], "foreach": "data"},
    "no such item": {**PLAIN, "assert": False, "foreach": ["data", "binaryData"]},
    "schema": {**PLAIN, "schema": {"required": ["data"]}, "message": "no data"},
    "equivalents": {**SAMPLE, "equivalent": [{"mutant": "drop when", "reason": "data is never null"}]},
}

VALUES: list[Value] = [None, True, False, 0, 1.5, "", "word", "1.30", [], ["word"], [1], [None], {}, {"x": 1}]


def loader_takes(body: Body) -> bool:
    try:
        read_policy(yaml(body).encode(), SOURCE)
    except PolicyError:
        return False
    return True


def schema_takes(body: Body) -> bool:
    return VALIDATOR.is_valid(body)


def only_the_loader_knows(body: Body) -> bool:
    params, cases = body.get("params"), body.get("examples")
    known = params if isinstance(params, dict) else {}
    chosen = [
        example.get("params")
        for examples in (cases.values() if isinstance(cases, dict) else ())
        for example in (examples if isinstance(examples, list) else ())
        if isinstance(example, dict)
    ]
    return body.get("id") in ("word", "samples") or any(
        name not in known for names in chosen if isinstance(names, dict) for name in names
    )


def paths(value: Value, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every path into a policy, but not into what is free: the schema of a parameter, the body of an example."""
    if path:
        yield path
    if path and path[-1] in {"container", "pod", "spec", "schema", "default"}:
        return
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in pairs:
        yield from paths(inner, (*path, step))


@st.composite
def changed(draw: st.DrawFn) -> Body:
    """A valid policy with one to three things dropped, renamed, added or replaced."""
    body = deepcopy(draw(st.sampled_from(list(VALID.values()))))
    for _ in range(draw(st.integers(1, 3))):
        where = list(paths(body))
        assume(where)
        *parents, last = draw(st.sampled_from(where))
        parent = at(body, tuple(parents))
        value: Value = deepcopy(draw(st.sampled_from(VALUES)))
        change = draw(st.sampled_from(["drop", "misspell", "add", "replace", "replace"]))
        if change == "add" and isinstance(parent, dict):
            change, last = "replace", draw(st.sampled_from(["at", "params", "kind", "container", "schema", "assert"]))
        change_at(parent, last, change, value)
    return body


def change_at(parent: Value, last: str | int, change: str, value: Value) -> None:
    """Drop or misspell a key or an entry, or put the value in its place."""
    assert isinstance(parent, (dict, list))
    if change == "drop":
        parent.pop(last)  # type: ignore[arg-type]  # a key of a mapping, an index of a list
    elif change == "misspell" and isinstance(parent, dict):
        parent[f"{last}s"] = parent.pop(last)
    else:
        parent[last] = value  # type: ignore[index]  # idem


def test_it_is_a_json_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", VALID)
def test_both_accept_a_valid_policy(name: str) -> None:
    assert schema_takes(VALID[name])
    assert loader_takes(VALID[name])


@tries(250)
@given(changed())
def test_both_say_the_same_of_a_changed_policy(body: Body) -> None:
    assume(not only_the_loader_knows(body))
    assert schema_takes(body) == loader_takes(body)


@pytest.mark.parametrize("name", VALID)
def test_both_say_the_same_of_each_key_dropped_misspelt_or_replaced(name: str) -> None:
    for *parents, last in paths(VALID[name]):
        for change, value in [("drop", None), ("misspell", None), *(("replace", value) for value in VALUES)]:
            body = deepcopy(VALID[name])
            change_at(at(body, tuple(parents)), last, change, value)
            if not only_the_loader_knows(body):
                assert schema_takes(body) == loader_takes(body), (*parents, last, value)


def example(**keys: Value) -> Body:
    return {**SAMPLE, "examples": {"pass": [{"name": "x", "spec": {}}], "fail": [{"name": "y", **keys}]}}


@pytest.mark.parametrize(
    ("body", "accepted"),
    [
        ({**SAMPLE, "assert": False}, True),
        ({**SAMPLE, "assert": True}, False),
        ({**SAMPLE, "assert": []}, False),
        ({**SAMPLE, "schema": {}}, False),
        ({**PLAIN, "schema": {}}, True),
        ({**PLAIN, "schema": {}, "at": "x"}, False),
        ({**PLAIN, "schema": None}, False),
        (PLAIN, False),
        ({**SAMPLE, "apiVersion": "policycheck/v2"}, False),
        ({**SAMPLE, "id": "Sample"}, False),
        ({**SAMPLE, "severity": "fatal"}, False),
        ({**SAMPLE, "default": "on"}, False),
        ({**SAMPLE, "match": {}}, True),
        ({**SAMPLE, "match": {"pod": "all"}}, False),
        ({**SAMPLE, "match": {"kinds": ["Pod"]}}, False),
        ({**SAMPLE, "foreach": []}, False),
        ({**SAMPLE, "when": None}, False),
        ({**SAMPLE, "examples": {"fail": [{"name": "y", "spec": {}, "at": ["."]}]}}, False),
        ({**SAMPLE, "examples": {"pass": [{"name": "x", "spec": {}}]}}, False),
        ({**SAMPLE, "examples": {"pass": [{"name": "x", "spec": {}, "at": ["."]}], "fail": []}}, False),
        (example(spec={}, at=["."]), True),
        (example(spec={}, at="."), True),
        (example(spec={}), False),
        (example(spec={}, at=[]), False),
        (example(at=["."]), False),
        (example(spec={}, pod={}, at=["."]), False),
        (example(container=None, at=["."]), False),
        (example(manifest=MANIFEST, at=["."]), True),
        (example(manifest={"kind": "Pod"}, at=["."]), False),
        (example(spec={}, at=["."], kubeVersion="1.30.2-gke.1"), True),
        (example(spec={}, at=["."], kubeVersion="newest"), False),
        (example(spec={}, at=["."], kubeVersion=1.3), False),
    ],
    ids=str,
)
def test_both_say_this(body: Body, accepted: bool) -> None:  # noqa: FBT001 - the expected answer
    assert schema_takes(body) is accepted
    assert loader_takes(body) is accepted


@pytest.mark.parametrize(
    "text",
    [
        policy_text(id="another"),
        policy_text() + '"title": "again"\n',
        policy_text(params={}),
    ],
    ids=["the id is the file's name", "no key is written twice", "an example sets known parameters"],
)
def test_this_only_the_loader_knows(text: str) -> None:
    with pytest.raises(PolicyError):
        read_policy(text.encode(), SOURCE)
    keys = dict(json.loads(f"{{{line}}}").popitem() for line in text.splitlines())
    assert schema_takes(keys)


def test_it_knows_the_keys_that_the_loader_knows() -> None:
    match, of_example = SCHEMA["properties"]["match"], SCHEMA["$defs"]["example"]
    assert set(SCHEMA["properties"]) == set(policy_file.KEYS)
    assert set(SCHEMA["required"]) == set(policy_file.REQUIRED)
    assert set(match["properties"]) == set(policy_file.MATCH_KEYS)
    assert set(of_example["properties"]) == set(policy_examples.KEYS)


def described(schema: Mapping[str, Value], path: str = "") -> Iterator[tuple[str, bool]]:
    """Each key that an author may write, and whether the editor has a sentence for it."""
    properties = schema.get("properties")
    for key, inner in properties.items() if isinstance(properties, dict) else ():
        if isinstance(inner, dict):
            yield f"{path}.{key}", str(inner.get("description", "")).endswith(".")
            yield from described(inner, f"{path}.{key}")
            items = inner.get("items")
            if isinstance(items, dict):
                yield from described(items, f"{path}.{key}[]")


@pytest.mark.parametrize("schema", [SCHEMA, SCHEMA["$defs"]["example"]], ids=["policy", "example"])
def test_every_key_is_described(schema: Mapping[str, Value]) -> None:
    assert not [key for key, has_sentence in described(schema) if not has_sentence]


def test_its_examples_fit() -> None:
    shown = 0
    for schema in (SCHEMA, SCHEMA["properties"]["match"], SCHEMA["$defs"]["example"]):
        for inner in schema["properties"].values():
            validator = Draft202012Validator({**inner, "$defs": SCHEMA["$defs"]})
            for value in inner.get("examples", ()):
                validator.validate(value)
                shown += 1
    assert shown > 20
