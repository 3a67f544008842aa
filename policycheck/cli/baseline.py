"""`--baseline` and `--write-baseline`: findings that are known, where there is no base to compare with."""

from __future__ import annotations

import os
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING

from policycheck.cli.streams import complain
from policycheck.errors import UsageError

if TYPE_CHECKING:
    from argparse import Namespace

    from policycheck.authoring.baseline.applying import Baseline
    from policycheck.cli.parser import Parser
    from policycheck.config.effective import Config
    from policycheck.model import Report

REASON = "was there when policycheck came"


def baseline_options(parser: Parser) -> None:
    group = parser.add_argument_group("baseline")
    group.add_argument("--baseline", metavar="FILE", help="except the findings that are in this file, and no other")
    group.add_argument("--prune", action="store_true", help="take out of it what no longer occurs")
    group.add_argument(
        "--write-baseline",
        metavar="FILE",
        help="write the findings that there are; what is in the file already keeps its day and its reason",
    )
    group.add_argument("--reason", metavar="TEXT", help=f"the reason of new entries (default: {REASON})")


def refuse_half_asked(options: Namespace | SimpleNamespace) -> None:
    """UsageError for options that mean nothing together."""
    if options.baseline and options.write_baseline:
        raise UsageError("--baseline and --write-baseline exclude each other; --write-baseline keeps what is in FILE")
    if options.prune and not options.baseline:
        raise UsageError("--prune is for a --baseline; name its file")
    if options.reason is not None and not (options.write_baseline and options.reason.strip()):
        raise UsageError("--reason is for --write-baseline, and says why the findings are accepted")


def with_baseline(report: Report, options: Namespace | SimpleNamespace, config: Config) -> Report:
    """The report in which known findings are excepted; the file is written where that was asked for."""
    from policycheck.authoring.baseline.applying import Baseline, baselined  # noqa: PLC0415 - idem
    from policycheck.authoring.baseline.entries import read_entries, written  # noqa: PLC0415 - idem
    from policycheck.cli.report_file import save  # noqa: PLC0415 - idem
    from policycheck.reporters.last_line import counted  # noqa: PLC0415 - idem

    policies = {policy.id for policy in config.known}
    if options.write_baseline:
        baseline = _written(report, options)
        return baselined(report, baseline, policies).report if baseline else report
    found = baselined(
        report, Baseline(options.baseline, read_entries(options.baseline)), policies, strict=options.strict
    )
    if not options.prune or not found.gone:
        return found.report
    save(written(found.kept), options.baseline)
    complain(f"{options.baseline}: {counted(len(found.gone), 'entry')} taken out")
    return baselined(report, Baseline(options.baseline, read_entries(options.baseline)), policies).report


def _written(report: Report, options: Namespace | SimpleNamespace) -> Baseline | None:
    """The new baseline; None, and said why, where the run did not look everywhere: it would leave out the rest."""
    from policycheck.authoring.baseline.applying import Baseline, new_baseline  # noqa: PLC0415 - idem
    from policycheck.authoring.baseline.entries import read_entries, written  # noqa: PLC0415 - idem
    from policycheck.cli.report_file import save  # noqa: PLC0415 - idem
    from policycheck.reporters.last_line import counted  # noqa: PLC0415 - idem

    path = options.write_baseline
    old = read_entries(path) if os.path.lexists(path) else []
    if report.not_checked:
        complain(f"{path}: not written, for not everything was checked")
        return None
    since = options.today.isoformat() if options.today else time.strftime("%Y-%m-%d")
    entries = new_baseline(report, old, since=since, reason=options.reason or REASON)
    save(written(entries), path)
    complain(f"{path}: {counted(len(entries), 'finding')} written")
    return Baseline(path, entries)
