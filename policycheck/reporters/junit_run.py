"""What the run as a whole has to say: testcases for what was not checked, and lines that belong to no one outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policycheck.model import LeftOut, Note, Render, Report
from policycheck.reporters.advice import advice
from policycheck.reporters.junit_names import INPUT, RUN, numbered
from policycheck.reporters.junit_testcase import Ending, Flavor, Identity, Testcase, testcase
from policycheck.reporters.junit_xml import clean
from policycheck.reporters.last_line import is_assumption, last_line
from policycheck.reporters.view import View


def run_testcases(report: Report, flavor: Flavor) -> Iterator[Testcase]:
    """Errors and failures that no outcome shows; none where the run counts as a check and no note is an error."""
    taken: dict[str, int] = {}
    for identity, ending in _endings(report):
        unique = numbered(clean(identity.name), taken)
        yield testcase(identity._replace(name=unique), ending, flavor)


def render_testcases(render: Render, class_name: str, report: Report, flavor: Flavor) -> Iterator[Testcase]:
    """What became of a render: one testcase, `render`. None for what was rendered by others, and has nothing to say."""
    said = [left_out for left_out in report.left_out if left_out.render == render.id]
    if said or render.values_name:
        place = (said[0].source, said[0].line) if said else (None, None)
        yield testcase(Identity(class_name, "render", *place), _of_render(said), flavor)


def _of_render(said: Sequence[LeftOut]) -> Ending:
    if not said:
        return Ending()
    lines = [_placed(left_out.source, left_out.line, left_out.reason) for left_out in said]
    if any(left_out.unread for left_out in said):
        return Ending("error", "not rendered", lines)
    return Ending("skipped", "nothing to render", lines)


def _endings(report: Report) -> Iterator[tuple[Identity, Ending]]:
    for left_out in report.left_out:
        if left_out.unread and left_out.render is None:
            identity = Identity(INPUT, f"{left_out.source} is readable", left_out.source, left_out.line)
            yield identity, Ending("error", "not read", [_placed(left_out.source, left_out.line, left_out.reason)])
    if _checked_nothing(report):
        why = f"not checked: {', '.join(report.not_checked)}"
        yield Identity(RUN, "something is checked"), Ending("error", "not checked", [why, *advice(report)])
    for note in report.notes:
        if note.level == "error":
            identity = Identity(RUN, f"{note.source or 'the run'} is in order", note.source, note.line)
            yield identity, Ending("failure", note.level, [_said(note)])


def _checked_nothing(report: Report) -> bool:
    """Whether there is a reason for "not checked" that unread input (so perhaps no resources) or errors do not show."""
    unread = any(left_out.unread for left_out in report.left_out)
    errors = any(outcome.status == "error" for outcome in report.outcomes)
    return len(report.not_checked) > errors + unread + (unread and not report.resources)


def run_lines(report: Report) -> Iterator[str]:
    """The last line of the text format, and the notes that it does not give."""
    yield last_line(report, View())
    yield from (f"{note.level}: {_said(note)}" for note in report.notes if not is_assumption(note))


def _said(note: Note) -> str:
    return _placed(note.source, note.line, note.text)


def _placed(source: str | None, line: int | None, text: str) -> str:
    place = ":".join(str(part) for part in (source, line) if part is not None)
    return (f"{place}: {text}" if place else text) or "no reason is known"
