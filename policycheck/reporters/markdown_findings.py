"""Findings as entries of a list in Markdown, one for all renders that have them in common."""

from __future__ import annotations

from collections.abc import Iterable

from policycheck.comparison.failures import Failure
from policycheck.model import Report, dotted
from policycheck.records import Record
from policycheck.reporters.alike import named as named_renders
from policycheck.reporters.markdown_text import code, plain
from policycheck.reporters.placed import Opened, made_renders, named, opened

_CHART = "Chart"
"""The kind of a chart's own files, which are in no render."""


class _Same(Record):
    """What several renders have in common: it is mended once."""

    chart: str
    place: Opened
    object: str
    policy: str
    message: str


def entries(found: Iterable[Failure], report: Report, *, lines: bool = True) -> list[tuple[str, str]]:
    """Each with its chart, in the order given; without `lines` those of a text that is gone are not told."""
    renders, charts = made_renders(report), {render.id: render.chart or render.id for render in report.renders}
    groups: dict[_Same, list[Failure]] = {}
    for one in found:
        resource = one.outcome.resource
        place = opened(one, renders)._replace(column=None)
        same = _Same(
            resource.name if resource.kind == _CHART else charts.get(resource.render, resource.render),
            place if lines else place._replace(line=None),
            named(one),
            one.outcome.policy.id,
            one.finding.message or one.outcome.policy.title,
        )
        groups.setdefault(same, []).append(one)
    return [(plain(same.chart), _entry(same, several)) for same, several in groups.items()]


def _entry(same: _Same, several: list[Failure]) -> str:
    first = several[0]
    severity = "not judged" if first.outcome.status == "error" else first.outcome.severity
    where = same.place.file if same.place.line is None else f"{same.place.file}:{same.place.line}"
    path = dotted(first.finding.path)
    details = [plain(same.object), code(where), *([code(path)] if path else [])]
    origin = first.finding.origin
    if origin and origin.values_key:
        details.append(f"values key {code(origin.values_key)}")
    if len(several) > 1:
        details.append(
            f"in {plain(named_renders(list(dict.fromkeys(one.outcome.resource.render for one in several))))}"
        )
    if exception := first.finding.exception:
        until = f"until {exception.expires}" if exception.expires else "never expires"
        details.append(plain(f"{until}: {exception.reason}"))
    return f"**{severity}** {code(same.policy)}: {plain(same.message)}<br>{', '.join(details)}"
