"""`policycheck diff`: what a change breaks and mends."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from policycheck.cli import NOT_CHECKED
from policycheck.cli.chart_options import chart_options
from policycheck.cli.check import EXIT_STATUS, refuse_overwriting, unmade
from policycheck.cli.check_options import choice_options, gate_options, report_options
from policycheck.cli.config_options import config_options, configured
from policycheck.cli.parser import Parser, policy_options
from policycheck.cli.publishing import Rendered, Renderer, of_report, our_version, publish, save_reports
from policycheck.cli.rendering import rendering
from policycheck.cli.streams import complain
from policycheck.cli.values import day, namespace, one_of
from policycheck.errors import PolicycheckError
from policycheck.reporters.advice import complaints
from policycheck.reporters.diff import DIFF_FORMATS, render_diff

if TYPE_CHECKING:
    from policycheck.comparison.diff import Diff
    from policycheck.reporters.view import View


def arguments(parser: Parser) -> None:
    parser.usage = "%(prog)s [OPTION...] BASE [HEAD]"
    parser.add_argument("base", metavar="BASE", help="a branch, tag or commit; or a folder of renders")
    parser.add_argument(
        "head", metavar="HEAD", nargs="?", help="the same with the change (default: the working tree as it is)"
    )
    _change_options(parser)
    chart_options(parser)
    config_options(parser)
    policy_options(parser)
    choice_options(parser)
    report_options(parser, DIFF_FORMATS)
    gate_options(parser)


def _change_options(parser: Parser) -> None:
    group = parser.add_argument_group("change")
    fails = group.add_mutually_exclusive_group()
    fails.add_argument(
        "--fail-on-new",
        action="store_false",
        dest="fails_on_known",
        default=False,
        help="exit 1 only on findings that were not there before (the default)",
    )
    fails.add_argument(
        "--fail-on-all",
        action="store_true",
        dest="fails_on_known",
        help="exit 1 also on findings that were there before",
    )
    group.add_argument(
        "--config-from",
        metavar="SIDE",
        type=one_of(("base", "head"), "side"),
        default="head",
        dest="rules",
        help="whose settings judge both sides: base, so that a change cannot loosen them, or head (default: head)",
    )
    group.add_argument(
        "--no-version-check",
        action="store_false",
        dest="wants_versions",
        help="a chart may change its templates or values and keep its version",
    )
    group.add_argument("--baseline", metavar="FILE", help="say what the change adds to this baseline")
    group.add_argument("--allow-empty", action="store_true", help="a chart that renders nothing is checked")
    group.add_argument("-n", "--namespace", metavar="NAME", type=namespace, help="the release's namespace")
    group.add_argument("--today", metavar="DATE", type=day, help="the day to judge by, as 2026-12-31")


def run(options: Namespace) -> int:
    """Compare, report, and give the exit status: 1 where the change breaks something."""
    refuse_overwriting([], [path for _, path in options.reports])
    try:
        found = _diff(options)
    except PolicycheckError as error:
        # A file that an earlier run left behind would be read as this one's, and it may be green.
        list(save_reports(of_report(unmade(error), options), options))
        raise
    unsaved = publish(_of_diff(found, options), options)
    for fault in (*_unsaid(found, options), *unsaved):
        complain(fault)
    return NOT_CHECKED if unsaved else EXIT_STATUS[found.verdict]


def _diff(options: Namespace) -> Diff:
    from policycheck.authoring.change.differing import diff  # noqa: PLC0415 - `--help` needs none of it
    from policycheck.authoring.change.wanted import Wanted  # noqa: PLC0415 - idem

    return diff(
        Wanted(
            base=options.base,
            head=options.head,
            configure=lambda: configured(options),
            rendering=rendering(options),
            values_files=tuple(options.values_files),
            today=options.today,
            strict=options.strict,
            allow_empty=options.allow_empty,
            rules=options.rules,
            wants_versions=options.wants_versions,
            fails_on_known=options.fails_on_known,
            baseline=options.baseline,
        )
    )


def _unsaid(found: Diff, options: Namespace) -> Iterator[str]:
    """Why nothing was checked, where the report does not say it."""
    if options.format != "text" or options.detail == "brief":
        yield from complaints(found.after)


def _of_diff(found: Diff, options: Namespace) -> Renderer:
    as_report = of_report(found.report, options)

    def rendered(view: View, format_name: str) -> Rendered:
        text = render_diff(found, view, format_name)
        if text is not None:
            return Rendered(text)
        if format_name == "sarif":
            from policycheck.reporters.sarif import sarif_of_diff  # noqa: PLC0415 - only this format needs it

            return Rendered(*sarif_of_diff(found, version=our_version()))
        return as_report(view, format_name)

    return rendered
