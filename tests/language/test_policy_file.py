"""A policy file to a Policy, and every way in which a file is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import PolicyError
from policycheck.language.policy_file import read_policy
from policycheck.model import Match, Value
from tests.effort import tries
from tests.language.policy_texts import SOURCE, policy_text, sample


def refusal(*without: str, **changes: Value) -> str:
    text = policy_text(*without, **changes)
    with pytest.raises(PolicyError) as caught:
        read_policy(text.encode(), SOURCE)
    return str(caught.value).removeprefix(f"{SOURCE}:")


def line_of(key: str, *without: str, **changes: Value) -> int:
    return policy_text(*without, **changes).split(f'"{key}":')[0].count("\n") + 1


def test_a_policy_file_is_read_as_it_is_written() -> None:
    policy = sample()
    assert (policy.id, policy.area, policy.source) == ("sample", "area", SOURCE)
    assert (policy.title, policy.severity, policy.default) == ("Config maps have an owner", "error", True)
    assert (policy.tags, policy.references) == (("house",), ("https://example.com/owners",))
    assert (policy.rationale, policy.remediation) == ("Somebody must know whom to ask.", "Add the label owner.")
    assert policy.match == Match(kinds=("ConfigMap",), labels={"tier": "web-*"}, hooks="include")
    assert policy.params == {"label": {"type": "string", "default": "owner"}}
    assert (policy.foreach, policy.when, policy.asserts) == ((), "data", ("metadata.labels.owner",))
    assert (policy.at, policy.message) == ("metadata.labels", "{{ metadata.name }} has no owner")
    assert (policy.fix, policy.schema) == ("labels.owner in values.yaml", None)
    assert [example.name for example in policy.examples] == ["a label", "none", "a container", "a pod", "a spec"]


def test_what_may_be_left_out_has_a_default() -> None:
    optional = ("default", "tags", "rationale", "remediation", "references", "params", "when", "at", "message", "fix")
    examples = {"pass": [{"name": "a", "spec": {}}], "fail": [{"name": "b", "spec": {}, "at": ["."]}]}
    policy = sample(*optional, match={}, examples=examples)
    assert policy.default
    assert policy.match == Match()
    assert (policy.tags, policy.references, policy.params) == ((), (), {})
    assert (policy.rationale, policy.when, policy.at, policy.message, policy.fix) == ("", None, None, None, None)


@pytest.mark.parametrize(
    ("written", "read"),
    [("a", ("a",)), (["a", "b"], ("a", "b"))],
    ids=["one text", "a list of texts"],
)
def test_one_text_or_a_list_may_be_written(written: Value, read: tuple[str, ...]) -> None:
    assert sample(foreach=written).foreach == read
    assert sample(assert_=written).asserts == read
    assert sample(match={"kind": written}).match.kinds == read
    assert sample(match={"name": written, "namespace": written}).match.names == read


def test_assert_false_and_schema_leave_no_asserts() -> None:
    assert sample(assert_=False).asserts == ()
    assert sample(assert_=False).schema is None
    policy = sample("assert", "at", schema={"type": "object"})
    assert (policy.asserts, policy.schema) == ((), {"type": "object"})


@pytest.mark.parametrize("word", ["on", "true", "yes"])
def test_a_yaml_switch_is_a_switch(word: str) -> None:
    text = policy_text("default") + f"default: {word}\n"
    assert read_policy(text.encode(), SOURCE).default
    text = policy_text("default") + "default: off\n"
    assert not read_policy(text.encode(), SOURCE).default


def test_without_examples_the_text_from_there_on_is_not_read() -> None:
    text = "\n".join(line for line in policy_text().splitlines() if not line.startswith('"examples"'))
    policy = read_policy(f"{text}\nexamples: [this is [not read\n".encode(), SOURCE, examples=False)
    assert policy == sample()._replace(examples=())


@pytest.mark.parametrize(
    ("changes", "key", "says"),
    [
        ({"titel": "x"}, "titel", 'unknown key `titel`; did you mean "title"?'),
        ({"asert": "x"}, "asert", 'unknown key `asert`; did you mean "assert"?'),
        ({"assert_": True}, "assert", "`assert` must be an expression, a list of expressions, or false"),
        ({"assert_": []}, "assert", "`assert` is an empty list"),
        ({"assert_": [False]}, "assert", "`assert` must be text, not false; quote it"),
        ({"schema": {}}, "schema", "a policy judges by exactly one of `assert` and `schema`"),
        ({"foreach": []}, "foreach", "`foreach` is an empty list"),
        ({"foreach": {"a": 1}}, "foreach", "`foreach` must be text, not a mapping"),
        ({"when": None}, "when", "`when` has no value; write one or remove the key"),
        ({"when": True}, "when", "`when` must be text, not true; quote it"),
        ({"at": ["a", "b"]}, "at", "`at` must be text, not a list"),
        ({"message": 1}, "message", "`message` must be text, not 1; quote it"),
        (
            {"apiVersion": "policycheck/v2"},
            "apiVersion",
            "`apiVersion` must be one of policycheck/v1, not `policycheck/v2`",
        ),
        ({"severity": "eror"}, "severity", 'must be one of error, warning, info, not `eror`; did you mean "error"?'),
        ({"severity": 1}, "severity", "must be one of error, warning, info, not 1"),
        ({"default": "off"}, "default", "`default` must be on or off, not a string"),
        ({"tags": [2.1]}, "tags", "`tags` must be text, not 2.1; quote it"),
        ({"id": "Sample"}, "id", "id `Sample` must be lower-case words joined by hyphens"),
        ({"id": "sample-"}, "id", "must be lower-case words joined by hyphens"),
        ({"id": "other"}, "id", "id `other` must be the file's name; rename the file or write `id: sample`"),
        ({"match": {"kinds": "Pod"}}, "match", 'unknown key `match.kinds`; did you mean "kind"?'),
        ({"match": {"pod": "longrunning"}}, "match", 'not `longrunning`; did you mean "long-running"?'),
        ({"match": {"hooks": True}}, "match", "`match.hooks` must be one of exclude, include, not true"),
        ({"match": {"kind": []}}, "match", "`match.kind` is an empty list"),
        ({"match": {"kind": None}}, "match", "`match.kind` has no value"),
        ({"match": {"labels": {"app": 1}}}, "match", "`match.labels.app` must be text, not 1; quote it"),
        ({"match": {"labels": {"app": None}}}, "match", "`match.labels.app` has no value"),
        ({"match": {"labels": ["app"]}}, "match", "`match.labels` must be a mapping, not a list"),
        ({"match": "Pod"}, "match", "`match` must be a mapping, not a string"),
        ({"params": {"x": {"type": "string"}}}, "params", "parameter `x` must be a JSON Schema with a default"),
        ({"params": {"x": None}}, "params", "parameter `x` must be a JSON Schema with a default"),
        ({"params": {"x": 5}}, "params", "`params.x` must be a mapping, not 5"),
        ({"params": ["x"]}, "params", "`params` must be a mapping, not a list"),
        ({"equivalent": [{"mutant": "x"}]}, "equivalent", "`equivalent[0].reason` is missing"),
        ({"equivalent": [{"mutant": "x", "why": "y"}]}, "equivalent", "unknown key `equivalent[0].why`"),
    ],
    ids=lambda given: str(given) if isinstance(given, dict) else "",
)
def test_a_mistake_is_refused_with_its_line(changes: dict[str, Value], key: str, says: str) -> None:
    message = refusal(**changes)
    assert says in message
    assert message.startswith(f"{line_of(key, **changes)}: ")


@pytest.mark.parametrize("key", ["apiVersion", "id", "title", "severity", "match", "examples"])
def test_a_required_key_is_missed_by_name(key: str) -> None:
    assert refusal(key) == f"1: `{key}` is missing"


def test_a_policy_without_a_leaf_is_refused() -> None:
    assert refusal("assert") == "1: a policy judges by exactly one of `assert` and `schema`"


def test_at_beside_a_schema_is_refused() -> None:
    assert "remove `at`" in refusal("assert", schema={})
    assert "`schema` has no value" in refusal("assert", "at", schema=None)


def test_a_key_written_twice_is_refused() -> None:
    text = policy_text() + '"title": "again"\n'
    with pytest.raises(PolicyError, match="`title` is written twice, first in line 3; remove one"):
        read_policy(text.encode(), SOURCE)


@tries(80)
@given(st.one_of(st.binary(max_size=40), st.text(max_size=40).map(lambda text: text.encode(errors="replace"))))
def test_any_bytes_are_refused_with_a_line(text: bytes) -> None:
    with pytest.raises(PolicyError) as caught:
        read_policy(text, SOURCE)
    assert caught.value.source == SOURCE
    assert caught.value.line is not None
