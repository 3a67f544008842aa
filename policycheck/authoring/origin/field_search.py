"""From a field to a key of the values: the marks in it first, then what changes with groups of leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from policycheck.authoring.origin.answers import Answer, Question, alike, field
from policycheck.authoring.origin.changed_values import is_markable, others
from policycheck.authoring.origin.group_search import Found, GroupSearch, Outcome
from policycheck.authoring.origin.mentioned_keys import Mentioned, compared
from policycheck.authoring.origin.missing_field import MissingField
from policycheck.authoring.origin.rendered_objects import ABSENT, Rendering
from policycheck.authoring.origin.sentinel_answers import by_sentinels
from policycheck.authoring.origin.sentinels import Sentinels
from policycheck.authoring.origin.trial_renders import TrialRenders
from policycheck.authoring.origin.values_layers import Leaf
from policycheck.model import Path, Value


class FieldSearch:
    """`plain` and `again` are two renders of the same values."""

    def __init__(
        self, trials: TrialRenders, plain: Rendering, again: Callable[[], Rendering | None], marked: Sentinels
    ) -> None:
        self._trials = trials
        self._plain = plain
        self._again = again
        self._marked = marked

    def by_marks(self, question: Question) -> Answer | None:
        """The answer that the marks in the field give, if there are any: it takes no render of its own."""
        held = field(self._plain, question, question.steps)
        marked = field(self._marked.rendering, question, question.steps)
        if held is ABSENT or marked is ABSENT or not (leaves := self._marked.in_value(marked, held)):
            return None
        return by_sentinels(marked, leaves, self._marked)

    def answer(self, question: Question, leaves: Sequence[Leaf], mentioned: Mentioned) -> Answer:
        if answer := self.by_marks(question):
            return answer
        near = [leaf for leaf in leaves if any(part in mentioned.words for part in leaf.path)]
        near.sort(key=lambda leaf: likeness(leaf.path, question.path), reverse=True)
        beside = {leaf.path for leaf in near}
        far = [leaf for leaf in leaves if leaf.path not in beside]
        held = field(self._plain, question, question.steps)
        if held is ABSENT:
            return MissingField(self._trials, self._plain, self._marked, question).answer(near, far, mentioned)
        return self._of_held(question, held, [near, far], mentioned)

    def _of_held(self, question: Question, held: Value, groups: list[list[Leaf]], mentioned: Mentioned) -> Answer:
        if field(self._again(), question, question.steps) != held:
            return Answer("unknown", why="chance")
        untried = groups
        if field(self._marked.rendering, question, question.steps) == held:
            untried = [[leaf for leaf in group if leaf.path not in self._marked.values] for group in groups]
        search = GroupSearch(self._trials, lambda changes: self._outcome(question, held, changes))
        near = () if question.is_literal else compared(groups[0], mentioned)
        return (
            self._key(question, search, untried, near)
            or self._of_emptied(question, search, groups[0])
            or self._unfollowed(question, held, search)
        )

    def _key(
        self,
        question: Question,
        search: GroupSearch,
        groups: Iterable[Sequence[Leaf]],
        compared_with: Iterable[tuple[Leaf, str]],
    ) -> Answer | None:
        """The key whose value the field is, else the first that changes it."""
        part: Answer | None = None
        for group in groups:
            for found in search.changing(group, lambda leaf: others(leaf.value)):
                answer = self._followed(question, found)
                if answer.kind == "value":
                    return answer
                part = part or answer
            if part:
                return part
        for leaf, text in compared_with:
            for found in search.changing([leaf], lambda _, text=text: [text]):  # type: ignore[misc]
                return self._followed(question, found)
        return None

    def _of_emptied(self, question: Question, search: GroupSearch, near: Sequence[Leaf]) -> Answer | None:
        """The key that a template asks whether there is anything in it, which other values do not tell."""
        if search.gone or not search.finished:
            return None
        emptied = GroupSearch(self._trials, search.judge)
        filled = [leaf for leaf in near if is_markable(leaf.value)]
        for found in emptied.changing(filled, lambda leaf: ["" if isinstance(leaf.value, str) else 0]):
            return self._followed(question, found)
        return Answer("existence", emptied.gone.path) if emptied.gone else None

    def _outcome(self, question: Question, held: Value, changes: Mapping[Path, Value]) -> Outcome:
        rendering = self._trials.render(changes)
        if rendering is None:
            return "broken"
        if rendering.body_of(question.place) is None:
            return "object gone"
        value = field(rendering, question, question.steps)
        return "gone" if value is ABSENT else "same" if alike(value, held) else "changed"

    def _followed(self, question: Question, found: Found) -> Answer:
        value = field(self._trials.render({found.leaf.path: found.value}), question, question.steps)
        same = alike(value, found.value) or str(value) == str(found.value)
        return Answer("value" if same else "part of the value", found.leaf.path)

    def _unfollowed(self, question: Question, held: Value, search: GroupSearch) -> Answer:
        if not search.finished:
            return Answer("unknown", why="time")
        if search.gone:
            return Answer("existence", search.gone.path)
        if search.tangled:
            return Answer("unknown", why="tangled")
        if search.refused and not question.is_literal:
            return Answer("unknown", others=tuple(leaf.path for leaf in search.refused), why="refused")
        elsewhere = field(self._trials.elsewhere(), question, question.steps)
        return Answer("constant", why="" if alike(elsewhere, held) else "release")


def likeness(key: Path, path: Path) -> int:
    """How many words of a key are in the end of a field's path: serviceAccount.name is like serviceAccountName."""
    end = "".join(str(part) for part in path[-2:]).lower()
    return sum(str(part).lower() in end for part in key)
