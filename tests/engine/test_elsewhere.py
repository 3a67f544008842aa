"""A value that cannot be read is said where it stands, once, however many others it keeps from being judged."""

from __future__ import annotations

import pytest

from policycheck.model import Outcome, Policy
from tests.runs import judged, policy

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: NAME}
spec:
  replicas: 2
  template: {metadata: {labels: {app: NAME}}, spec: {containers: [{name: a, image: "a:1"}]}}
---
"""
BROKEN = """\
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: odd}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: 5}}}
---
"""
MANIFESTS = DEPLOYMENT.replace("NAME", "web") + BROKEN + DEPLOYMENT.replace("NAME", "api")
OF_WORKLOADS = policy("covered", match={"kind": "Deployment"}, assert_="selected_by('PodDisruptionBudget')")
OF_WORKLOADS_TOO = policy(
    "warns", match={"kind": "Deployment"}, severity="warning", assert_="selected_by('PodDisruptionBudget')"
)
OF_BUDGETS = policy("selects", match={"kind": "PodDisruptionBudget"}, assert_="selects_pods()")


def told(outcomes: list[Outcome]) -> list[tuple[object, ...]]:
    return [
        (one.policy.id, one.resource.name, one.status, *(finding.path for finding in one.findings)) for one in outcomes
    ]


@pytest.mark.parametrize("policies", [(OF_WORKLOADS, OF_WORKLOADS_TOO), (OF_WORKLOADS_TOO, OF_WORKLOADS)])
def test_where_no_policy_judges_it_the_most_urgent_that_met_it_says_so(policies: tuple[Policy, ...]) -> None:
    outcomes = judged(MANIFESTS, *policies)
    assert told(outcomes) == [
        ("covered", "web", "skip"),
        ("warns", "web", "skip"),
        ("covered", "odd", "fail", ("spec", "selector", "matchLabels", "app")),
        ("covered", "api", "skip"),
        ("warns", "api", "skip"),
    ]
    assert outcomes[0].reason == "cannot be judged, as PodDisruptionBudget/odd cannot be read"
    assert outcomes[2].findings[0].message == "cannot be judged: 5 is not a label value"
    assert outcomes[2].findings[0].line == 11


def test_the_policy_of_the_resource_itself_says_it_first() -> None:
    assert told(judged(MANIFESTS, OF_WORKLOADS, OF_BUDGETS)) == [
        ("covered", "web", "skip"),
        ("selects", "odd", "fail", ("spec", "selector", "matchLabels", "app")),
        ("covered", "api", "skip"),
    ]


def test_what_the_rest_answers_is_judged() -> None:
    budget = BROKEN.replace("odd", "web").replace("app: 5", "app: web")
    assert told(judged(MANIFESTS + budget, OF_WORKLOADS, OF_BUDGETS)) == [
        ("covered", "web", "pass"),
        ("selects", "odd", "fail", ("spec", "selector", "matchLabels", "app")),
        ("covered", "api", "skip"),
        ("selects", "web", "pass"),
    ]


def test_a_policy_that_judges_both_says_it_in_its_own_outcome() -> None:
    both = policy(
        "both", match={"kind": ["Deployment", "PodDisruptionBudget"]}, when="kind == 'Deployment'",
        assert_="selected_by('PodDisruptionBudget')",
    )  # fmt: skip
    assert told(judged(MANIFESTS, both)) == [
        ("both", "web", "skip"),
        ("both", "odd", "fail", ("spec", "selector", "matchLabels", "app")),
        ("both", "api", "skip"),
    ]


def test_in_foreach_and_beside_other_findings_too() -> None:
    each = policy("each", match={"kind": "Deployment"}, foreach="selected_by('PodDisruptionBudget')", assert_="spec")
    named = policy(
        "named",
        match={"kind": "Deployment"},
        foreach=["metadata.name", "spec.replicas"],
        assert_="@ == 'x' || @ == `2` && selected_by('PodDisruptionBudget')",
    )
    web = DEPLOYMENT.replace("NAME", "web")
    assert told(judged(web + BROKEN, each)) == [
        ("each", "web", "skip"),
        ("each", "odd", "fail", ("spec", "selector", "matchLabels", "app")),
    ]
    assert told(judged(web + BROKEN, named)) == [
        ("named", "web", "fail", ("metadata", "name")),
        ("named", "odd", "fail", ("spec", "selector", "matchLabels", "app")),
    ]
