"""Policies made ready to judge: what they remember, and what they need not compile."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import PolicyError
from policycheck.language.choice import concerns
from policycheck.language.compiled import compile_policy, with_params
from policycheck.language.judge import judge
from policycheck.model import Match, Value
from tests.language.surroundings import context, context_of_body
from tests.runs import policy

LABELS = st.dictionaries(
    st.sampled_from("abcd"), st.one_of(st.sampled_from(["x", "y", "", "1"]), st.integers(0, 1), st.none())
)
BY_VALUE = policy(foreach="entries(metadata.labels)", when="value != 'y'", assert_="matches(value, '^x')", at="@")


@given(st.lists(LABELS, max_size=4))
def test_what_was_judged_before_is_judged_alike(each: list[dict[str, Value]]) -> None:
    """Labels that are only texts are judged once; 1, true and "1" are never taken for one another."""
    remembering = compile_policy(BY_VALUE)
    assert remembering.condition().by_value
    for labels in each:
        one = context_of_body({"metadata": {"labels": labels}})
        assert judge(remembering, one) == judge(compile_policy(BY_VALUE), one)


@pytest.mark.parametrize(
    ("expression", "by_value"),
    [
        ("matches(value, 'x')", True),
        ("is_secret_name(key) && !contains($params.allowed, key)", True),
        ("value == $self.metadata.name", False),
        ("$container", False),
        ("kube_at_least('1.30')", False),
        ("selected_by('Service')", False),
        ("effective_limit('memory')", False),
        ("every(value, &@ == $item.value)", True),
        ("$self.kind == key", False),
    ],
)
def test_an_item_decides_alone_where_nothing_around_it_is_asked(expression: str, *, by_value: bool) -> None:
    params = {"allowed": {"type": "array", "default": []}}
    compiled = compile_policy(policy(foreach="entries(data)", params=params, assert_=expression))
    assert compiled.condition().by_value is by_value


def test_other_parameters_have_verdicts_of_their_own() -> None:
    keys: dict[str, Value] = {"params": {"wanted": {"type": "string", "default": "x"}}, "foreach": "entries(data)"}
    compiled = compile_policy(policy(**keys, assert_="value == $params.wanted"))
    one = context_of_body({"data": {"a": "x"}})
    assert not judge(compiled, one).violations
    assert judge(with_params(compiled, {"wanted": "y"}), one).violations


@pytest.mark.parametrize(
    ("match", "concerned"),
    [
        (Match(), True),
        (Match(kinds=("Pod",)), True),
        (Match(kinds=("Deployment",)), False),
        (Match(pod="any"), True),
        (Match(kinds=("Service",), pod="any"), False),
    ],
)
def test_a_policy_whose_kinds_are_absent_is_not_concerned(match: Match, *, concerned: bool) -> None:
    index = context("{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: []}}").index
    assert concerns(match, index) is concerned


def test_what_nothing_is_asked_of_is_not_compiled() -> None:
    """An expression that was not verified says what is wrong when it is first needed."""
    broken = compile_policy(policy(foreach="spec.items[]", assert_="name ="))
    assert not judge(broken, context_of_body({})).judged
    with pytest.raises(PolicyError):
        judge(broken, context_of_body({"spec": {"items": [{"name": "a"}]}}))
