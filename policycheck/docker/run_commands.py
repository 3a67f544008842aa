"""The commands that a RUN, ENTRYPOINT, CMD or HEALTHCHECK gives, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policycheck.docker.instructions import Instruction
from policycheck.kubernetes.shell_words import SCRIPT_OPTION, SHELLS, commands

_RUNNING = frozenset({"CMD", "ENTRYPOINT", "HEALTHCHECK", "RUN"})
_SHELL = ("/bin/sh", "-c")
_HEREDOC = r"<<-?(\S+)"
_ASSIGNMENT = r"[A-Za-z_]\w*="
_SHEBANG = r"#!\s*(?:/usr/bin/env\s+)?(\S+)"


def command_of(instruction: Instruction) -> list[str]:
    """The words of an instruction without HEALTHCHECK's own: one text in the shell form, one each in the JSON form."""
    words = list(instruction.arguments)
    return words[1:] if instruction.keyword == "HEALTHCHECK" else words


def command_line(instruction: Instruction) -> list[str] | None:
    """What is started, as a container's command is written, a shell form as a shell's script; None for nothing."""
    if instruction.keyword not in _RUNNING:
        return None
    words = command_of(instruction)
    return words if instruction.is_json else [*_SHELL, _with_heredocs(" ".join(words), instruction)]


def run_commands(instruction: Instruction) -> Iterator[list[str]]:
    """Each simple command that a shell or the JSON form runs, in order; what a shell puts in is written `$(NAME)`.

    A heredoc is a script of the shell, or of the one that it names; what another program reads is no command.
    """
    words = command_of(instruction)
    if instruction.is_json:
        yield from _unwrapped(words)
    else:
        for command in commands(_with_heredocs(" ".join(words), instruction)):
            yield from _unwrapped([word.text for word in command])


def _unwrapped(words: list[str]) -> Iterator[list[str]]:
    """The commands that `sh -c SCRIPT` has a shell run; another command is itself."""
    script = _script(words)
    if script is None:
        yield words
    else:
        yield from ([word.text for word in command] for command in commands(script))


def program_of(words: Sequence[str]) -> str:
    """The program of a command, without its folder and the variables set for it; "" where there is none."""
    own = (word for word in words if not re.match(_ASSIGNMENT, word))
    return next(own, "").rpartition("/")[2]


def _script(words: Sequence[str]) -> str | None:
    """What `["sh", "-c", SCRIPT]` has a shell run; None for another program."""
    if words and words[0].rpartition("/")[2] in SHELLS:
        options = (at for at, word in enumerate(words[:-1]) if at and re.fullmatch(SCRIPT_OPTION, word))
        place = next(options, None)
        return None if place is None else words[place + 1]
    return None


def _with_heredocs(line: str, instruction: Instruction) -> str:
    if not instruction.heredocs:
        return line
    reader = re.sub(_HEREDOC, "", line).split()
    text = "\n".join(one.text for one in instruction.heredocs)
    if not reader:
        shebang = re.match(_SHEBANG, text)
        return text if shebang is None or shebang[1].rpartition("/")[2] in SHELLS else ""
    return text if reader[0].rpartition("/")[2] in SHELLS else re.sub(_HEREDOC, "", line)
