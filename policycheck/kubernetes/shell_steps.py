"""The commands of a shell script with what joins them: one after the other, or piped (semantics B3.10, B3.11)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from policycheck.kubernetes.commands import program
from policycheck.kubernetes.shell_words import SCRIPT_OPTION, SHELLS, commands
from policycheck.model import Value
from policycheck.records import Record

_NO_OPERATOR = r"\d*[<>]+(?:&[\d-]*)?|#[^\n]*|\\\n|[^\S\n]+"


class Step(Record):
    """A command in words, and the operators around it: ";" also for the end of a line, "" where the script ends."""

    words: Sequence[str]
    before: str
    after: str


def steps(command: Value) -> tuple[Step, ...]:
    """Return the commands of the script that a command has a shell run (`sh -c SCRIPT`), in order; none without one.

    What `$(...)` runs is not in it. What is no list of strings is no command; others say so.
    """
    return _steps_of(tuple(command_words(command)))


@lru_cache(maxsize=1024)
def _steps_of(words: tuple[str, ...]) -> tuple[Step, ...]:
    """Probes and hooks are asked by several policies, and written alike all over a render."""
    return tuple(_steps(_script(words)))


def command_words(command: Value) -> list[str]:
    """Return the words of an exec command, none where something else stands in its place."""
    words = command if isinstance(command, list) else []
    return words if all(isinstance(word, str) for word in words) else []


def is_pipeline(command: Value) -> bool:
    """Whether a command has a shell pipe the output of one program into another."""
    return any(step.after in {"|", "|&"} for step in steps(command))


def _script(words: tuple[str, ...]) -> str:
    if program(list(words)) not in SHELLS:
        return ""
    options = (place for place, word in enumerate(words[:-1]) if place and re.fullmatch(SCRIPT_OPTION, word))
    place = next(options, None)
    return "" if place is None else words[place + 1]


def _steps(script: str) -> Iterator[Step]:
    end, before, words = 0, "", None
    for command in commands(script):
        if command[0].start < end:  # from here on what is substituted into the words
            break
        operator = _operator(script[end : command[0].start])
        if words is not None:
            yield Step(words, before, operator)
        end, before, words = command[-1].end, operator, [word.text for word in command]
    if words is not None:
        yield Step(words, before, _operator(script[end:]))


def _operator(between: str) -> str:
    """What is left of the text between two commands without blanks, comments and redirections."""
    return re.sub(r"[;\n]+", ";", re.sub(_NO_OPERATOR, "", between))
