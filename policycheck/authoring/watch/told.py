"""A round as a person reads it: what is new, what is mended, and one line on the whole."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence

from policycheck.authoring.watch.rounds import Round
from policycheck.authoring.watch.watched import Watched
from policycheck.comparison.failures import Failure
from policycheck.model import LeftOut, Report, dotted
from policycheck.records import Record
from policycheck.reporters.last_line import counted
from policycheck.reporters.terminal import printable, without_ci_commands, wrapped
from policycheck.reporters.view import View

_FEW = 3

_LABELS = ("new", "changed", "broken", "mended", "excepted", "unasked")
_WIDTH = max(map(len, _LABELS)) + 2
_INDENT = " " * (_WIDTH + 2)
_STYLES: Mapping[str, str] = {"new": "error", "broken": "error", "changed": "warning", "mended": "passed"}

_SHORT: Mapping[str, str] = {"unasked": "off"}


class _Told(Record):
    """The same thing in several renders: `texts` are its lines."""

    label: str
    texts: tuple[str, ...]
    renders: list[str]


def told(done: Round, view: View) -> str:
    """What has changed, a block each, ending in a newline; "" where nothing has."""
    lines: list[str] = []
    for one in _all(done):
        lines += _block(one, view, _renders(done.report))
    return without_ci_commands("".join(f"{line}\n" for line in lines))


def summary(done: Round, number: int, saved: Iterable[str], view: View) -> str:
    """`round 2, values.yaml: 1 new, 2 mended; failed, 3 findings in 4 renders; 0.12 s`."""
    files = _files(saved)
    what = "" if number == 1 else f"{_what(done)}; "
    head = printable(f"round {number}{f', {files}' if files else ''}: {what}")
    verdict = done.report.verdict if done.report else "not checked"
    left = f", {_left(done)}" if done.report else ""
    return f"{head}{view.painted(verdict, verdict)}{left}; {done.seconds:.2f} s\n"


def _what(done: Round) -> str:
    compared = done.comparison
    if not done.changed or compared is None:
        return "nothing changed" if not done.changed else "broken"
    changed = [kept for kept in compared.kept if kept.changed]
    counts = {
        "new": compared.new,
        "changed": changed,
        "mended": compared.mended,
        "excepted": compared.excepted,
        "no longer judged": compared.unasked,
        "broken": done.broken,
        "no longer broken": done.whole,
    }
    return ", ".join(f"{len(found)} {label}" for label, found in counts.items() if found)


def _left(done: Round) -> str:
    report, compared = done.report, done.comparison
    if report is None or compared is None:
        return ""
    here = counted(len(compared.new) + len(compared.kept), "finding")
    unseen = f" and {len(compared.unseen)} not looked at" if compared.unseen else ""
    renders = _renders(report)
    broken = {one.render for one in report.left_out if one.unread} & set(renders)
    of_them = f", {len(broken)} of them broken" if broken else ""
    return f"{here}{unseen} in {counted(len(renders), 'render')}{of_them}"


def _renders(report: Report | None) -> list[str]:
    """The ids of the renders that were made of charts."""
    return [render.id for render in report.renders if render.values_name] if report else []


def _all(done: Round) -> list[_Told]:
    if done.error and not done.repeated:
        return [_Told("broken", (str(done.error),), [])]
    compared = done.comparison
    if compared is None:
        return []
    return [
        *_together(_unread("broken", done.broken)),
        *_together(_failed("new", compared.new)),
        *_together(_failed("changed", [kept.after for kept in compared.kept if kept.changed])),
        *_together(_unread("mended", done.whole)),
        *_together(_failed("mended", compared.mended)),
        *_together(_failed("excepted", compared.excepted)),
        *_together(_failed("unasked", compared.unasked)),
    ]


def _failed(label: str, failures: Iterable[Failure]) -> Iterator[tuple[str, tuple[str, ...], str]]:
    for one in failures:
        outcome, resource = one.outcome, one.outcome.resource
        severity = "not judged" if outcome.status == "error" else outcome.severity
        named = f"{resource.kind} {resource.name}"
        # A line of what is gone is a line of a text that is gone.
        place = _place(one) if label in ("new", "changed") else _template(one)
        where = " ".join(part for part in (place, dotted(one.finding.path), f"[{outcome.policy.id}]") if part)
        yield label, (f"{severity}: {named}: {one.finding.message}", where), resource.render


def _place(failure: Failure) -> str:
    """The template's line where it is known, else the template; a rendered line is called that."""
    finding, outcome = failure.finding, failure.outcome
    if finding.origin and finding.origin.line is not None:
        return f"{finding.origin.template}:{finding.origin.line}"
    if outcome.resource.document.template:
        return _template(failure) + ("" if finding.line is None else f" (rendered line {finding.line})")
    source = outcome.source_of(finding)
    return source if finding.line is None else f"{source}:{finding.line}"


def _template(failure: Failure) -> str:
    return failure.outcome.resource.document.template or ""


def _unread(label: str, several: Iterable[LeftOut]) -> Iterator[tuple[str, tuple[str, ...], str]]:
    for one in several:
        place = ":".join(str(part) for part in (one.source, one.line) if part is not None)
        text = f"{place}: {one.reason}" if label == "broken" else f"{place} can be read again"
        if label == "mended" and one.render:
            text = f"{one.source}: it renders again"
        yield label, (text,), one.render or ""


def _together(found: Iterable[tuple[str, tuple[str, ...], str]]) -> list[_Told]:
    groups: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for label, texts, render in found:
        renders = groups.setdefault((label, texts), [])
        if render and render not in renders:
            renders.append(render)
    return [_Told(label, texts, renders) for (label, texts), renders in groups.items()]


def _block(one: _Told, view: View, renders: Sequence[str]) -> Iterator[str]:
    label = _SHORT.get(one.label, one.label)
    first = "  " + view.painted(label, _STYLES.get(one.label, "")) + " " * (_WIDTH - len(label))
    of_renders = [render for render in one.renders if render in renders]
    inside = [f"in {_in(of_renders, renders)}"] if of_renders and len(renders) > 1 else []
    for number, text in enumerate((*one.texts, *inside)):
        for line in wrapped(printable(text), width=view.width, first=_INDENT if number else first, indent=_INDENT):
            yield view.painted(line, "dim") if number else line


def _in(some: Sequence[str], renders: Sequence[str]) -> str:
    if len(some) == len(renders):
        return f"all {len(renders)} renders"
    more = f" and {len(some) - _FEW} more of {len(renders)} renders" if len(some) > _FEW else ""
    return ", ".join(some[:_FEW]) + more


def watching(now: Watched) -> str:
    return f"watching {printable(_files(now.folders | now.files))}; Ctrl-C ends\n"


def _files(paths: Iterable[str]) -> str:
    """Those nearest to the working directory, the first by name."""
    names = sorted(map(os.path.relpath, paths), key=lambda path: (path.startswith(os.pardir), path))
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return ", ".join(names[:_FEW]) + more
