"""`policycheck init`: the settings, a first test and a CI job for a chart."""

from __future__ import annotations

import os
import shlex
from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from policycheck.cli.parser import Parser
from policycheck.cli.streams import write, write_error
from policycheck.cli.values import day, namespace, one_of
from policycheck.reporters.last_line import counted
from policycheck.reporters.terminal import printable

if TYPE_CHECKING:
    from policycheck.authoring.start.start import Started


def arguments(parser: Parser) -> None:
    parser.add_argument("chart", metavar="CHART", help="the chart's folder")
    parser.add_argument(
        "--ci",
        metavar="WHERE",
        type=one_of(("github", "gitlab", "none"), "CI"),
        default="github",
        help="github writes a workflow, gitlab prints a job to paste, none makes no job (default: github)",
    )
    parser.add_argument(
        "-n", "--namespace", metavar="NAME", type=namespace, help="the release's namespace (default: the chart's name)"
    )
    parser.add_argument("--tests-only", action="store_true", help="write only the test: for one more chart")
    parser.add_argument("--helm", metavar="PATH", help="the helm to render with (default: $HELM, the one on PATH)")
    parser.add_argument("--today", metavar="DATE", type=day, help="the day to count from, as 2026-12-31")


def run(options: Namespace) -> int:
    from datetime import date  # noqa: PLC0415 - `--help` needs none of it

    from policycheck.authoring.start.start import Wanted, start  # noqa: PLC0415 - idem

    started = start(
        Wanted(
            chart=os.path.normpath(options.chart),
            ci=options.ci,
            today=options.today or date.today(),  # noqa: DTZ011 - a day of the reader's calendar
            namespace=options.namespace,
            tests_only=options.tests_only,
            helm=options.helm,
        )
    )
    told = "".join(f"{printable(line)}\n" for line in _lines(started))
    # A job that is to be pasted is all of standard output, so that it can go into a file.
    (write_error if started.job else write)(told)
    if started.job:
        write(started.job)
    return 0


def _lines(started: Started) -> Iterator[str]:
    yield from (f"{path}: written" for path in started.written)
    if started.ignored:
        what = "written, so that" if started.ignored.created else f"{started.ignored.rule} added, so that"
        yield f"{started.ignored.path}: {what} no package of the chart holds the tests"
    yield from _known(started)
    if started.is_library:
        yield ""
        yield "a library chart renders nothing of its own: there is no test yet. Test the charts that depend on it, or"
        yield 'one of its templates with chart.include("NAME", values).'
    yield ""
    yield "next:" if started.root == os.curdir else f"next, in {started.root}:"
    yield f"  policycheck check {shlex.quote(started.chart)}"
    if started.tests:
        yield f"  pytest {shlex.quote(started.tests)}"


def _known(started: Started) -> Iterator[str]:
    if not started.known:
        return
    count = sum(map(len, started.known.values()))
    were = "was" if count == 1 else "were"
    yield ""
    yield f"{counted(count, 'finding')} {were} there already; policycheck.yaml excepts them until {started.expires}:"
    for known, messages in started.known.items():
        for message in dict.fromkeys(messages):
            yield f"  {known.policy}: {message}"
    yield "mend one and take its entry out; `policycheck explain ID` says what to do"
