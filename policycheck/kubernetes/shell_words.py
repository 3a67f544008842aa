"""The words of a shell script, command by command, as far as they stand in it: what the shell puts in stays open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from policycheck.records import Record

SHELLS = frozenset({"sh", "ash", "bash", "dash", "ksh", "zsh"})
SCRIPT_OPTION = r"-[abefhilmnpuvx]*c[abefhilmnpuvx]*"
"""What comes before a shell's script: `-c`, alone or among its other switches, as in `-ec` and `-ce`."""

_PLAIN = r"""[^\s'"\\$`;&|()<>]+"""
_BLANK = r"(?:[^\S\n]|\\\n)+"
_COMMENT = r"#[^\n]*"
_REDIRECTION = r"\d*[<>]+(?:&[\d-]*)?"
_IN_DOUBLE_QUOTES = r'[^"\\$`]+'
_PARAMETER = r"[A-Za-z_]\w*|[\d@*#?!-]"
_DEFAULT = r"(?s):?[-=+](.*)"
_NAME = r"[A-Za-z_.-][\w.-]*"

_compiled = cache(re.compile)
"""Compiled where a script is met: most runs meet none."""

_DEEPEST = 4
"""How many substitutions inside each other are read: a hostile script nests thousands."""


class Word(Record):
    """A word as its command gets it, quotes removed; whatever the shell expands is written `$(NAME)`.

    `start` and `end` are its span in the script.
    """

    text: str
    start: int
    end: int


def commands(script: str) -> Iterator[Sequence[Word]]:
    """Each simple command of a script, those in `$(...)` and backticks too; never empty. Takes linear time.

    `A=1 mysql -p"$PW" | tail` is [A=1, mysql, -p$(PW)] and [tail].
    """
    pending = [(0, len(script), 0)]
    while pending:
        start, end, depth = pending.pop()
        reader = _Reader(script, start, end)
        yield from reader.commands()
        if depth < _DEEPEST:
            pending += [(*span, depth + 1) for span in reversed(reader.substituted)]


class _Reader:
    """Walks one stretch of a script from left to right; what is substituted into it is left for later."""

    def __init__(self, script: str, start: int, end: int) -> None:
        self.script = script
        self.at = start
        self.end = end
        self.substituted: list[tuple[int, int]] = []

    def commands(self) -> Iterator[Sequence[Word]]:
        words: list[Word] = []
        while self.at < self.end:
            if self._took(_BLANK) or self._took(_COMMENT) or self._took(_REDIRECTION):
                continue
            if self.script[self.at] in "\n;&|()":
                self.at += 1
                if words:
                    yield words
                words = []
                continue
            start = self.at
            words.append(Word(self._word(), start, self.at))
        if words:
            yield words

    def _word(self) -> str:
        parts = []
        while self.at < self.end and (self.script[self.at] not in "\n;&|()<>" and not self._sees(_BLANK)):
            parts.append(self._part())
        return "".join(parts)

    def _part(self) -> str:
        character = self.script[self.at]
        if plain := self._took(_PLAIN):
            return plain
        if character == "'":
            return self._single_quoted()
        if character == '"':
            self.at += 1
            return self._double_quoted()
        return self._special()

    def _special(self) -> str:
        """An expansion, an escaped character, or what stands for itself."""
        character = self.script[self.at]
        self.at += 1
        if character == "$":
            return self._expansion()
        if character == "`":
            return self._command(self._up_to("`"))
        if character == "\\" and self.at < self.end:
            self.at += 1
            return self.script[self.at - 1]
        return character

    def _single_quoted(self) -> str:
        start = self.at + 1
        close = self.script.find("'", start, self.end)
        self.at = start if close < 0 else close + 1
        return "'" if close < 0 else self.script[start:close]

    def _double_quoted(self) -> str:
        parts = []
        while self.at < self.end:
            if self.script[self.at] == '"':
                self.at += 1
                break
            parts.append(self._took(_IN_DOUBLE_QUOTES) or self._special())
        return "".join(parts)

    def _expansion(self) -> str:
        """What follows a `$`. `$$(NAME)` is how Kubernetes is told to leave `$(NAME)` to the shell."""
        if self.script[self.at : self.end].startswith("$", 0, 1):
            self.at += 1
        following = self.script[self.at] if self.at < self.end else ""
        if following == "(":
            self.at += 1
            return self._command(self._balanced("()"))
        if following == "{":
            self.at += 1
            start, end = self._balanced("{}")
            return _parameter(self.script[start:end])
        name = self._took(_PARAMETER)
        return f"$({name if re.fullmatch(_NAME, name) else 'parameter'})" if name else "$"

    def _command(self, span: tuple[int, int]) -> str:
        self.substituted.append(span)
        text = self.script[slice(*span)]
        return f"$({text})" if re.fullmatch(_NAME, text) else "$(command)"

    def _balanced(self, pair: str) -> tuple[int, int]:
        """The span up to the bracket that closes the one just read; all that is left where none does."""
        start, depth = self.at, 1
        for bracket in _compiled(f"[{re.escape(pair)}]").finditer(self.script, start, self.end):
            depth += 1 if bracket[0] == pair[0] else -1
            if not depth:
                self.at = bracket.end()
                return start, bracket.start()
        self.at = self.end
        return start, self.end

    def _up_to(self, mark: str) -> tuple[int, int]:
        start = self.at
        close = self.script.find(mark, start, self.end)
        stop = self.end if close < 0 else close
        self.at = min(stop + 1, self.end)
        return start, stop

    def _took(self, pattern: str) -> str:
        found = _compiled(pattern).match(self.script, self.at, self.end)
        if found is None:
            return ""
        self.at = found.end()
        return found[0]

    def _sees(self, pattern: str) -> bool:
        return _compiled(pattern).match(self.script, self.at, self.end) is not None


def _parameter(inside: str) -> str:
    """What stands in `${...}`: a default that is written out, `${PW:-hunter2}`, stays as it is."""
    name = re.match(_PARAMETER, inside.removeprefix("#"))
    default = re.fullmatch(_DEFAULT, inside[name.end() :]) if name else None
    if default and default[1].strip("\"'") and not default[1].strip("\"'").startswith("$"):
        return f"${{{inside}}}"
    return f"$({name[0] if name and re.fullmatch(_NAME, name[0]) else 'parameter'})"
