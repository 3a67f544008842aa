"""The options of `policycheck check`."""

from __future__ import annotations

from collections.abc import Collection

from policycheck.cli.baseline import baseline_options
from policycheck.cli.chart_options import chart_options
from policycheck.cli.config_options import config_options
from policycheck.cli.parser import Parser, policy_options
from policycheck.cli.values import day, namespace, number, one_of, report_target, size, words
from policycheck.model import SEVERITIES
from policycheck.reporters import REPORTERS
from policycheck.sources.inputs import MAX_INPUT


def check_options(parser: Parser) -> None:
    parser.usage = "%(prog)s [OPTION...] [PATH... | CHART... | -]"
    parser.add_argument(
        "paths", metavar="PATH", nargs="*", help='a file, a folder, a chart (folder or .tgz), or "-" for a pipe'
    )
    _input_options(parser)
    chart_options(parser)
    config_options(parser)
    policy_options(parser)
    choice_options(parser)
    report_options(parser)
    gate_options(parser)
    baseline_options(parser)


def _input_options(parser: Parser) -> None:
    group = parser.add_argument_group("input")
    group.add_argument(
        "--chart",
        metavar="FOLDER",
        action="append",
        default=[],
        dest="charts",
        help="the chart that was rendered: its values are checked too; may be repeated",
    )
    group.add_argument(
        "-n",
        "--namespace",
        metavar="NAME",
        type=namespace,
        help="the release's namespace, for resources that name none",
    )
    group.add_argument(
        "--allow-empty",
        action="store_true",
        help="a chart that renders nothing is checked; of a pipe, the line break that helm prints for it",
    )
    group.add_argument("--today", metavar="DATE", type=day, help="the day to judge by, as 2026-12-31")
    group.add_argument(
        "--max-input",
        metavar="SIZE",
        type=size,
        default=MAX_INPUT,
        help="refuse more than this, as 512K, 256M or 1G (default: 256M)",
    )
    group.add_argument(
        "-j",
        "--jobs",
        metavar="N",
        type=number,
        help="processes that render and judge; 1 for none (default: as many as processors, where there is much to do)",
    )


def choice_options(parser: Parser) -> None:
    group = parser.add_argument_group("choice of policies")
    for option, purpose in (
        ("enable", "switch on policies that are off by default: ids, tags, or all"),
        ("disable", "switch off policies: ids or tags; wins over --enable"),
    ):
        group.add_argument(
            f"--{option}",
            metavar="ID|TAG",
            action="extend",
            type=words,
            default=[],
            help=f"{purpose}; repeated or separated by commas",
        )


def report_options(parser: Parser, formats: Collection[str] = tuple(REPORTERS)) -> None:
    group = parser.add_argument_group("report")
    group.add_argument(
        "--format",
        metavar="FORMAT",
        type=one_of(formats, "format"),
        default="text",
        help=f"{_either(formats)}, on standard output (default: text)",
    )
    group.add_argument(
        "--report",
        metavar="FORMAT=FILE",
        action="append",
        type=report_target(formats),
        default=[],
        dest="reports",
        help="also write a report to a file; may be repeated",
    )
    group.add_argument(
        "--junit-flavor",
        metavar="READER",
        type=one_of(("jenkins", "gitlab"), "flavor"),
        default="jenkins",
        help="who reads the JUnit report: jenkins, or gitlab, which shows files and lines too (default: jenkins)",
    )
    group.add_argument(
        "--deterministic",
        action="store_true",
        help="a JUnit report without time or absolute path, so that the same input gives the same bytes",
    )
    group.add_argument(
        "--outcomes",
        metavar="WHICH",
        type=one_of(("failed", "all"), "choice of outcomes"),
        default="failed",
        help="list failed outcomes or all (default: failed; all are counted)",
    )
    detail = group.add_mutually_exclusive_group()
    detail.add_argument(
        "-q", "--quiet", action="store_const", const="brief", dest="detail", default="normal", help="only the last line"
    )
    detail.add_argument(
        "-v",
        "--verbose",
        action="store_const",
        const="full",
        dest="detail",
        help="also list all that was left out, assumed, or had nothing to judge",
    )


def gate_options(parser: Parser) -> None:
    group = parser.add_argument_group("verdict")
    group.add_argument(
        "--fail-on",
        metavar="SEVERITY",
        type=one_of((*SEVERITIES, "never"), "severity"),
        help="exit 1 on findings of this severity or above: error, warning, info or never (default: error)",
    )
    group.add_argument(
        "--strict", action="store_true", help="also exit 1 on exceptions that have expired or hide nothing"
    )


def _either(words: Collection[str]) -> str:
    """`text, json or junit`."""
    *first, last = words
    return f"{', '.join(first)} or {last}"
