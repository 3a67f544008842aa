"""One render with a number of its own in every text and number of the values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policycheck.authoring.origin.changed_values import changed, is_markable, mark, marks
from policycheck.authoring.origin.rendered_objects import Rendering
from policycheck.authoring.origin.trial_renders import TrialRenders
from policycheck.authoring.origin.values_layers import Leaf
from policycheck.model import Path, Value
from policycheck.records import Record

_MOST_RENDERS = 40


class Sentinels(Record):
    """`leaves` are those that were marked, by the numbers in them, `values` what they were then; `all` all values."""

    rendering: Rendering | None
    leaves: Mapping[int, Leaf]
    values: Mapping[Path, Value]
    all: Value

    def in_value(self, value: Value, plain: Value) -> list[Leaf]:
        """The leaves whose numbers are in a rendered value, in order, and are not in it without any marks."""
        before = marks(plain)
        return [self.leaves[number] for number in marks(value) if number in self.leaves and number not in before]

    def at(self, path: Path) -> Value:
        """What stood at a key in that render; None where nothing did."""
        value = self.all
        for part in path:
            if isinstance(value, dict):
                value = value.get(str(part))
            elif isinstance(value, list) and isinstance(part, int) and part < len(value):
                value = value[part]
            else:
                return None
        return value


def sentinels(trials: TrialRenders, leaves: Sequence[Leaf], expected: Rendering, *, counts: bool) -> Sentinels:
    """Mark what can be marked: not what breaks the render, or takes away templates that the expected one has.

    Those are found by halves, with up to 40 renders; what is not known to be harmless by then is left as it is. In a
    chart that `counts`, no number is marked: a loop would go round 700,000 times.
    """
    markable = [
        (number, leaf)
        for number, leaf in enumerate(leaves)
        if is_markable(leaf.value) and not (counts and str(leaf.value).isdecimal())
    ]
    return _Marking(trials, expected).of(markable)


_Numbered = list[tuple[int, Leaf]]


class _Marking:
    def __init__(self, trials: TrialRenders, expected: Rendering) -> None:
        self._trials = trials
        self._expected = expected
        self._last = trials.count + _MOST_RENDERS
        self._good: _Numbered = []
        self._rendering: Rendering | None = None

    def of(self, markable: _Numbered) -> Sentinels:
        self._add(markable)
        leaves = dict(self._good)
        values = {leaf.path: mark(leaf.value, number) for number, leaf in self._good}
        return Sentinels(self._rendering, leaves, values, changed(self._trials.values.all, values))

    def _add(self, more: _Numbered) -> None:
        if not more or self._trials.count >= self._last or self._trials.is_over:
            return
        tried = [*self._good, *more]
        rendering = self._trials.render({leaf.path: mark(leaf.value, number) for number, leaf in tried})
        if rendering and rendering.sources >= self._expected.sources:
            self._good, self._rendering = tried, rendering
        elif len(more) > 1:
            half = len(more) // 2
            self._add(more[:half])
            self._add(more[half:])
