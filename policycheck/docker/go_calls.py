"""The calls of `go build` and `go install` in a RUN, with the variables that they see, and their flags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from policycheck.docker.instructions import Instruction
from policycheck.docker.run_commands import run_commands
from policycheck.docker.stages import Values
from policycheck.patterns import regex

_GO = frozenset({"go", "xx-go", "garble"})
_BUILDING = frozenset({"build", "install"})
_ASSIGNED = regex(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)
PUT_IN = regex(r"\$\(([A-Za-z_]\w*)\)")
"""What only the builder knows, as it is written in words."""
_BEFORE = frozenset({"env", "time", "exec", "nice", "&&", "if", "then", "do", "else", "!"})
"""Words that stand before a program and change nothing of what it makes."""

_TAKE_VALUES = frozenset(
    {
        *("C", "asmflags", "buildmode", "compiler", "gccgoflags", "gcflags", "installsuffix", "ldflags", "mod"),
        *("modfile", "o", "overlay", "p", "pgo", "pkgdir", "tags", "toolexec"),
    }
)


def calls(instruction: Instruction, known: Mapping[str, str | None]) -> Iterator[tuple[Sequence[str], Values]]:
    """Each call of go in words from `build` or `install` on, with the variables that it sees."""
    variables = dict(known)
    for command in run_commands(instruction):
        words = [_filled(word, variables) for word in command]
        own, rest = _assignments(words)
        if rest[:1] == ["export"] or rest[:3] == ["go", "env", "-w"]:
            variables |= _assigned(rest[1:])
        elif not rest:
            variables |= {name: value for name, value in own.items() if name in variables}
        elif len(rest) > 1 and rest[0].rpartition("/")[2] in _GO and (at := _building(rest)):
            own |= {"CC": "xx-clang"} if rest[0].startswith("xx-") else {}
            yield rest[at:], {**variables, **own}


def _building(words: Sequence[str]) -> int | None:
    """Where `build` or `install` stands: behind `go`, or behind options of a program around it."""
    places = (place for place, word in enumerate(words) if place and not word.startswith("-"))
    place = next(places, None)
    return place if place is not None and words[place] in _BUILDING else None


def _filled(word: str, variables: Values) -> str:
    """A word of the shell with the variables of the Dockerfile; one that is not known stays `$(NAME)`."""
    return PUT_IN.sub(lambda found: found[0] if (value := variables.get(found[1])) is None else value, word)


def _assignments(words: Sequence[str]) -> tuple[Values, Sequence[str]]:
    """What stands before a program: its variables, and words that only start it."""
    place = 0
    while place < len(words) and (words[place] in _BEFORE or _ASSIGNED.fullmatch(words[place])):
        place += 1
    return _assigned(words[:place]), words[place:]


def _assigned(words: Sequence[str]) -> Values:
    found = (_ASSIGNED.fullmatch(word) for word in words)
    return {one[1]: None if "$(" in one[2] else one[2] for one in found if one}


def split(text: str) -> list[str]:
    """GOFLAGS: flags with blanks between, one with blanks inside in quotes."""
    return [word.strip("'\"") for word in re.findall(r"""(?:"[^"]*"|'[^']*'|\S)+""", text)]


def flags(words: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    waiting = ""
    for word in words:
        if waiting:
            found[waiting], waiting = word, ""
        elif word.startswith("-"):
            name, equals, value = word.lstrip("-").partition("=")
            if not equals and name in _TAKE_VALUES:
                waiting = name
            else:
                found[name] = value.strip("'\"") if equals else ""
    return found
