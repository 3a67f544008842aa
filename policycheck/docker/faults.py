"""What BuildKit refuses in a Dockerfile, and in which line: its parser says what, never where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from policycheck.errors import ManifestError, did_you_mean

if TYPE_CHECKING:
    from types import ModuleType

KEYWORDS = frozenset(
    {
        *("ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER"),
        *("ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"),
    }
)
_UNTERMINATED = "unterminated heredoc"
_OPENS_HEREDOC = r"""<<-?(["']?)([A-Za-z_.][\w.]*)\1"""
_NAMED_FROM = 3
"""Words of FROM: `image AS name`."""


def syntax_fault(text: str, said: str, parser: ModuleType) -> ManifestError:
    """What the parser `said` of a text that it refused, with the line; the texts in it are never quoted."""
    lines = text.splitlines(keepends=True)
    line = _open_heredoc(lines) if said == _UNTERMINATED else _first_refused(lines, said, parser)
    return ManifestError(f"BuildKit cannot read it: {_without_quotes(said)}", line=line)


def _first_refused(lines: Sequence[str], said: str, parser: ModuleType) -> int:
    """The last line of the shortest beginning that is refused for the same reason: all longer ones are, too."""
    low, high = 1, max(len(lines), 1)
    while low < high:
        middle = (low + high) // 2
        if _refusal("".join(lines[:middle]), parser) == said:
            high = middle
        else:
            low = middle + 1
    return low


def _refusal(text: str, parser: ModuleType) -> str | None:
    try:
        parser.parse_string(text)
    except parser.GoParseError as error:
        return str(error)
    return None


def _open_heredoc(lines: Sequence[str]) -> int:
    """The line of the first heredoc of which the closing word stands nowhere below."""
    closing = {line.strip(): number for number, line in enumerate(lines)}
    for number, line in enumerate(lines):
        if any(closing.get(found[2], -1) <= number for found in re.finditer(_OPENS_HEREDOC, line)):
            return number + 1
    return 1


def _without_quotes(said: str) -> str:
    """The parser repeats what it did not understand, and that may be a secret."""
    return re.sub(r"""'[^']*'|"[^"]*"|`[^`]*`|: .*""", lambda found: "" if found[0][0] == ":" else "it", said)


def structural_fault(instructions: Sequence[tuple[str, int, Sequence[str]]]) -> ManifestError | None:
    """What is refused though each instruction (keyword, line, arguments) can be parsed; None for nothing."""
    in_stage = False
    for keyword, line, arguments in instructions:
        if keyword not in KEYWORDS:
            message = f"no instruction is called {keyword[:20]}"
            return ManifestError(message + (did_you_mean(keyword, KEYWORDS) or "; is this a Dockerfile?"), line=line)
        if keyword == "FROM":
            named = len(arguments) == _NAMED_FROM and arguments[1].upper() == "AS"
            if len(arguments) != 1 and not named:
                return ManifestError("FROM takes an image, or an image AS a name; write one of the two", line=line)
            in_stage = True
        elif keyword != "ARG" and not in_stage:
            return ManifestError(f"{keyword} stands before the first FROM, where only ARG may; move it down", line=line)
    if not in_stage:
        return ManifestError("no FROM, so there is nothing to build; begin with one", line=1)
    return None
