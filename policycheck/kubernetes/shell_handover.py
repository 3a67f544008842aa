"""Whether a shell stays between the kubelet's signals and the program it starts (semantics A M-COMMAND-OVERRIDE)."""

from __future__ import annotations

from collections.abc import Sequence

from policycheck.kubernetes.shell_steps import steps
from policycheck.model import Value

_KEYWORDS = frozenset({"!", "{", "do", "elif", "else", "if", "then", "time", "until", "while"})
"""Words of the shell before a command."""


def stays_in_front(command_line: Value) -> bool | None:
    """Whether `sh -c SCRIPT` keeps its shell as the first process; None for what is no such command line.

    `exec app` makes the program take the shell's place, and a `trap` passes signals on. SIGTERM ends no other shell:
    it waits for its child, which hears nothing.
    """
    commands = [_without_keywords(step.words) for step in steps(command_line)]
    if not commands:
        return None
    return not any(map(_hands_over, commands))


def _hands_over(words: Sequence[str]) -> bool:
    """`exec >/dev/stdout` redirects what follows and starts nothing; its words are read without the `>`."""
    return len(words) > 1 and words[0] in {"exec", "trap"} and not words[1].startswith(("/dev/", "/proc/"))


def _without_keywords(words: Sequence[str]) -> Sequence[str]:
    place = next((place for place, word in enumerate(words) if word not in _KEYWORDS), len(words))
    return words[place:]
