"""`policycheck check`: the pipe, files and folders."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING

from policycheck.cli import NOT_CHECKED
from policycheck.cli.config_options import configured
from policycheck.cli.progress import progress
from policycheck.cli.publishing import of_report, publish, save_reports
from policycheck.cli.rendering import rendering
from policycheck.cli.streams import complain
from policycheck.errors import PolicycheckError, UsageError
from policycheck.model import LeftOut, Report, Verdict
from policycheck.reporters.advice import complaints
from policycheck.sources.inputs import MAX_INPUT

if TYPE_CHECKING:
    from argparse import Namespace

    from policycheck.cli.parser import Parser
    from policycheck.config.effective import Config

EXIT_STATUS: Mapping[Verdict, int] = {"passed": 0, "failed": 1, "not checked": NOT_CHECKED}


PIPED: Mapping[str, object] = {
    "paths": (),
    "charts": (),
    "namespace": None,
    "today": None,
    "max_input": MAX_INPUT,
    "jobs": None,
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
    "baseline": None,
    "prune": False,
    "write_baseline": None,
    "reason": None,
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
    known = [path for path in (options.baseline, options.write_baseline) if path]
    if known or options.prune or options.reason is not None:
        from policycheck.cli.baseline import refuse_half_asked  # noqa: PLC0415 - most runs have none

        refuse_half_asked(options)
    refuse_overwriting([*inputs, *options.policies, *known], [path for _, path in options.reports])
    try:
        report = _checked(inputs, options)
    except PolicycheckError as error:
        # A file that an earlier run left behind would be read as this one's, and it may be green.
        list(save_reports(of_report(unmade(error), options), options))
        raise
    return _publish(report, options)


def _checked(inputs: Sequence[str], options: Namespace | SimpleNamespace) -> Report:
    from policycheck import api  # noqa: PLC0415 - `--help` needs none of it
    from policycheck.api.hands import Hands  # noqa: PLC0415 - idem

    config = configured(options)
    with (
        progress(options.detail) as told,
        api.checked(
            inputs,
            charts=list(dict.fromkeys(options.charts)),
            rendering=rendering(options),
            config=config,
            stdin=sys.stdin.buffer if "-" in inputs else None,
            today=options.today,
            strict=options.strict,
            max_input=options.max_input,
            allow_empty=options.allow_empty,
            hands=Hands(options.jobs, told=told),
        ) as run,
    ):
        if not _shows_findings_of_templates(run.report, options):
            return _known(run.report, options, config)
        from policycheck.cli.origins import with_origins  # noqa: PLC0415 - where all is well nobody needs it

        return _known(with_origins(run, options, config), options, config)


def _known(report: Report, options: Namespace | SimpleNamespace, config: Config) -> Report:
    if not options.baseline and not options.write_baseline:
        return report
    from policycheck.cli.baseline import with_baseline  # noqa: PLC0415 - most runs have none

    return with_baseline(report, options, config)


def _shows_findings_of_templates(report: Report, options: Namespace | SimpleNamespace) -> bool:
    brief = options.detail == "brief" and options.format == "text" and not options.reports
    return not brief and any(one.findings and one.resource.document.template for one in report.outcomes)


def unmade(error: PolicycheckError) -> Report:
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


def refuse_overwriting(read: Sequence[str], written: Sequence[str]) -> None:
    """A report must not replace what it reports on, nor another report."""
    for number, path in enumerate(written):
        if path in read or path in written[:number]:
            raise UsageError(f"--report: {path} is named twice; give the report a file of its own")


def _publish(report: Report, options: Namespace | SimpleNamespace) -> int:
    unsaved = publish(of_report(report, options), options)
    report_says_why = options.format == "text" and options.detail != "brief"
    for fault in (*(() if report_says_why else complaints(report)), *unsaved):
        complain(fault)
    return NOT_CHECKED if unsaved else EXIT_STATUS[report.verdict]
