"""What BuildKit refuses in a Dockerfile, and in which line: its parser says what, never where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from policycheck.errors import ManifestError, did_you_mean

if TYPE_CHECKING:
    from types import ModuleType

    from policycheck.docker.instructions import Instruction

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

_SOURCE_AND_TARGET = 2


def syntax_fault(text: str, said: str, parser: ModuleType) -> ManifestError:
    """What the parser `said` of a text that it refused, with the line; the texts in it are never quoted."""
    lines = text.split("\n")  # no other character ends a line for BuildKit
    line = _open_heredoc(lines) if said == _UNTERMINATED else _first_refused(lines, said, parser)
    return ManifestError(f"BuildKit cannot read it: {_without_quotes(said)}", line=line)


def _first_refused(lines: Sequence[str], said: str, parser: ModuleType) -> int:
    """The last line of the shortest beginning that is refused for the same reason: all longer ones are, too."""
    low, high = 1, max(len(lines), 1)
    while low < high:
        middle = (low + high) // 2
        if _refusal("\n".join(lines[:middle]), parser) == said:
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


def structural_fault(instructions: Sequence[Instruction]) -> ManifestError | None:
    """What is refused though each instruction can be parsed; None for nothing."""
    in_stage = False
    for one in instructions:
        fault = _own_fault(one)
        if fault is None and not in_stage and one.keyword not in {"ARG", "FROM"}:
            fault = f"{one.keyword} stands before the first FROM, where only ARG may; move it down"
        if fault is not None:
            return ManifestError(fault, line=one.line)
        in_stage = in_stage or one.keyword == "FROM"
    return None if in_stage else ManifestError("no FROM, so there is nothing to build; begin with one", line=1)


def _own_fault(one: Instruction) -> str | None:
    keyword, words = one.keyword, one.arguments
    if keyword not in KEYWORDS:
        near = did_you_mean(keyword, KEYWORDS) or "; is this a Dockerfile?"
        return f"no instruction is called {keyword[:20]}{near}"
    if keyword == "FROM" and len(words) != 1 and not (len(words) == _NAMED_FROM and words[1].upper() == "AS"):
        return "FROM takes an image, or an image AS a name; write one of the two"
    if keyword in {"ADD", "COPY"} and len(words) < _SOURCE_AND_TARGET:
        return f"{keyword} takes what to copy and where to; write both"
    return f"{keyword} says nothing; write what it is to do, or take it out" if not words and not one.is_json else None
