"""Which leaf of the values a field follows, found by changing groups of leaves and halving those that change it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from policycheck.authoring.origin.trial_renders import TrialRenders
from policycheck.authoring.origin.values_layers import Leaf
from policycheck.model import Path, Value
from policycheck.records import Record

Outcome = Literal["same", "changed", "gone", "object gone", "broken"]
Judge = Callable[[Mapping[Path, Value]], Outcome]
Others = Callable[[Leaf], Sequence[Value]]


class Found(Record):
    """A leaf that alone changes the field, or takes it away, and the value that did."""

    leaf: Leaf
    value: Value


class GroupSearch:
    """`judge` renders with changed values and says what became of the field.

    `gone` is a leaf that takes it away, if there is one without its object; `refused` are those that the chart does not
    render with, `tangled` is True where a group changed the field and no leaf alone did, `finished` False where time
    ran out.
    """

    def __init__(self, trials: TrialRenders, judge: Judge) -> None:
        self._trials = trials
        self.judge = judge
        self._takes_object = False
        self.gone: Leaf | None = None
        self.refused: list[Leaf] = []
        self.finished = True
        self.tangled = False

    def changing(self, leaves: Sequence[Leaf], others: Others) -> Iterator[Found]:
        """The leaves that change the field and leave it there.

        A group that takes the field away, or does not render, can hide a leaf that changes it: it is halved too.
        """
        waiting = [list(leaves)] if leaves else []
        while waiting:
            if self._trials.is_over:
                self.finished = False
                return
            group = waiting.pop()
            if len(group) == 1:
                yield from self._one(group[0], others(group[0]))
                continue
            outcome = self.judge({leaf.path: others(leaf)[0] for leaf in group})
            if outcome != "same":
                self.tangled = self.tangled or outcome == "changed"
                half = len(group) // 2
                waiting += [group[half:], group[:half]]

    def _one(self, leaf: Leaf, values: Sequence[Value]) -> Iterator[Found]:
        """Change one leaf, to the next value if the chart does not render with one."""
        for value in values:
            outcome = self.judge({leaf.path: value})
            if outcome == "broken":
                continue
            if outcome == "changed":
                yield Found(leaf, value)
            elif outcome == "gone" and (self.gone is None or self._takes_object):
                self.gone, self._takes_object = leaf, False
            elif outcome == "object gone" and self.gone is None:
                self.gone, self._takes_object = leaf, True
            return
        self.refused.append(leaf)
