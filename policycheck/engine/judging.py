"""One resource before all policies that take it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policycheck.engine.judged import Judged, Said
from policycheck.engine.matching import Matching, Panel
from policycheck.errors import PolicyError, Unreadable
from policycheck.language.choice import applies
from policycheck.language.compiled import Compiled
from policycheck.language.context import Context
from policycheck.language.items import Item
from policycheck.language.judge import chosen, judge, judge_items
from policycheck.language.judgement import PASS, SKIP, Judgement
from policycheck.language.places import nearest
from policycheck.model import Outcome, Path, Policy, Resource, Violation


def judge_all(context: Context, matching: Matching, said: Said) -> list[Outcome | Judged]:
    """What each policy that takes the resource makes of it, in the order of the policies."""
    resource = context.resource
    try:
        panel = matching.of(context)
    except Unreadable:
        told = list(_without_pods(context, matching.of_kind(resource.group, resource.kind)))
    else:
        told = [
            (one.policy, judgement) for one, judgement in zip(panel.policies, _judgements(context, panel), strict=True)
        ]
    unreadable = said.setdefault(id(resource.body), {})
    for policy, judgement in told:
        if policy.breaks == "install" and judgement.__class__ is Judgement and judgement.violations:
            for refused in judgement.violations:
                unreadable.setdefault(refused.path, policy.id)
    return [
        Outcome(policy, resource, policy.severity, "skip")  # most, and nearly all others pass
        if judgement is SKIP
        else Outcome(policy, resource, policy.severity, "pass")
        if judgement is PASS
        else _said(policy, resource, judgement, unreadable)
        for policy, judgement in told
    ]


def _judgements(context: Context, panel: Panel) -> list[Judgement | Judged]:
    """One for each policy of a panel. Policies that choose the same items are asked together: most find none."""
    judgements: list[Judgement | Judged] = list(panel.of_nothing)
    for alike in panel.choosing:
        try:
            items = chosen(panel.policies[alike[0]], context)
        except Exception as error:  # noqa: BLE001 - a policy that breaks is an outcome, not the end of the run
            for number in alike:
                judgements[number] = _broken(panel.policies[number], context, error)
            continue
        if items:
            for number in alike:
                judgements[number] = _judgement(panel.policies[number], context, items)
    return judgements


def _judgement(compiled: Compiled, context: Context, items: Sequence[Item | Unreadable]) -> Judgement | Judged:
    try:
        return judge_items(compiled, context, items)
    except Exception as error:  # noqa: BLE001 - idem
        return _broken(compiled, context, error)


def _broken(compiled: Compiled, context: Context, error: Exception) -> Judged:
    reason = error.message if isinstance(error, PolicyError) else _fault(error)
    return Judged(compiled.policy, context.resource, "error", reason=reason)


def _without_pods(context: Context, policies: Iterable[Compiled]) -> Iterator[tuple[Policy, Judgement | Judged]]:
    """Where a pod template is wanted and cannot be read, every policy that is about pods says so."""
    for compiled in policies:
        try:
            if applies(compiled.policy.match, context):
                yield compiled.policy, judge(compiled, context)
        except Unreadable as error:
            place = nearest(context.resource.body, error.path or ())
            unreadable = Violation(place, f"cannot be judged: {error.message}")
            yield compiled.policy, Judgement(judged=True, unreadable=(unreadable,))
        except Exception as error:  # noqa: BLE001 - idem
            yield compiled.policy, _broken(compiled, context, error)


def _said(policy: Policy, resource: Resource, judgement: Judgement | Judged, unreadable: dict[Path, str]) -> Judged:
    """What nobody can read is said once a place: by the first policy that met it, the most severe one.

    Where a policy says that the API server refuses a value, no other says that it cannot read it.
    """
    if isinstance(judgement, Judged):
        return judgement
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
