"""One resource before all policies that take it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from policycheck.engine.judged import Judged, Said
from policycheck.engine.matching import Matching
from policycheck.errors import PolicyError, Unreadable
from policycheck.language.choice import applies
from policycheck.language.compiled import Compiled
from policycheck.language.context import Context
from policycheck.language.judge import judge
from policycheck.language.judgement import PASS, SKIP, Judgement
from policycheck.language.places import nearest
from policycheck.model import Outcome, Path, Policy, Resource, Violation


def judge_all(context: Context, matching: Matching, said: Said) -> Iterator[Outcome | Judged]:
    judgements = list(_judgements(context, matching))
    unreadable = said.setdefault(id(context.resource.body), {})
    for policy, judgement in judgements:
        if policy.breaks == "install" and isinstance(judgement, Judgement):
            for refused in judgement.violations:
                unreadable.setdefault(refused.path, policy.id)
    for policy, judgement in judgements:
        if judgement is PASS or judgement is SKIP:  # nearly all
            yield Outcome(policy, context.resource, policy.severity, "pass" if judgement is PASS else "skip")
        elif isinstance(judgement, Judged):
            yield judgement
        else:
            yield _said(policy, context.resource, judgement, unreadable)


def _judgements(context: Context, matching: Matching) -> Iterator[tuple[Policy, Judgement | Judged]]:
    resource = context.resource
    judging: Callable[[Compiled, Context], Judgement | None] = judge
    try:
        taking = matching.of(context)
    except Unreadable:
        taking, judging = matching.of_kind(resource.group, resource.kind), _judge_what_applies
    for compiled in taking:
        policy = compiled.policy
        try:
            judgement = judging(compiled, context)
        except PolicyError as error:
            yield policy, Judged(policy, resource, "error", reason=error.message)
        except Exception as error:  # noqa: BLE001 - a policy that breaks is an outcome, not the end of the run
            yield policy, Judged(policy, resource, "error", reason=_fault(error))
        else:
            if judgement is not None:
                yield policy, judgement


def _judge_what_applies(compiled: Compiled, context: Context) -> Judgement | None:
    """Where a pod template is wanted and cannot be read, every policy that is about pods says so; None for others."""
    try:
        return judge(compiled, context) if applies(compiled.policy.match, context) else None
    except Unreadable as error:
        place = nearest(context.resource.body, error.path or ())
        return Judgement(judged=True, unreadable=(Violation(place, f"cannot be judged: {error.message}"),))


def _said(policy: Policy, resource: Resource, judgement: Judgement, unreadable: dict[Path, str]) -> Judged:
    """What nobody can read is said once a place: by the first policy that met it, the most severe one.

    Where a policy says that the API server refuses a value, no other says that it cannot read it.
    """
    news = tuple(found for found in judgement.unreadable if unreadable.setdefault(found.path, policy.id) == policy.id)
    violations = tuple(dict.fromkeys(judgement.violations + news))
    elsewhere = judgement.elsewhere
    if violations:
        return Judged(policy, resource, "fail", violations, elsewhere=elsewhere)
    if judgement.unreadable:
        by = unreadable[judgement.unreadable[0].path]
        return Judged(policy, resource, "skip", reason=f"cannot be judged, as {by} says", elsewhere=elsewhere)
    if elsewhere:
        other = elsewhere[0].resource
        reason = f"cannot be judged, as {other.kind}/{other.name} cannot be read"
        return Judged(policy, resource, "skip", reason=reason, elsewhere=elsewhere)
    return Judged(policy, resource, "pass" if judgement.judged else "skip")


def _fault(error: Exception) -> str:
    """Where it broke, never what it held: the message of a foreign error may quote a value."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" in {trace.tb_frame.f_code.co_name}, line {trace.tb_lineno}" if trace is not None else ""
    return f"the policy broke: {type(error).__name__}{place}; please report it"
