"""A report on standard output and in files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING

from policycheck.cli.streams import complain, view_of_stdout, write
from policycheck.errors import UsageError
from policycheck.model import Report
from policycheck.records import Record
from policycheck.reporters import render
from policycheck.reporters.view import View

if TYPE_CHECKING:
    from argparse import Namespace

SUMMARY = "GITHUB_STEP_SUMMARY"
"""Names the file whose Markdown GitHub shows on the page of a run."""


class Rendered(Record):
    """`notices` say what a format could not hold."""

    text: str
    notices: tuple[str, ...] = ()


Renderer = Callable[[View, str], Rendered]
"""A report in the format of this name."""


def publish(rendered: Renderer, options: Namespace | SimpleNamespace) -> list[str]:
    """Write the files first, so that a closed pipe cannot keep them from being written; give what could not be."""
    unsaved = list(save_reports(rendered, options))
    text, notices = rendered(view_of_stdout(options.outcomes, options.detail), options.format)
    write(text)
    for notice in notices:
        complain(notice)
    return unsaved


def save_reports(rendered: Renderer, options: Namespace | SimpleNamespace) -> Iterator[str]:
    """Write every file that can be written; give what kept the others from it."""
    if not options.reports and options.format != "github":
        return
    from policycheck.cli.report_file import append, save  # noqa: PLC0415 - the bare pipe writes none

    view = View(options.outcomes, "full" if options.detail == "full" else "normal")
    targets: list[tuple[Callable[[str, str], None], str, str]] = [(save, *target) for target in options.reports]
    summary = os.environ.get(SUMMARY)
    if summary and "github" in {options.format, *(name for name, _ in options.reports)}:
        targets.append((append, "markdown", summary))
    for put, format_name, path in targets:
        text, notices = rendered(view, format_name)
        for notice in notices:
            complain(f"{path}: {notice}")
        try:
            put(text, path)
        except UsageError as error:
            yield str(error)


def of_report(report: Report, options: Namespace | SimpleNamespace) -> Renderer:
    """The report in a format; some have options of their own."""

    def rendered(view: View, format_name: str) -> Rendered:
        if format_name == "junit":
            return Rendered(_junit(report, view, options))
        if format_name == "sarif":
            from policycheck.reporters.sarif import sarif  # noqa: PLC0415 - only this format needs it

            return Rendered(*sarif(report, version=our_version()))
        return Rendered(render(report, view, format_name=format_name))

    return rendered


def our_version() -> str:
    from policycheck.version import VERSION  # noqa: PLC0415 - few formats tell it

    return VERSION


def _junit(report: Report, view: View, options: Namespace | SimpleNamespace) -> str:
    from datetime import UTC, datetime  # noqa: PLC0415 - only this format needs it

    from policycheck.reporters import junit  # noqa: PLC0415 - idem

    timestamp = None if options.deterministic else datetime.now(UTC).isoformat(timespec="seconds")
    return junit.render(report, view, flavor=options.junit_flavor, timestamp=timestamp, version=our_version())
