"""What stands in the defines that a chart includes from others, at the call that brings it in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.helm.fixed_defines import is_fixed
from policycheck.helm.included import included
from policycheck.helm.written_fields import written_fields
from policycheck.index import chart_templates
from policycheck.language.functions.chart_templates import path_of
from policycheck.language.functions.strings import needed_text
from policycheck.language.items import Item
from policycheck.model import Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings


def included_fields(bindings: Bindings, keys: Value) -> list[Item]:
    """`included_fields('replicas')`: lines that includes bring: {key, value, above, driven, unscaled, define}."""
    # They stand in the defines of other charts, which this one calls or which are called from there, and are placed at
    # its own call.
    # What a chart of the same run has is judged there.
    wanted = frozenset(needed_text(keys, "keys with spaces between").split())
    index = bindings.context.index
    chart = chart_templates.templates_of(index, bindings.context.resource)
    judged = {one.name for one in chart_templates.charts_of(index)}
    found = []
    for made, defined in included(chart):
        inside = defined.definition
        if defined.chart.name in judged:
            continue
        for one in written_fields(defined.chart.templates[defined.file], wanted):
            if inside.start <= one.at < inside.end:
                value = {
                    "key": one.key,
                    "value": one.value,
                    "above": list(one.above),
                    "driven": not is_fixed(chart, one.actions),
                    "unscaled": one.unscaled,
                    "define": defined.name,
                }
                found.append(Item(value, path_of(made.place), made=True))
    return found


FUNCTIONS: dict[str, Callable[..., Value]] = {}
PLACED: dict[str, Callable[..., list[Item]]] = {"included_fields": included_fields}
