"""Every mutant of a policy, in the order of its keys and, within an expression, in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TypeAlias

from policycheck.authoring.mutation.data import list_mutants, match_mutants, parameter_mutants, schema_mutants
from policycheck.authoring.mutation.expressions import changes
from policycheck.authoring.mutation.mutant import Mutant
from policycheck.model import Policy

Texts: TypeAlias = tuple[str, ...]


def mutants(policy: Policy) -> Iterator[Mutant]:
    """Each differs from the policy; of several with one name the second is called `... (2)`. PolicyError as `parse`."""
    names: Counter[str] = Counter()
    for mutant in _made(policy):
        if mutant.policy != policy:
            names[mutant.name] += 1
            number = names[mutant.name]
            yield mutant if number == 1 else mutant._replace(name=f"{mutant.name} ({number})")


def _made(policy: Policy) -> Iterator[Mutant]:
    yield from parameter_mutants(policy)
    yield from match_mutants(policy)
    yield from list_mutants(policy)
    yield from _expression_mutants(policy)
    yield from schema_mutants(policy)


def _expression_mutants(policy: Policy) -> Iterator[Mutant]:
    yield from _in_list("foreach", policy.foreach, lambda texts: policy._replace(foreach=texts))
    if policy.when is not None:
        yield from _in_list("when", (policy.when,), lambda texts: policy._replace(when=texts[0]))
    yield from _in_list("assert", policy.asserts, lambda texts: policy._replace(asserts=texts))
    if policy.at is not None:
        yield from _in_list("at", (policy.at,), lambda texts: policy._replace(at=texts[0]))


def _in_list(key: str, texts: Texts, replace: Callable[[Texts], Policy]) -> Iterator[Mutant]:
    for place, text in enumerate(texts):
        where = f"{key} {place + 1}" if len(texts) > 1 else key
        for name, changed in changes(text):
            advice = f"add an example that `{changed}` would judge otherwise"
            yield Mutant(f"{name} in {where}", replace((*texts[:place], changed, *texts[place + 1 :])), advice)
