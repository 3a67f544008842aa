"""What several renders of a chart have in common is told once, with all of them named: the author mends it once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence

from policycheck.model import Finding, LeftOut, Origin, Outcome, Report, Resource
from policycheck.records import Record
from policycheck.reporters.order import by_resource
from policycheck.reporters.view import View

_FEW = 2


class Told(Record):
    """Outcomes of one resource, as it is in the first of these `renders`; () where nobody needs to be told of them."""

    resource: Resource
    outcomes: list[Outcome]
    renders: tuple[str, ...]


def told_once(report: Report, view: View) -> Iterable[Told]:
    """The outcomes that the view shows, by resource in source order, and by the renders that they are the same in."""
    rendered = {render.id for render in report.renders if render.values_name}
    shown = by_resource(report, view)
    if len(rendered) < _FEW:
        return (Told(resource, outcomes, ()) for resource, outcomes in shown)
    return _told_once(shown, rendered)


def _told_once(shown: Iterable[tuple[Resource, list[Outcome]]], rendered: set[str]) -> Iterator[Told]:
    pieces: dict[Hashable, _Piece] = {}
    met: Counter[Hashable] = Counter()
    for resource, outcomes in shown:
        same = _same(resource) if resource.render in rendered else (id(resource),)
        met[resource.render, same] += 1
        for outcome in outcomes:
            for finding in outcome.findings or (None,):
                key = (same, met[resource.render, same], outcome.policy.id, outcome.status, _said(outcome, finding))
                pieces.setdefault(key, _Piece(outcome, finding, same, [])).renders.append(resource.render)
    groups: dict[Hashable, list[_Piece]] = {}
    for piece in pieces.values():
        groups.setdefault((piece.same, id(piece.outcome.resource), tuple(piece.renders)), []).append(piece)
    for group in groups.values():
        first = group[0]
        renders = tuple(dict.fromkeys(first.renders)) if first.outcome.resource.render in rendered else ()
        yield Told(first.outcome.resource, list(_outcomes(group)), renders)


class _Piece(Record):
    """One finding of an outcome, or an outcome without any, and the renders that have it."""

    outcome: Outcome
    finding: Finding | None
    same: Hashable
    renders: list[str]


def _outcomes(pieces: Iterable[_Piece]) -> Iterator[Outcome]:
    findings: dict[int, list[Finding]] = {}
    outcomes: dict[int, Outcome] = {}
    for outcome, finding, _, _ in pieces:
        outcomes[id(outcome)] = outcome
        findings.setdefault(id(outcome), []).extend([finding] if finding else [])
    for key, outcome in outcomes.items():
        yield outcome._replace(findings=tuple(findings[key]))


def _same(resource: Resource) -> Hashable:
    """What makes it the same object of the same template, whichever render it is in."""
    names = (resource.api_version, resource.kind, resource.namespace, resource.name)
    return (resource.document.template, *names)


def _said(outcome: Outcome, finding: Finding | None) -> Hashable:
    if finding is None:
        return outcome.reason
    return finding.path, finding.message, finding.exception and finding.exception.reason, _made_by(finding.origin)


def _made_by(origin: Origin | None) -> Hashable:
    """Values files of two renders may give a field the same value: each has to be mended."""
    return origin and (origin.template, origin.line, origin.values_key, origin.values_file, origin.values_line)


class Missing(Record):
    """What was left out, once for all renders that it is missing from."""

    left_out: LeftOut
    renders: tuple[str, ...]


def missing_once(left_out: Iterable[LeftOut]) -> list[Missing]:
    renders: dict[LeftOut, list[str]] = {}
    for one in left_out:
        renders.setdefault(one._replace(render=None), []).extend([one.render] if one.render else [])
    return [Missing(one, tuple(dict.fromkeys(ids))) for one, ids in renders.items()]


def named(renders: Sequence[str], *, in_full: bool = False) -> str:
    """`shop (default), shop (ci/ha-values.yaml) and 3 more renders`."""
    shown = renders if in_full or len(renders) <= _FEW + 1 else renders[:_FEW]
    rest = len(renders) - len(shown)
    more = f" and {rest} more renders" if rest else ""
    return ", ".join(shown) + more
