"""Kinds and calls that are written out: what is known, and what may be somebody's own."""

from __future__ import annotations

import pytest

from policycheck.kubernetes.kinds import HOME_GROUPS
from policycheck.language.functions import OF_CONTAINER, registry
from policycheck.language.known_calls import unknown_kind, wrong_call
from policycheck.language.syntax import parse
from policycheck.language.tree import children


@pytest.mark.parametrize("kind", sorted(HOME_GROUPS))
def test_a_known_kind_is_known_bare_and_in_its_groups(kind: str) -> None:
    assert unknown_kind(kind) == ""
    assert [unknown_kind(f"{group or 'core'}/{kind}") for group in HOME_GROUPS[kind]] == [""] * len(HOME_GROUPS[kind])


@pytest.mark.parametrize(
    "kind", ["Widget", "example.com/Widget", "example.com/Deploymnt", "v1/Service", "serving.knative.dev/Service"]
)
def test_a_kind_of_ones_own_is_taken(kind: str) -> None:
    assert unknown_kind(kind) == ""


@pytest.mark.parametrize(
    "kind", ["Deployments", "deployment", "apps/Deploymen", "core/Deployment", "monitoring/PodMonitor"]
)
def test_a_near_miss_is_none(kind: str) -> None:
    assert unknown_kind(kind) != ""


@pytest.mark.parametrize(
    "text", ["length(a)", "every(a, &b)", "merge(a)", "merge(a, b, c)", "peers(kind)", "matches(a, b)"]
)
def test_a_call_that_may_be_right_is_taken(text: str) -> None:
    ast = parse(text).ast
    assert wrong_call(str(ast["value"]), children(ast)) == ""


def test_the_functions_of_a_container_are_there() -> None:
    assert registry.names() >= OF_CONTAINER
