"""The values keys of a report's findings, as many as can be found in the time there is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import TypeAlias

from policycheck.authoring.origin.finding_lines import FindingLines, of_values
from policycheck.authoring.origin.template_lines import TemplateLines
from policycheck.authoring.origin.values_key import SECONDS as MOST
from policycheck.authoring.origin.values_key import FieldOrigin, Origins, origins
from policycheck.errors import PolicycheckError
from policycheck.kubernetes.secret_values import HIDDEN
from policycheck.model import Finding, Path, Report, Resource
from policycheck.records import Record
from policycheck.renderers.choose import quicker
from policycheck.renderers.request import Rendered, RenderRequest
from policycheck.reporters.order import by_resource, in_order
from policycheck.reporters.view import View

Asked: TypeAlias = tuple[int, int]
"""The identities of an outcome and of a finding of it."""

_Same: TypeAlias = tuple[tuple[str, RenderRequest], str, tuple[str, ...], Path]

_NO_LINES = TemplateLines({}, ())


class Keys(Record):
    """What was found, and how many findings were not looked at, or not to the end."""

    found: Mapping[Asked, FieldOrigin]
    left: int


class _Question(Record):
    asked: Asked
    rendered: Rendered
    line: int
    path: Path


def finding_keys(report: Report, lines: FindingLines, *, seconds: float, is_piped: bool) -> Keys:
    """Of the findings that no exception covers, in the order in which a report shows them.

    First those of which one render for all tells, then the others, one by one.
    """
    waiting = [*_questions(report, lines)]
    found: dict[Asked, FieldOrigin] = {}
    with ExitStack() as stack:
        asking = _Asking(lines, stack, time.monotonic() + seconds, is_piped=is_piped)
        for ask in (asking.by_marks, asking.by_search):
            found |= {one.asked: answer for one in waiting if (answer := ask(one))}
            waiting = [one for one in waiting if one.asked not in found and one.asked not in asking.beyond]
    cut = sum(answer.is_cut for answer in found.values())
    return Keys(found, len(waiting) + cut)


def _questions(report: Report, lines: FindingLines) -> Iterator[_Question]:
    for resource, outcomes in by_resource(report, View()):
        rendered = lines.rendered_of(resource)
        for outcome in outcomes if rendered else ():
            for finding in in_order(outcome) if outcome.status == "fail" else ():
                if rendered and finding.line and _can_be_asked(finding, resource):
                    yield _Question((id(outcome), id(finding)), rendered, finding.line, finding.path)


def _can_be_asked(finding: Finding, resource: Resource) -> bool:
    """Whether the path is that of a field of the document as it is printed, of which the template is known.

    A finding at an object's own name is one about the whole object: no other name would mend it.
    """
    if finding.path == ("metadata", "name"):
        return False
    hidden = any(HIDDEN in str(part) for part in finding.path)
    return bool(finding.origin) and not finding.exception and not resource.base and not hidden


class _Asking:
    """`beyond` are the questions that no time could answer."""

    def __init__(self, lines: FindingLines, stack: ExitStack, end: float, *, is_piped: bool) -> None:
        self.beyond: set[Asked] = set()
        self._lines = lines
        self._stack = stack
        self._end = end
        self._is_piped = is_piped
        self._origins: dict[int, Origins | None] = {}
        self._marks: dict[_Same, FieldOrigin | None] = {}
        self._found: dict[_Same, FieldOrigin | None] = {}

    def by_marks(self, question: _Question) -> FieldOrigin | None:
        return self._answer(question, Origins.by_marks, self._marks)

    def by_search(self, question: _Question) -> FieldOrigin | None:
        return self._answer(question, Origins.of, self._found)

    def _answer(
        self, question: _Question, ask: Callable[..., FieldOrigin | None], known: dict[_Same, FieldOrigin | None]
    ) -> FieldOrigin | None:
        """One object, printed alike for two clusters with the same values, is asked once."""
        left = self._end - time.monotonic()
        if left < 0:
            return None
        opened = self._opened(question.rendered)
        place = opened and opened.rendering.at(question.line)
        if not opened or not place:
            self.beyond.add(question.asked)
            return None
        same = (of_values(question.rendered), place.block.source, place.block.lines, question.path)
        if same not in known:
            known[same] = ask(opened, place, question.path, seconds=min(left, MOST))
        return known[same]

    def _opened(self, rendered: Rendered) -> Origins | None:
        """None for values that cannot be read."""
        if id(rendered) not in self._origins:
            quick = rendered._replace(renderer=quicker(rendered.renderer))
            opening = origins(quick, lambda: self._lines.of(rendered) or _NO_LINES, is_piped=self._is_piped)
            try:
                self._origins[id(rendered)] = self._stack.enter_context(opening)
            except PolicycheckError:
                self._origins[id(rendered)] = None
        return self._origins[id(rendered)]
