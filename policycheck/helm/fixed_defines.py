"""Defines that say the same whatever they are given: what includes one is not driven by the values either."""

from __future__ import annotations

from policycheck.helm.calls import called, commands
from policycheck.helm.charts import Chart
from policycheck.helm.pipelines import Command, Function, Path
from policycheck.helm.templates import Action

_CALLS = ("include", "tpl", "lookup")


def is_fixed(chart: Chart, actions: list[Action], above: frozenset[str] = frozenset()) -> bool:
    """Whether nothing but literals goes into these actions, through the defines that they call too.

    A define that nobody knows, or that a computed name may mean, is not fixed; `above` are those being looked at.
    """
    return all(_is_fixed(chart, action, above) for action in actions)


def _is_fixed(chart: Chart, action: Action, above: frozenset[str]) -> bool:
    if action.keyword in ("template", "block"):
        return _define_is_fixed(chart, action.name, above)
    return all(_prints_the_same(chart, command, above) for command in commands(action.pipeline))


def _prints_the_same(chart: Chart, command: Command, above: frozenset[str]) -> bool:
    first = command[0]
    if isinstance(first, Function) and first.name in _CALLS:
        name = called(command)
        return name is not None and _define_is_fixed(chart, name, above)
    return not any(isinstance(operand, Path) for operand in command)


def _define_is_fixed(chart: Chart, name: str, above: frozenset[str]) -> bool:
    found = chart.standing.get(name)
    if found is None or name in above:
        return False
    inside = found.definition
    actions = [one for one in found.chart.templates[found.file].actions if inside.start <= one.start < inside.end]
    return is_fixed(chart, actions, above | {name})
