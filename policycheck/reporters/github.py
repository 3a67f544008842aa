"""`--format github`: workflow commands that GitHub shows as annotations, at their lines of the changed files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from policycheck.comparison.failures import Failure
from policycheck.model import LeftOut, Note, Report, Severity
from policycheck.records import Record
from policycheck.reporters.advice import advice
from policycheck.reporters.alike import missing_once
from policycheck.reporters.last_line import counted, last_line
from policycheck.reporters.placed import Opened, made_renders, named, opened
from policycheck.reporters.terminal import printable, without_ci_commands
from policycheck.reporters.view import View
from policycheck.reporters.worst_first import worst_first

MOST = 10
"""Annotations of a level that GitHub keeps of a step (actions/toolkit, docs/problem-matchers.md)."""

_LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


class _Annotation(Record):
    level: Severity
    place: Opened | None
    title: str
    text: str


def render(report: Report, view: View) -> str:  # noqa: ARG001 - every format's signature; this one lists the worst
    """Ten annotations of each level, the worst; then how many there are, and the last line of the text format."""
    annotations = list(dict.fromkeys(_annotations(report)))
    lines: list[str] = []
    for level in _LEVELS:
        lines += [_command(one) for one in annotations if one.level == level][:MOST]
    return "".join(f"{line}\n" for line in (*lines, *_cut(annotations), _plain(last_line(report, View()))))


def _annotations(report: Report) -> Iterator[_Annotation]:
    """What was not looked at comes first; a finding that several renders have in common is one."""
    for left_out, _ in missing_once(one for one in report.left_out if one.unread):
        yield _Annotation("error", _place(left_out), "not checked", left_out.reason)
    for text in advice(report):
        yield _Annotation("error", None, "not checked", text)
    renders = made_renders(report)
    yield from (_annotation(one, renders) for one in worst_first(report))
    for note in report.notes:
        if note.level != "info":
            yield _Annotation(note.level, _place(note), "policycheck", note.text)


def _annotation(one: Failure, renders: frozenset[str]) -> _Annotation:
    policy = one.outcome.policy
    level = "error" if one.outcome.status == "error" else one.outcome.severity
    said = [f"{one.finding.message or policy.title} ({named(one)})"]
    if one.finding.origin and one.finding.origin.values_key:
        said.append(f"values key: {one.finding.origin.values_key}")
    if one.outcome.status == "fail":
        said.append(f"What to do: {' '.join(policy.remediation.split())}")
    return _Annotation(level, opened(one, renders)._replace(column=None), policy.id, "\n".join(map(printable, said)))


def _place(told: LeftOut | Note) -> Opened | None:
    return Opened(told.source, told.line) if told.source else None


def _command(one: _Annotation) -> str:
    """`::error file=...,line=...,title=...::text`, in which no text can end the command or begin another."""
    place = one.place
    properties = {"file": place and place.file, "line": place and place.line, "title": one.title}
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value)
    text = "%0A".join(_data(line) for line in one.text.split("\n"))
    return f"::{_LEVELS[one.level]} {written}::{text}"


def _plain(text: str) -> str:
    return without_ci_commands(printable(text))


def _data(text: str) -> str:
    return _plain(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _cut(annotations: Iterable[_Annotation]) -> Iterator[str]:
    """`errors: 10 of 23 are shown as annotations, the worst`; nothing for a level of which all are."""
    found = [one.level for one in annotations]
    for level, word in _LEVELS.items():
        if found.count(level) > MOST:
            rest = found.count(level) - MOST
            shown = f"{counted(MOST, word)} of {found.count(level)} are annotations, the worst"
            yield f"{shown}; GitHub takes no more, and {rest} are in the summary of the step"
