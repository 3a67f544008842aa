"""The numbers of a probe after defaults, and how long a container has before the kubelet gives up (semantics B3.10)."""

from __future__ import annotations

from collections.abc import Mapping

from policycheck.model import Value
from policycheck.records import Record

DEFAULTS = {
    "initialDelaySeconds": 0,
    "timeoutSeconds": 1,
    "periodSeconds": 10,
    "successThreshold": 1,
    "failureThreshold": 3,
}
"""What the API server fills in; an explicit 0 or null is the same as absent (semantics 0.2)."""
LARGEST = 2**31 - 1


class Written(Record):
    """A number somebody wrote in a probe: `key` is one of DEFAULTS."""

    key: str
    number: int


def with_defaults(probe: Mapping[str, Value]) -> dict[str, Value]:
    """Return the probe with all of its numbers.

    The default also stands for a number that the API server refuses, so that one mistake is not reported by every
    policy that calculates: `written_numbers` shows the negative ones, `string_maps.wrong_integers` what is no integer.
    """
    return {**probe, **_numbers(probe)}


def written_numbers(probe: Mapping[str, Value]) -> tuple[Written, ...]:
    """Return the whole numbers that stand in a probe as they are written: 0, negative or too large too."""
    found = ((key, _whole(probe.get(key))) for key in DEFAULTS)
    return tuple(Written(key, number) for key, number in found if number is not None)


def time_to_kill(probe: Mapping[str, Value]) -> int:
    """Return the seconds from the start of a container that never answers until its liveness probe kills it."""
    numbers = _numbers(probe)
    retries = (numbers["failureThreshold"] - 1) * numbers["periodSeconds"]
    return numbers["initialDelaySeconds"] + retries + numbers["timeoutSeconds"]


def startup_budget(probe: Mapping[str, Value]) -> int:
    """Return the seconds that a startup probe gives a container to start."""
    return _numbers(probe)["initialDelaySeconds"] + failure_window(probe)


def failure_window(probe: Mapping[str, Value]) -> int:
    """Return the seconds of failing after which a probe acts on a container that has been well (semantics B3.12)."""
    numbers = _numbers(probe)
    return numbers["failureThreshold"] * numbers["periodSeconds"]


def _numbers(probe: Mapping[str, Value]) -> dict[str, int]:
    taken = {key: number for key, number in written_numbers(probe) if 0 < number <= LARGEST}
    return {key: taken.get(key, default) for key, default in DEFAULTS.items()}


def _whole(value: Value) -> int | None:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
