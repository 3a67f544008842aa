"""A policy's examples, run: the verdict must be the one stated, and a failure must be exactly where it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from policycheck.authoring.trial import Tried, prepared, tried
from policycheck.errors import PolicyError
from policycheck.language.compiled import compile_policy
from policycheck.model import Example, Policy
from policycheck.records import Record


class ExampleResult(Record):
    """`difference` says, a line each, what was expected and what was found instead; empty where it passed."""

    policy: Policy
    example: Example
    difference: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.difference


def run_examples(policies: Iterable[Policy]) -> Iterator[ExampleResult]:
    for policy in policies:
        for example in policy.examples:
            yield ExampleResult(policy, example, tuple(_difference(policy, example)))


def _difference(policy: Policy, example: Example) -> Iterator[str]:
    try:
        found = tried(compile_policy(policy), prepared(example))
    except PolicyError as error:
        yield f"expected {example.verdict}, got error: {error.message}"
        return
    if found.error is not None:
        yield f"expected {example.verdict}, got error: {found.error}"
    elif found.verdict != example.verdict:
        yield f"expected {example.verdict}, got {found.verdict}"
    yield from _different_places(example, found)


def _different_places(example: Example, found: Tried) -> Iterator[str]:
    expected = Counter(example.at)
    yield from (f"expected a finding at {place}, got none" for place in sorted((expected - found.places).elements()))
    yield from (f"expected no finding at {place}, got one" for place in sorted((found.places - expected).elements()))
