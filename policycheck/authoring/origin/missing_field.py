"""The search for a key of the values that would bring about a field that is not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from policycheck.authoring.origin.answers import Answer, Question, alike, field
from policycheck.authoring.origin.changed_values import is_markable, others
from policycheck.authoring.origin.group_search import Found, GroupSearch, Outcome
from policycheck.authoring.origin.mentioned_keys import Mentioned, compared
from policycheck.authoring.origin.rendered_objects import ABSENT, Rendering
from policycheck.authoring.origin.sentinel_answers import by_sentinels
from policycheck.authoring.origin.sentinels import Sentinels
from policycheck.authoring.origin.trial_renders import TrialRenders
from policycheck.authoring.origin.values_layers import Leaf
from policycheck.model import Path, Value

_SAMPLE = "1"


class MissingField:
    def __init__(self, trials: TrialRenders, plain: Rendering, marked: Sentinels, question: Question) -> None:
        self._trials = trials
        self._plain = plain
        self._marked = marked
        self._question = question
        path = question.steps
        self._held = max(n for n in range(len(path)) if not n or field(plain, question, path[:n]) is not ABSENT)

    def answer(self, near: Sequence[Leaf], far: Sequence[Leaf], mentioned: Mentioned) -> Answer:
        search = GroupSearch(self._trials, self._outcome)
        for key, value in self._keys(search, near, far, mentioned):
            if self._brings(key, value):
                return Answer("existence", key, why="missing")
        return Answer("constant", why="missing") if search.finished else Answer("unknown", why="time")

    def _keys(
        self, search: GroupSearch, near: Sequence[Leaf], far: Sequence[Leaf], mentioned: Mentioned
    ) -> Iterator[tuple[Path, Value]]:
        """Keys and values for them that could bring the field, the likeliest first."""
        yield from ((key, _SAMPLE) for key in self._beside_others())
        alike_named = [leaf for leaf in near if leaf.path[-1] in self._question.path]
        for group in (alike_named, [leaf for leaf in near if leaf not in alike_named], far):
            switches = [leaf for leaf in group if not is_markable(leaf.value)]
            for found in search.changing(switches, lambda leaf: others(leaf.value)):
                yield from self._below(found)
        yield from ((leaf.path, text) for leaf, text in compared(near, mentioned))

    def _beside_others(self) -> Iterator[Path]:
        """Where a mapping around the field is one of the values, the field's own key in that."""
        for length in range(self._held, 0, -1):
            path = self._question.steps[:length]
            around = field(self._marked.rendering, self._question, path)
            plain = field(self._plain, self._question, path)
            if isinstance(around, dict) and (leaves := self._marked.in_value(around, plain)):
                answer = by_sentinels(around, leaves, self._marked)
                if answer.kind == "value":
                    yield (*answer.key, *self._question.path[length:])

    def _below(self, found: Found) -> Iterator[tuple[Path, Value]]:
        """The leaf as it was changed; if it is an empty mapping or nothing, the rest of the field's path below it."""
        leaf = found.leaf
        if leaf.value is None or leaf.value == {}:
            rest = self._question.path[self._held :]
            for start in range(len(rest)):
                yield (*leaf.path, *rest[start:]), _SAMPLE
        yield leaf.path, found.value

    def _outcome(self, changes: Mapping[Path, Value]) -> Outcome:
        rendering = self._trials.render(changes)
        if rendering is None:
            return "broken"
        around = self._question.steps[: self._held]
        value = field(rendering, self._question, around)
        if value is ABSENT:
            return "gone"
        return "same" if alike(value, field(self._plain, self._question, around)) else "changed"

    def _brings(self, key: Path, value: Value) -> bool:
        if self._trials.is_over or any(isinstance(part, int) for part in key[-1:]):
            return False
        rendering = self._trials.render({key: value})
        return field(rendering, self._question, self._question.steps) is not ABSENT
