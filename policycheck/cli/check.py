"""`policycheck check`: the pipe, files and folders."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING

from policycheck.cli import NOT_CHECKED
from policycheck.cli.config_options import configured
from policycheck.cli.rendering import rendering
from policycheck.cli.streams import complain, view_of_stdout, write
from policycheck.errors import PolicycheckError, UsageError
from policycheck.model import LeftOut, Report, Verdict
from policycheck.reporters import render
from policycheck.reporters.advice import complaints
from policycheck.reporters.view import View
from policycheck.sources.inputs import MAX_INPUT

if TYPE_CHECKING:
    from argparse import Namespace

    from policycheck.cli.parser import Parser

_EXIT_STATUS: Mapping[Verdict, int] = {"passed": 0, "failed": 1, "not checked": NOT_CHECKED}


PIPED: Mapping[str, object] = {
    "paths": (),
    "charts": (),
    "namespace": None,
    "today": None,
    "max_input": MAX_INPUT,
    "config": None,
    "no_config": False,
    "policies": (),
    "no_bundled": False,
    "enable": (),
    "disable": (),
    "kube_versions": (),
    "values_files": (),
    "set_values": (),
    "set_strings": (),
    "releases": (),
    "api_versions": (),
    "values_sets": (),
    "helm": None,
    "allow_empty": False,
    "format": "text",
    "reports": (),
    "outcomes": "failed",
    "fail_on": None,
    "strict": False,
    "detail": "normal",
    "junit_flavor": "jenkins",
    "deterministic": False,
}
"""What no options mean, as argparse would say it: the bare pipe needs no argparse, a tenth of a small run."""


def arguments(parser: Parser) -> None:
    from policycheck.cli.check_options import check_options  # noqa: PLC0415 - the bare pipe has none

    check_options(parser)


def run_piped() -> int:
    """Check what a pipe brings, without any option."""
    return run(SimpleNamespace(**PIPED))


def run(options: Namespace | SimpleNamespace) -> int:
    """Check, report on standard output and into files, and give the verdict's exit status."""
    inputs = _inputs(options.paths, options.charts)
    _refuse_overwriting([*inputs, *options.policies], [path for _, path in options.reports])
    try:
        report = _checked(inputs, options)
    except PolicycheckError as error:
        # A file that an earlier run left behind would be read as this one's, and it may be green.
        list(_save_reports(_unmade(error), options))
        raise
    return _publish(report, options)


def _checked(inputs: Sequence[str], options: Namespace | SimpleNamespace) -> Report:
    from policycheck import api  # noqa: PLC0415 - `--help` needs none of it

    config = configured(options)
    with api.checked(
        inputs,
        charts=list(dict.fromkeys(options.charts)),
        rendering=rendering(options),
        config=config,
        stdin=sys.stdin.buffer if "-" in inputs else None,
        today=options.today,
        strict=options.strict,
        max_input=options.max_input,
        allow_empty=options.allow_empty,
    ) as run:
        if not _shows_findings_of_templates(run.report, options):
            return run.report
        from policycheck.cli.origins import with_origins  # noqa: PLC0415 - where all is well nobody needs it

        return with_origins(run, options, config)


def _shows_findings_of_templates(report: Report, options: Namespace | SimpleNamespace) -> bool:
    brief = options.detail == "brief" and options.format == "text" and not options.reports
    return not brief and any(one.findings and one.resource.document.template for one in report.outcomes)


def _unmade(error: PolicycheckError) -> Report:
    """The report of a run that could not begin: nothing was checked, and it says why."""
    reason = LeftOut(error.source or "policycheck", error.line, error.message, unread=True)
    return Report((), (), (), (), (reason,), ())


def _inputs(paths: Sequence[str], charts: Sequence[str]) -> list[str]:
    """The paths once each; without any, what a pipe brings; without a pipe, nothing beside the charts."""
    if paths:
        return list(dict.fromkeys(paths))
    if sys.stdin is not None and not sys.stdin.isatty():
        return ["-"]
    if not charts:
        raise UsageError("nothing to check; name a file or a folder, or pipe a render into it")
    return []


def _refuse_overwriting(read: Sequence[str], written: Sequence[str]) -> None:
    """A report must not replace what it reports on, nor another report."""
    for number, path in enumerate(written):
        if path in read or path in written[:number]:
            raise UsageError(f"--report: {path} is named twice; give the report a file of its own")


def _publish(report: Report, options: Namespace | SimpleNamespace) -> int:
    """Write the files first, so that a closed pipe cannot keep them from being written."""
    unsaved = list(_save_reports(report, options))
    write(_rendered(report, view_of_stdout(options.outcomes, options.detail), options.format, options))
    report_says_why = options.format == "text" and options.detail != "brief"
    for fault in (*(() if report_says_why else complaints(report)), *unsaved):
        complain(fault)
    return NOT_CHECKED if unsaved else _EXIT_STATUS[report.verdict]


def _save_reports(report: Report, options: Namespace | SimpleNamespace) -> Iterator[str]:
    """Write every file that can be written; give what kept the others from it."""
    if not options.reports:
        return
    from policycheck.cli.report_file import save  # noqa: PLC0415 - only this option needs it

    view = View(options.outcomes, "full" if options.detail == "full" else "normal")
    for format_name, path in options.reports:
        try:
            save(_rendered(report, view, format_name, options), path)
        except UsageError as error:
            yield str(error)


def _rendered(report: Report, view: View, format_name: str, options: Namespace | SimpleNamespace) -> str:
    """The report in a format; JUnit alone has options of its own."""
    if format_name != "junit":
        return render(report, view, format_name=format_name)
    from datetime import UTC, datetime  # noqa: PLC0415 - only this format needs it
    from importlib.metadata import version  # noqa: PLC0415 - idem

    from policycheck.reporters import junit  # noqa: PLC0415 - idem

    timestamp = None if options.deterministic else datetime.now(UTC).isoformat(timespec="seconds")
    return junit.render(report, view, flavor=options.junit_flavor, timestamp=timestamp, version=version("policycheck"))
