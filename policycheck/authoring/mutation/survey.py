"""What of a policy its examples do not prove: the mutants that none of them kills."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from policycheck.authoring.mutation.every import mutants
from policycheck.authoring.mutation.mutant import Mutant
from policycheck.authoring.trial import Trial, prepared, tried
from policycheck.errors import PolicyError, did_you_mean
from policycheck.language.compiled import compile_policy
from policycheck.model import Equivalent, Policy
from policycheck.records import Record


class Survey(Record):
    """The mutants of one policy: killed by an example, equivalent for a reason that the file gives, or survivors.

    `faults` are entries of `equivalent` that name no mutant, or one that an example kills.
    """

    policy: Policy
    mutants: int
    killed: int
    equivalent: tuple[Equivalent, ...]
    survivors: tuple[Mutant, ...]
    faults: tuple[PolicyError, ...]


def survey(policy: Policy) -> Survey:
    """Try every mutant on the policy's examples, which must all hold for the policy itself."""
    trials = [prepared(example) for example in policy.examples]
    reasons = {entry.mutant: entry for entry in policy.equivalent}
    made = list(mutants(policy))
    alive = {mutant.name: mutant for mutant in made if not killed(mutant.policy, trials)}
    return Survey(
        policy=policy,
        mutants=len(made),
        killed=len(made) - len(alive),
        equivalent=tuple(entry for entry in policy.equivalent if entry.mutant in alive),
        survivors=tuple(mutant for name, mutant in alive.items() if name not in reasons),
        faults=tuple(_faults(reasons.values(), policy, [mutant.name for mutant in made], alive)),
    )


def killed(mutant: Policy, trials: Iterable[Trial]) -> bool:
    """Whether an example judges the mutant otherwise than it states; a mutant that cannot be evaluated counts too."""
    try:
        compiled = compile_policy(mutant)
    except PolicyError:
        return True
    return not all(tried(compiled, trial).holds(trial.example) for trial in trials)


def _faults(
    entries: Iterable[Equivalent], policy: Policy, names: Sequence[str], alive: Mapping[str, Mutant]
) -> Iterator[PolicyError]:
    for entry in entries:
        if entry.mutant not in names:
            message = f"equivalent: no mutant is called `{entry.mutant}`{did_you_mean(entry.mutant, names)}"
        elif entry.mutant not in alive:
            message = f"equivalent: an example kills `{entry.mutant}`; remove this entry"
        else:
            continue
        yield PolicyError(message, source=policy.source, line=entry.line)
