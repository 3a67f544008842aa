"""What a chart includes of the charts that it loads: their defines, however far down, each with the call of its own."""

from __future__ import annotations

from collections.abc import Iterator

from policycheck.helm.charts import Chart, Defined, Made


def included(chart: Chart) -> Iterator[tuple[Made, Defined]]:
    """Each define of another chart that runs when this one renders, once, at the first call that leads to it."""
    calling: dict[tuple[str, str], list[str | None]] = {}
    for one in chart.all():
        for made in one.made:
            if made.call.inside is not None:
                calling.setdefault((one.full, made.call.inside), []).append(made.call.name)
    seen: set[str] = set()
    for made in sorted(
        (made for made in chart.live if made.chart is chart), key=lambda made: (made.file, made.call.at)
    ):
        waiting = [made.call.name]
        while waiting:
            name = waiting.pop()
            found = chart.standing.get(name) if name is not None else None
            if found is None or found.name in seen:
                continue
            seen.add(found.name)
            waiting += calling.get((found.chart.full, found.name), [])
            if found.chart is not chart:
                yield made, found
