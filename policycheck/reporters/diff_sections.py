"""What a diff tells beside its findings, as plain sentences: charts, versions, rules, and a base that was not read."""

from __future__ import annotations

from collections.abc import Iterator

from policycheck.comparison.diff import ChangedChart, Diff


def versions(diff: Diff) -> Iterator[str]:
    return (f"{one.file}: {one.unbumped}" for one in diff.unbumped)


def rules(diff: Diff) -> Iterator[str]:
    return (_placed(one.source, one.line, one.text) for one in diff.rules)


def base(diff: Diff) -> Iterator[str]:
    """What the base could not tell: nothing new is hidden by it."""
    return (_placed(one.source, one.line, f"{one.reason}; its findings count as new") for one in diff.base_broken)


def charts(diff: Diff) -> Iterator[str]:
    return map(_chart, diff.charts)


def _chart(one: ChangedChart) -> str:
    was = f", was {one.was}" if one.was else ""
    why = f", {one.why}" if one.why else ""
    return f"{one.path}: {'looked at' if one.why else one.how}{was}{why}"


def _placed(source: str | None, line: int | None, text: str) -> str:
    place = ":".join(str(part) for part in (source, line) if part is not None)
    return f"{place}: {text}" if place else text
