"""Where in the text findings stand: only a document that has some is read once more, now with positions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from policycheck.engine.judged import Judged
from policycheck.model import Document, Finding, Outcome, Path, Resource, Violation

Places: TypeAlias = dict[tuple[int, Path], tuple[int, int]]
"""(document, path in it) -> line and column in the source."""


def located(found: Sequence[Outcome | Judged]) -> list[Outcome]:
    places = _places(one for one in found if isinstance(one, Judged))
    return [one if isinstance(one, Outcome) else _outcome(one, places) for one in found]


def _places(judged: Iterable[Judged]) -> Places:
    """An object that was made without a text has none."""
    wanted: dict[int, tuple[Document, set[Path]]] = {}
    for one in judged:
        for violation in one.violations:
            document, path = one.resource.written_at(violation.path)
            if document.text:
                wanted.setdefault(id(document), (document, set()))[1].add(path)
    if not wanted:
        return {}
    from policycheck.exact_yaml.positions import locate_in_source  # noqa: PLC0415 - a clean run has no findings

    places: Places = {}
    for key, (document, paths) in wanted.items():
        for path, place in locate_in_source(document, paths).items():
            places[key, path] = place
    return places


def _outcome(judged: Judged, places: Places) -> Outcome:
    resource, policy = judged.resource, judged.policy
    findings = tuple(_finding(violation, resource, places) for violation in judged.violations)
    return Outcome(policy, resource, policy.severity, judged.status, findings, judged.reason)


def _finding(violation: Violation, resource: Resource, places: Places) -> Finding:
    document, path = resource.written_at(violation.path)
    line, column = places.get((id(document), path), (None, None))
    source = None if document is resource.document else document.source
    return Finding(violation.path, violation.message, line, column, source=source)
