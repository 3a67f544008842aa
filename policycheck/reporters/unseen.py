"""The part of the text report on what no policy judged, and on what was odd: nothing passes silently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policycheck.model import NOTHING_TO_JUDGE, Report
from policycheck.reporters.advice import advice
from policycheck.reporters.alike import missing_once, named
from policycheck.reporters.known import known_of
from policycheck.reporters.last_line import counted, is_assumption
from policycheck.reporters.terminal import printable, wrapped
from policycheck.reporters.view import View

_FEW = 5

_Entry = tuple[str | None, int | None, str]


def known(report: Report, view: View) -> Iterator[str]:
    """How much was there before; with full detail it is listed among the findings."""
    found = known_of(report)
    said = "excepted; -v lists what is known"
    entries = [(source, None, f"{counted(number, 'finding')}, {said}") for source, number in sorted(found.items())]
    return _section("Known", entries, view)


def left_out(report: Report, view: View) -> Iterator[str]:
    """Text that is no resource."""
    return _few("Left out", _missing(report, view, unread=False), view)


def notes(report: Report, view: View) -> Iterator[str]:
    """What looks odd; with full detail the assumptions too, which the last line gives in short."""
    shown = [note for note in report.notes if view.detail == "full" or not is_assumption(note)]
    return _few("Notes", [(note.source, note.line, note.text) for note in shown], view)


def nothing_to_judge(report: Report, view: View) -> Iterator[str]:
    """The vacuous policies: with full detail, or where they are the reason that nothing was checked."""
    wanted = view.detail == "full" or NOTHING_TO_JUDGE in report.not_checked
    unused = report.vacuous if wanted else ()
    entries = [(None, None, ", ".join(unused))] if unused else []
    return _section("Policies with nothing to judge", entries, view)


def unread(report: Report, view: View) -> Iterator[str]:
    return _section("Could not be read, so nothing in it was checked", _missing(report, view, unread=True), view)


def not_checked(report: Report, view: View) -> Iterator[str]:
    return _section("Not checked", [(None, None, sentence) for sentence in advice(report)], view)


def _missing(report: Report, view: View, *, unread: bool) -> list[_Entry]:
    """A render that the source names already needs no second name."""
    found = missing_once(text for text in report.left_out if text.unread is unread)
    return [
        (text.source, text.line, text.reason + (_missing_from(text.source, renders, view) if unread else ""))
        for text, renders in found
    ]


def _missing_from(source: str, renders: Sequence[str], view: View) -> str:
    told = all(source.startswith(render) for render in renders)
    return "" if told else f" [{named(renders, in_full=view.detail == 'full')}]"


def _few(title: str, entries: Sequence[_Entry], view: View) -> Iterator[str]:
    shown = entries if view.detail == "full" else entries[:_FEW]
    yield from _section(title, shown, view)
    if len(shown) < len(entries):
        yield f"  and {len(entries) - len(shown)} more; -v lists them"


def _section(title: str, entries: Iterable[_Entry], view: View) -> Iterator[str]:
    for number, (source, line, text) in enumerate(entries):
        if not number:
            yield view.painted(title, "bold")
        place = ":".join(str(part) for part in (source, line) if part is not None)
        entry = printable(f"{place}: {text}" if place else text)
        yield from wrapped(entry, width=view.width, first="  ", indent="    ")
