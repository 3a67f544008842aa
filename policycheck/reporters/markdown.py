"""`--format markdown`: the report as a comment, findings by chart."""

from __future__ import annotations

from collections.abc import Iterator

from policycheck.model import Note, Report
from policycheck.reporters.advice import complaints
from policycheck.reporters.last_line import is_assumption, last_line
from policycheck.reporters.markdown_findings import entries
from policycheck.reporters.markdown_text import Part, fitting, plain
from policycheck.reporters.terminal import without_ci_commands
from policycheck.reporters.view import View
from policycheck.reporters.worst_first import excepted, worst_first


def render(report: Report, view: View) -> str:  # noqa: ARG001 - every format's signature; this one lists what fails
    """The verdict, what was not checked, and the findings, as many as GitHub takes of a comment."""
    head = f"## policycheck: {report.verdict}\n\n{plain(last_line(report, View()))}\n"
    return without_ci_commands(fitting(head, _parts(report)))


def _parts(report: Report) -> Iterator[Part]:
    yield Part("Not checked", [("", plain(text)) for text in complaints(report)])
    yield Part("Findings", entries(worst_first(report), report))
    yield Part("Excepted", entries(excepted(report), report), is_open=False)
    notes = [("", plain(placed(note))) for note in report.notes if not is_assumption(note)]
    yield Part("Notes", notes, is_open=False)


def placed(note: Note) -> str:
    place = ":".join(str(part) for part in (note.source, note.line) if part is not None)
    return f"{place}: {note.text}" if place else note.text
