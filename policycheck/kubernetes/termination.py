"""How long a pod has to end, and how much of it a hook sleeps away (semantics B3.11)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from policycheck.errors import Unreadable
from policycheck.kubernetes import reading
from policycheck.kubernetes.commands import program
from policycheck.kubernetes.shell_steps import command_words, steps
from policycheck.model import Value

if TYPE_CHECKING:
    from fractions import Fraction

_GRACE_PERIOD = 30
_DURATION = r"(?a)(\d{1,9}(?:\.\d{1,9})?)([smhd]?)"
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
_STARTS = frozenset({"", ";", "&&"})
_WAITED_FOR = frozenset({"", ";", "&&", "||"})
_COMPOUND = frozenset({"{", "case", "exit", "for", "if", "select", "until", "while"})


def grace_period(pod_spec: Mapping[str, Value]) -> int:
    """Return the seconds between SIGTERM and SIGKILL: 30 where nothing is written, 1 for a negative number.

    What is no whole number is refused by the API server, and reported as such; 30 stands for it here.
    """
    written = _whole(pod_spec.get("terminationGracePeriodSeconds"))
    if written is None:
        return _GRACE_PERIOD
    return written if written >= 0 else 1


def slept_seconds(handler: Mapping[str, Value]) -> Fraction | int:
    """Return the seconds that a lifecycle handler surely sleeps, 0 where it does not or nobody can tell.

    Either the `sleep` action or an exec of `sleep N`, also as steps of a script: a sleep behind a condition, in a loop
    or in the background is not counted, nor one whose operand is a variable.
    """
    action, execution = handler.get("sleep"), handler.get("exec")
    if isinstance(action, dict):
        return max(0, _whole(action.get("seconds")) or 0)
    words = command_words(execution.get("command")) if isinstance(execution, dict) else []
    return sum(map(_slept, (words, *_sure_steps(words))))


def _slept(words: Sequence[str]) -> Fraction | int:
    """What `sleep 1m 30s` sleeps: the sum of its operands."""
    if program(list(words)) != "sleep":
        return 0
    from fractions import Fraction  # noqa: PLC0415 - only where a hook sleeps

    operands = [re.fullmatch(_DURATION, word) for word in words[1:]]
    known = [Fraction(found[1]) * _UNITS[found[2]] for found in operands if found]
    return sum(known) if len(known) == len(operands) else 0


def _sure_steps(command: list[str]) -> Iterator[Sequence[str]]:
    """What the script surely runs and waits for: all up to the first command that is not simple."""
    for step in steps(command):
        if step.words[0] in _COMPOUND or step.before not in _STARTS or step.after not in _WAITED_FOR:
            return
        yield step.words[1:] if step.words[0] == "exec" else step.words


def _whole(value: Value) -> int | None:
    try:
        return reading.whole_number(value, "a number of seconds")
    except Unreadable:
        return None
