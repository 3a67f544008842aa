from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from policycheck.authoring.mutation.every import mutants
from policycheck.authoring.mutation.survey import Survey, killed, survey
from policycheck.authoring.trial import prepared
from policycheck.errors import PolicyError
from policycheck.model import Policy, Value
from tests.authoring.mutation.config_maps import EXAMPLES, OTHER
from tests.authoring.mutation.surveys import BUNDLED, survey_of
from tests.effort import tries
from tests.language.policy_texts import SOURCE, policy_text, sample


@pytest.mark.parametrize("policy", BUNDLED, ids=lambda policy: policy.id)
def test_no_mutant_of_a_bundled_policy_survives_without_a_reason(policy: Policy) -> None:
    found = survey_of(policy)
    assert [mutant.name for mutant in found.survivors] == []
    assert found.faults == ()
    assert found.mutants == found.killed + len(found.equivalent)


def surveyed(**keys: Value) -> Survey:
    match = {"kind": "ConfigMap"}
    return survey(sample("params", "when", **{"match": match, "examples": EXAMPLES, **keys}))


def test_a_mutant_that_no_example_notices_survives_with_advice() -> None:
    found = surveyed()
    assert [(mutant.name, mutant.advice) for mutant in found.survivors] == [
        ("drop match.kind", "add a `skip` example that would fail but for it")
    ]
    assert (found.mutants, found.killed, found.equivalent) == (found.killed + 1, found.killed, ())


def test_the_example_that_it_asks_for_kills_it() -> None:
    assert isinstance(EXAMPLES, dict)
    assert surveyed(examples={**EXAMPLES, "skip": [{"name": "a Service", "manifest": OTHER}]}).survivors == ()


def test_an_equivalent_mutant_does_not_survive() -> None:
    found = surveyed(equivalent=[{"mutant": "drop match.kind", "reason": "nothing else is rendered here"}])
    assert found.survivors == ()
    assert [entry.mutant for entry in found.equivalent] == ["drop match.kind"]
    assert found.faults == ()


@pytest.mark.parametrize(
    ("mutant", "said"),
    [
        ("drop match.kinds", 'no mutant is called `drop match.kinds`; did you mean "drop match.kind"?'),
        ("drop at", "an example kills `drop at`; remove this entry"),
    ],
)
def test_an_equivalent_that_is_none_is_an_error_in_its_line(mutant: str, said: str) -> None:
    found = surveyed(equivalent=[{"mutant": mutant, "reason": "no example can tell"}])
    (fault,) = found.faults
    assert said in fault.message
    assert (fault.source, fault.line) == (SOURCE, found.policy.equivalent[0].line)


@tries(20)
@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x2FF, exclude_categories=["Cc"]), min_size=1))
def test_no_name_but_a_mutants_is_taken_for_equivalent(name: str) -> None:
    assume(name not in {mutant.name for mutant in mutants(sample(examples=EXAMPLES))})
    policy = sample(equivalent=[{"mutant": name, "reason": "no example can tell"}], examples=EXAMPLES)
    assert [fault.message.startswith("equivalent: no mutant is called") for fault in survey(policy).faults] == [True]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"mutant": "drop when"}, "`equivalent[0].reason` is missing"),
        ({"mutant": "drop when", "reason": " "}, "say why no example can tell this mutant from the policy"),
        ({"reason": "so it is"}, "`equivalent[0].mutant` is missing"),
        ({"mutants": "drop when", "reason": "x"}, 'unknown key `equivalent[0].mutants`; did you mean "mutant"?'),
        ("drop when", "`equivalent[0]` must be a mapping"),
    ],
)
def test_an_equivalent_names_a_mutant_and_its_reason(entry: Value, said: str) -> None:
    with pytest.raises(PolicyError) as refused:
        sample(equivalent=[entry])
    assert said in refused.value.message
    assert (refused.value.source, refused.value.line) == (SOURCE, policy_text(equivalent=[entry]).count("\n"))


def test_an_equivalent_is_listed_once() -> None:
    entry = {"mutant": "drop when", "reason": "x"}
    with pytest.raises(PolicyError, match="`drop when` is listed twice, first in line"):
        sample(equivalent=[entry, entry])


@pytest.mark.parametrize("broken", ["metadata.", "div(1, 0)", "matches(metadata.name, '(')", "lenght(@)"])
def test_a_mutant_that_cannot_be_evaluated_is_killed(broken: str) -> None:
    policy = sample("params", "when", match={"kind": "ConfigMap"}, examples=EXAMPLES)
    trials = [prepared(example) for example in policy.examples]
    assert not killed(policy, trials)
    assert killed(policy._replace(asserts=(broken,)), trials)
