"""Exceptions that leave nothing to check: they are said even where they were meant."""

from __future__ import annotations

from collections.abc import Sequence

from policycheck.config.covering import covers_resource
from policycheck.config.globs import takes
from policycheck.kubernetes.kinds import group_of
from policycheck.language.library import is_chosen
from policycheck.model import Document, Policy, PolicyException, Resource


def boundless(exception: PolicyException, policies: Sequence[Policy]) -> str | None:
    """What an exception hides that takes several policies at once, all that run, and any resource; None for others.

    A plain id is a choice, also where no other policy runs.
    """
    if exception.policy in {policy.id for policy in policies}:
        return None
    if not all(is_chosen(policy, exception.policy) for policy in policies):
        return None
    if not all(covers_resource(exception, resource) for resource in _SAMPLES):
        return None
    if exception.container is None:
        return "every finding of every policy"
    if all(takes(exception.container, name) for name in _NAMES):
        return "every finding in any container"
    return None


_NAMES = ("a", "m-0.x", "zz-9")


def _sample(api_version: str, kind: str, namespace: str | None, name: str, chart: str) -> Resource:
    document = Document("sample", None, memoryview(b""), f"{chart}/templates/{name}.yaml", None)
    return Resource(api_version, group_of(api_version), kind, name, namespace, {}, document)


_SAMPLES = (
    _sample("apps/v1", "Deployment", "shop", "a", "shop"),
    _sample("v1", "Namespace", None, "m-0.x", "redis"),
    _sample("example.com/v1alpha1", "Widget", "zz-9", "zz-9", "zz/charts/a"),
)
"""Resources with nothing in common: what takes them all takes any. None has a label: one that is asked for limits."""
