"""The text of a Dockerfile to its instructions, by BuildKit's own parser: the extra `[docker]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policycheck.docker.faults import structural_fault, syntax_fault
from policycheck.errors import ManifestError
from policycheck.records import Record

if TYPE_CHECKING:
    from types import ModuleType

    from dockerfile import Command

INSTALL = "not read, as the parser of Dockerfiles is missing; run: pip install 'policycheck[docker]'"


class Heredoc(Record):
    name: str
    text: str


class Instruction(Record):
    """One instruction; `line` is its first, from 1.

    `arguments` are as they are written, quotes and variables too, but for the JSON form (`is_json`), which has none
    left. `flags` are without their dashes: ("from=build", "link"). Of ONBUILD, `trigger` is what it stands before, of
    which the flags are not told.
    """

    keyword: str
    line: int
    arguments: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    is_json: bool = False
    heredocs: tuple[Heredoc, ...] = ()
    trigger: str | None = None

    def flag(self, name: str) -> str | None:
        """The value of `--name=value`, "" of a switch; the last one counts."""
        return next(iter(reversed(self.all_of(name))), None)

    def all_of(self, name: str) -> list[str]:
        """The values of a flag that may stand there several times: `--mount`."""
        parted = (flag.partition("=") for flag in self.flags)
        return [value for written, _, value in parted if written == name]


def parse(text: str) -> tuple[Instruction, ...]:
    """The instructions in order. ManifestError, with the line, for what BuildKit refuses; what to install without it.

    What is right in itself and wrong where it stands is refused too: no FROM, an instruction that there is not.
    """
    parser = _parser()
    try:
        commands = parser.parse_string(text)
    except parser.GoParseError as error:
        raise syntax_fault(text, str(error), parser) from None
    found = tuple(map(_instruction, commands))
    if fault := structural_fault(found):
        raise fault
    return found


def _parser() -> ModuleType:
    try:
        import dockerfile  # noqa: PLC0415 - an extra, and only where there is a Dockerfile
    except ImportError:
        raise ManifestError(INSTALL) from None
    module: ModuleType = dockerfile
    return module


def _instruction(command: Command) -> Instruction:
    return Instruction(
        keyword=command.cmd.upper(),
        line=command.start_line,
        arguments=tuple(command.value),
        flags=tuple(flag.removeprefix("--") for flag in command.flags),
        is_json=command.json,
        heredocs=tuple(Heredoc(one.name, one.content) for one in command.heredocs),
        trigger=command.sub_cmd.upper() if command.sub_cmd else None,
    )
