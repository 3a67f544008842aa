"""Sources by names that are the same on every machine."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from policycheck.model import LeftOut, Report


def relative_sources(report: Report) -> dict[str, str]:
    """What to call each source whose path is absolute: its path without the folders that all of them share."""
    absolute = sorted({source for source in _sources(report) if os.path.isabs(source)})
    parts = [os.path.normpath(source).replace(os.sep, "/").split("/") for source in absolute]
    shared = _shared([path[:-1] for path in parts])
    return {source: "/".join(path[shared:]).lstrip("/") or "." for source, path in zip(absolute, parts, strict=True)}


def _sources(report: Report) -> Iterator[str]:
    yield from (loaded.source for loaded in report.loaded)
    yield from (left_out.source for left_out in report.left_out)
    yield from (note.source for note in report.notes if note.source)
    for outcome in report.outcomes:
        yield outcome.resource.document.source
        yield from (finding.source for finding in outcome.findings if finding.source)
        yield from (finding.exception.source for finding in outcome.findings if finding.exception)
        origins = [finding.origin for finding in outcome.findings if finding.origin]
        yield from (origin.template for origin in origins)
        yield from (origin.values_file for origin in origins if origin.values_file)


def _shared(paths: list[list[str]]) -> int:
    """How many leading parts all have: the first and the last in order differ no later than any two."""
    if not paths:
        return 0
    first, last = min(paths), max(paths)
    equal = [one == other for one, other in zip(first, last, strict=False)]
    return [*equal, False].index(False)


def renamed(report: Report, names: Mapping[str, str]) -> Report:
    """The report with these names for its sources, except in its outcomes: those are many, and asked one by one."""
    return report._replace(
        loaded=tuple(loaded._replace(source=names.get(loaded.source, loaded.source)) for loaded in report.loaded),
        left_out=tuple(_renamed(left_out, names.get(left_out.source)) for left_out in report.left_out),
        notes=tuple(note._replace(source=names.get(note.source or "", note.source)) for note in report.notes),
    )


def _renamed(left_out: LeftOut, name: str | None) -> LeftOut:
    """The reason may hold the path too, in a command to run."""
    if name is None:
        return left_out
    return left_out._replace(source=name, reason=left_out.reason.replace(left_out.source, name))
