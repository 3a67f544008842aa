"""Every policy on every resource it matches, to a list of outcomes. Pure: no clock, no files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from policycheck.errors import PolicyError, Unreadable
from policycheck.exact_yaml.positions import locate_in_source
from policycheck.index import Index
from policycheck.language.choice import applies, takes_kind
from policycheck.language.compiled import Compiled
from policycheck.language.context import Context, Release
from policycheck.language.judge import Judgement, judge
from policycheck.language.places import nearest
from policycheck.model import Document, Finding, Outcome, Path, Resource, Status, Violation


class _Judged(NamedTuple):
    """An outcome whose findings have no place yet."""

    compiled: Compiled
    resource: Resource
    status: Status
    violations: tuple[Violation, ...] = ()
    reason: str | None = None


def check(resources: Sequence[Resource], policies: Sequence[Compiled], index: Index, release: Release) -> list[Outcome]:
    """Outcomes in source order, and per resource by urgency, then id: the order of `policies` means nothing."""
    # The most severe policy speaks first, so that what several cannot read is said with the severity it deserves.
    ordered = sorted(policies, key=lambda compiled: (*compiled.policy.urgency, compiled.policy.id))
    of_kind = cache(lambda group, kind: [one for one in ordered if takes_kind(one.policy.match, group, kind)])
    judged = [
        one
        for resource in resources
        for one in _judge_all(Context(resource, index, release), of_kind(resource.group, resource.kind))
    ]
    places = _places(judged)
    return [_outcome(one, places) for one in judged]


def _judge_all(context: Context, policies: Iterable[Compiled]) -> Iterator[_Judged]:
    unreadable: dict[Path, str] = {}
    for compiled in policies:
        try:
            judgement = _judgement(compiled, context)
        except PolicyError as error:
            yield _Judged(compiled, context.resource, "error", reason=error.message)
        except Exception as error:  # noqa: BLE001 - a policy that breaks is an outcome, not the end of the run
            yield _Judged(compiled, context.resource, "error", reason=_fault(error))
        else:
            if judgement is not None:
                yield _judged(compiled, context.resource, judgement, unreadable)


def _judgement(compiled: Compiled, context: Context) -> Judgement | None:
    """None where the policy does not match; where that cannot be told, for want of a pod template, that is said."""
    try:
        return judge(compiled, context) if applies(compiled.policy.match, context) else None
    except Unreadable as error:
        place = nearest(context.resource.body, error.path or ())
        return Judgement(judged=True, unreadable=(Violation(place, f"cannot be judged: {error.message}"),))


def _judged(compiled: Compiled, resource: Resource, judgement: Judgement, unreadable: dict[Path, str]) -> _Judged:
    """What nobody can read is said once a place: by the first policy that met it, the most severe one."""
    policy_id = compiled.policy.id
    news = tuple(found for found in judgement.unreadable if unreadable.setdefault(found.path, policy_id) == policy_id)
    violations = tuple(dict.fromkeys(judgement.violations + news))
    if violations:
        return _Judged(compiled, resource, "fail", violations)
    if judgement.unreadable:
        by = unreadable[judgement.unreadable[0].path]
        return _Judged(compiled, resource, "skip", reason=f"cannot be judged, as {by} says")
    return _Judged(compiled, resource, "pass" if judgement.judged else "skip")


def _fault(error: Exception) -> str:
    """Where it broke, never what it held: the message of a foreign error may quote a value."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" in {trace.tb_frame.f_code.co_name}, line {trace.tb_lineno}" if trace is not None else ""
    return f"the policy broke: {type(error).__name__}{place}; please report it"


Places = dict[tuple[int, Path], tuple[int, int]]
"""(document, path in it) -> line and column in the source."""


def _places(judged: Iterable[_Judged]) -> Places:
    """Read each document with findings once more, now with positions; an object without a text has none."""
    wanted: dict[int, tuple[Document, set[Path]]] = {}
    for one in judged:
        for violation in one.violations:
            document, path = one.resource.written_at(violation.path)
            if document.text:
                wanted.setdefault(id(document), (document, set()))[1].add(path)
    places: Places = {}
    for key, (document, paths) in wanted.items():
        for path, place in locate_in_source(document, paths).items():
            places[key, path] = place
    return places


def _outcome(judged: _Judged, places: Places) -> Outcome:
    resource, policy = judged.resource, judged.compiled.policy
    findings = tuple(_finding(violation, resource, places) for violation in judged.violations)
    return Outcome(policy, resource, policy.severity, judged.status, findings, judged.reason)


def _finding(violation: Violation, resource: Resource, places: Places) -> Finding:
    document, path = resource.written_at(violation.path)
    line, column = places.get((id(document), path), (None, None))
    source = None if document is resource.document else document.source
    return Finding(violation.path, violation.message, line, column, source=source)
