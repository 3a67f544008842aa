"""`policycheck new`: write a policy file for its author to fill in."""

from __future__ import annotations

from argparse import Namespace

from policycheck.cli.parser import Parser
from policycheck.cli.streams import write
from policycheck.reporters.terminal import printable


def arguments(parser: Parser) -> None:
    parser.add_argument("id", metavar="ID", help="what the policy requires, as a fact: memory-limit-set")
    parser.add_argument("--area", metavar="AREA", required=True, help="the folder it belongs to, as resources")
    parser.add_argument(
        "--in", metavar="FOLDER", default="policies", dest="folder", help="where the areas are (default: policies)"
    )


def run(options: Namespace) -> int:
    from policycheck.authoring.scaffold import write_policy  # noqa: PLC0415 - `--help` needs none of it

    path = write_policy(options.id, area=options.area, folder=options.folder)
    write(f"{printable(path)}: written; fill it in until `policycheck test {printable(path)}` passes\n")
    return 0
