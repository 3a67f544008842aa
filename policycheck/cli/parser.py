"""argparse with errors in one line and near misses. Nothing is abbreviated: no typo means another option."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from typing import NoReturn

from policycheck.cli.streams import write
from policycheck.errors import UsageError, did_you_mean

_WIDTH = 98


class Parser(ArgumentParser):
    """The arguments of one command."""

    def __init__(self, command: str, purpose: str, exit_status: str) -> None:
        super().__init__(
            prog=f"policycheck {command}",
            description=purpose,
            epilog=exit_status,
            formatter_class=_formatter,
            allow_abbrev=False,
        )
        self.command = command

    def parse(self, argv: Sequence[str]) -> Namespace:
        """Read the arguments, paths and options in any order."""
        parse = self.parse_known_args if "--" in argv else self.parse_known_intermixed_args  # which knows no "--"
        options, unknown = parse(argv)
        if unknown:
            raise UsageError(self._unknown(unknown[0].split("=")[0]))
        return options

    def _unknown(self, word: str) -> str:
        if not word.startswith("-"):
            return f'unexpected argument "{word}" (see `{self.prog} --help`)'
        near = did_you_mean(word, self._option_string_actions)
        return f'unknown option "{word}"{near} (`{self.prog} --help` lists them)'

    def error(self, message: str) -> NoReturn:
        raise UsageError(message.removeprefix("argument "))

    def print_help(self, file: object = None) -> None:  # noqa: ARG002 - argparse's signature
        write(self.format_help())


def _formatter(prog: str) -> RawDescriptionHelpFormatter:
    """With a width of its own: argparse makes one for every option, and asking the terminal imports half of shutil."""
    return RawDescriptionHelpFormatter(prog, width=_WIDTH)


def policy_options(parser: Parser) -> None:
    """Add the options that say which policy files there are."""
    group = parser.add_argument_group("policy files")
    group.add_argument(
        "--policies",
        metavar="PATH",
        action="append",
        default=[],
        help="also load the policies in this file or folder; may be repeated",
    )
    group.add_argument("--no-bundled", action="store_true", help="load none of the policies that come with policycheck")
