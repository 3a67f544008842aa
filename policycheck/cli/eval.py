"""`policycheck eval`: try an expression on a render before it becomes a policy."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from policycheck.cli import NOT_CHECKED
from policycheck.cli.parser import Parser
from policycheck.cli.streams import complain, write
from policycheck.cli.values import kube_version, namespace
from policycheck.reporters.last_line import counted
from policycheck.reporters.terminal import printable

if TYPE_CHECKING:
    from policycheck.authoring.evaluation.shown import Evaluation, Line


def arguments(parser: Parser) -> None:
    parser.add_argument("expression", metavar="EXPR", help="as `when` and `assert` have it, with all $names bound")
    parser.add_argument("path", metavar="FILE", help='manifests: a file, a folder, or "-" for what a pipe brings')
    parser.add_argument("--resource", metavar="KIND/NAME", help="look at this resource only (default: at each)")
    parser.add_argument("--foreach", metavar="EXPR", help="evaluate on each item that this gives, as a policy does")
    parser.add_argument("-n", "--namespace", metavar="NAME", type=namespace, help="the release's namespace")
    parser.add_argument("--kube-version", metavar="VERSION", type=kube_version, help="the cluster's version, as 1.33")


def run(options: Namespace) -> int:
    """Exit 0 where the expression has a value everywhere, 2 where it or a manifest is at fault."""
    from policycheck.authoring.evaluation.evaluate import evaluate  # noqa: PLC0415 - `--help` needs none of it

    evaluation = evaluate(
        options.expression,
        options.path,
        stdin=sys.stdin.buffer,
        foreach=options.foreach,
        resource=options.resource,
        namespace=options.namespace,
        kube_version=options.kube_version,
    )
    if evaluation.resources:
        write("".join(f"{printable(line)}\n" for line in _lines(evaluation)))
    for reason in evaluation.unread or (() if evaluation.resources else ("no resource to evaluate it on",)):
        complain(reason)
    complete = evaluation.resources and not evaluation.unread and not evaluation.broken
    return 0 if complete else NOT_CHECKED


def _lines(evaluation: Evaluation) -> Iterator[str]:
    for one in evaluation.resources:
        yield one.title
        yield from (_line(one.source, line) for line in one.lines)
        if not one.lines:
            yield "  no items"
    verdicts = [line.verdict for one in evaluation.resources for line in one.lines]
    none = f", {verdicts.count('-')} without a value" if "-" in verdicts else ""
    yield (
        f"{counted(len(evaluation.resources), 'resource')}, {counted(len(verdicts), 'value')}: "
        f"{verdicts.count('true')} true, {verdicts.count('false')} false{none}"
    )


def _line(source: str, line: Line) -> str:
    place = f"{source}:{line.line} {line.place}".rstrip()
    return f"  {line.verdict:<5}  {place}: {line.text}"
