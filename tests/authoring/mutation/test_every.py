from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from policycheck.authoring.mutation.every import mutants
from policycheck.language.library import read_file
from policycheck.model import Policy, Value
from tests.authoring.mutation.config_maps import EXAMPLES
from tests.authoring.mutation.surveys import BUNDLED
from tests.language.policy_texts import sample


def test_every_mutant_differs_from_its_policy_and_has_a_name_of_its_own() -> None:
    wrong = [f"{policy.source}: {what}" for policy in BUNDLED for what in _wrong_with_mutants(policy)]
    assert not wrong, "\n".join(wrong)


def _wrong_with_mutants(policy: Policy) -> Iterator[str]:
    made = list(mutants(policy))
    if not made:
        yield "no mutant"
    for name, times in Counter(mutant.name for mutant in made).items():
        if times > 1:
            yield f"{times} are called `{name}`"
    for mutant in made:
        if mutant.policy == policy or not mutant.advice:
            yield f"`{mutant.name}` changes nothing or gives no advice"


def test_the_order_of_mutants_is_the_same_in_every_run() -> None:
    def order(policy: Policy) -> list[str]:
        return [mutant.name for mutant in mutants(policy)]

    assert [policy.source for policy in BUNDLED if order(policy) != order(read_file(policy.source))] == []


def names(*without: str, **keys: Value) -> list[str]:
    return [mutant.name for mutant in mutants(sample(*without, **{"examples": EXAMPLES, **keys}))]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        pytest.param({}, ["drop when", "misspell data in when"], id="when"),
        pytest.param({}, ["drop at", "misspell metadata in at", "misspell labels in at"], id="at"),
        pytest.param({}, ["drop match.kind", "drop match.labels", "drop match.hooks"], id="match"),
        pytest.param(
            {"match": {"kind": ["ConfigMap", "Secret"], "name": "a-*"}},
            ["drop match.kind", "drop kind ConfigMap", "drop kind Secret", "drop match.name"],
            id="lists of match",
        ),
        pytest.param({"match": {"pod": "any"}}, ["narrow match.pod to long-running", "drop match.pod"], id="pod: any"),
        pytest.param({"match": {"pod": "job"}}, ["widen match.pod to any"], id="pod: job"),
        pytest.param(
            {"assert": ["data", "kind"]}, ["drop assert 1", "misspell kind in assert 2"], id="list of asserts"
        ),
        pytest.param({"foreach": ["data", "kind"]}, ["drop foreach 2", "misspell data in foreach 1"], id="foreach"),
        pytest.param({"when": "a || a"}, ["misspell a in when", "misspell a in when (2)"], id="the same name twice"),
        pytest.param({"params": {"n": {"default": 2}}}, ["raise 2 in params.n", "lower 2 in params.n"], id="a number"),
        pytest.param({"params": {"n": {"default": ["a", "b"]}}}, ["drop element 2 in params.n"], id="a list"),
        pytest.param({"params": {"n": {"default": True}}}, ["flip true in params.n"], id="a switch"),
    ],
)
def test_mutants_of_a_policy(keys: dict[str, Value], expected: list[str]) -> None:
    made = names(**{key.replace("assert", "assert_"): value for key, value in keys.items()})
    assert [name for name in made if name in expected] == expected


def test_a_schema_loses_each_keyword() -> None:
    title: Value = {"minLength": 1, "title": "an annotation"}
    schema: Value = {"required": ["data", "kind"], "properties": {"title": title}, "anyOf": [{"const": {"a": 1}}, True]}
    assert [name for name in names("assert", "at", "when", "params", schema=schema) if "schema" in name] == [
        "drop required in schema",
        "drop element 1 of required in schema",
        "drop element 2 of required in schema",
        "drop properties in schema",
        "drop properties.title in schema",
        "drop properties.title.minLength in schema",
        "raise 1 of properties.title.minLength in schema",
        "lower 1 of properties.title.minLength in schema",
        "drop anyOf in schema",
        "drop element 1 of anyOf in schema",
        "drop element 2 of anyOf in schema",
        "drop anyOf 1.const in schema",
    ]


def test_what_changes_no_verdict_is_no_mutant() -> None:
    assert "drop at" not in names(at="@")
    assert "drop match.pod" not in names(match={"pod": "any"}, foreach="$containers[].ports[]")
