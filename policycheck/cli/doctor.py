"""`policycheck doctor`: what renders charts here, and whether helm and Helm in process agree."""

from __future__ import annotations

from argparse import Namespace

from policycheck.cli.parser import Parser
from policycheck.cli.streams import write
from policycheck.cli.values import kube_version
from policycheck.kubernetes.versions import NEWEST
from policycheck.reporters.terminal import printable


def arguments(parser: Parser) -> None:
    parser.add_argument(
        "chart", metavar="CHART", nargs="?", help="the chart to compare by, a folder or .tgz (default: a small one)"
    )
    parser.add_argument("--helm", metavar="PATH", help="the helm to look at (default: $HELM, the one on PATH)")
    parser.add_argument(
        "--kube-version", metavar="VERSION", type=kube_version, default=".".join(map(str, NEWEST)), help="as 1.33"
    )


def run(options: Namespace) -> int:
    """Exit 0 where what renders can be trusted, 1 where the two render otherwise, 2 where nothing renders."""
    from policycheck.renderers.small_chart import small_chart  # noqa: PLC0415 - `--help` needs none of it

    if options.chart:
        return _compared(options.chart, options)
    with small_chart() as folder:
        return _compared(folder, options)


def _compared(chart: str, options: Namespace) -> int:
    from policycheck.renderers.doctor import doctor_report  # noqa: PLC0415 - idem
    from policycheck.renderers.request import RenderRequest  # noqa: PLC0415 - idem

    request = RenderRequest(chart, kube_version=options.kube_version)
    report = doctor_report(request, options.helm, shown=options.chart or "a small chart")
    write("".join(f"{printable(line)}\n" for line in report.lines))
    return 0 if report.well else 1
