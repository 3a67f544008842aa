"""Which command the arguments mean. Only that command's module is imported."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module

from policycheck.cli import NOT_CHECKED
from policycheck.cli.streams import write, write_error
from policycheck.errors import UsageError, did_you_mean

COMMANDS: Mapping[str, str] = {
    "check": "Check charts and manifests: files, folders, or what a pipe brings.",
    "diff": "Check what a change does: what it breaks and mends in the charts it touches.",
    "watch": "Check a chart on every save, and show only what has changed.",
    "init": "Begin with a chart: settings, a first test and a CI job.",
    "doctor": "Say what renders charts here, and compare it with Helm in process.",
    "list": "List every policy, its severity and whether it is on.",
    "config": "Print the settings that hold and where each comes from.",
    "explain": "Explain one policy: why, what to do, its parameters and examples.",
    "test": "Run the examples of policies, and with --mutate try how much they prove.",
    "eval": "Try an expression on manifests: what it gives, where that stands.",
    "why": "Say which key of a chart's values, or which line of a template, a field comes from.",
    "new": "Write a policy file to fill in.",
}

EXIT_STATUS = "exit status: 0 passed, 1 failed, 2 not checked (2 wins over 1)"

_HELP = """\
usage: helm template CHART | policycheck [OPTION...]
       policycheck check CHART [OPTION...]
       policycheck COMMAND [ARGUMENT...]

Check charts and Kubernetes manifests against policies.

commands:
{commands}

`policycheck COMMAND --help` lists a command's options; those of `check` need no command in a pipe.
--version prints the version.

{exit_status}
"""


def dispatch(argv: Sequence[str]) -> int:
    """Run the command that the arguments name; without one, check what is piped in."""
    if not argv and (sys.stdin is None or sys.stdin.isatty()):
        write_error(_help())
        return NOT_CHECKED
    if argv and argv[0] in ("-h", "--help", "--version"):
        write(_version() if argv[0] == "--version" else _help())
        return 0
    if not argv:
        from policycheck.cli.check import run_piped  # noqa: PLC0415 - only the called command is imported

        return run_piped()
    from policycheck.cli.parser import Parser  # noqa: PLC0415 - the bare pipe has no arguments

    name, arguments = _command(argv)
    command = import_module(f"policycheck.cli.{name}")
    parser = Parser(name, COMMANDS[name], EXIT_STATUS)
    command.arguments(parser)
    status: int = command.run(parser.parse(arguments))
    return status


def _command(argv: Sequence[str]) -> tuple[str, Sequence[str]]:
    if argv[0].startswith("-"):
        return "check", argv
    name = argv[0]
    if name in COMMANDS:
        return name, argv[1:]
    from pathlib import Path  # noqa: PLC0415 - only this error needs it

    if Path(name).exists():
        raise UsageError(f'"{name}" is a path, not a command; write `policycheck check {name}`')
    raise UsageError(f'unknown command "{name}"{did_you_mean(name, COMMANDS)} (commands: {", ".join(COMMANDS)})')


def _help() -> str:
    commands = "\n".join(f"  {name:<9}{purpose}" for name, purpose in COMMANDS.items())
    return _HELP.format(commands=commands, exit_status=EXIT_STATUS)


def _version() -> str:
    from policycheck.version import VERSION  # noqa: PLC0415 - only this needs it

    return f"policycheck {VERSION}\n"
