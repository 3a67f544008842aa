"""How long a pod has to end, and what a hook sleeps of it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.kubernetes.termination import grace_period, slept_seconds
from policycheck.model import Value


@pytest.mark.parametrize(
    ("written", "seconds"),
    [(None, 30), (0, 0), (0.0, 0), (1, 1), (60, 60), (-1, 1), (-300, 1), ("60", 30), ("10s", 30), (2.5, 30), ([], 30)],
)
def test_the_grace_period(written: Value, seconds: int) -> None:
    assert grace_period({"terminationGracePeriodSeconds": written}) == seconds
    assert grace_period({}) == 30


def slept(*command: str) -> Fraction | int:
    return slept_seconds({"exec": {"command": list(command)}})


@pytest.mark.parametrize(("seconds", "expected"), [(5, 5), (5.0, 5), (0, 0), (-5, 0), ("5", 0), (None, 0), (2.5, 0)])
def test_the_sleep_action(seconds: Value, expected: int) -> None:
    assert slept_seconds({"sleep": {"seconds": seconds}}) == expected


@pytest.mark.parametrize(
    ("command", "seconds"),
    [
        (["sleep", "15"], 15),
        (["/bin/sleep", "15s"], 15),
        (["sleep", "0.5"], Fraction(1, 2)),
        (["sleep", "1m", "30s"], 90),
        (["sleep", "1h"], 3600),
        (["sleep", "infinity"], 0),
        (["sleep", "--help"], 0),
        (["sleep"], 0),
        (["sleep", "5", "$X"], 0),
        (["nginx", "-s", "quit"], 0),
        (["sleep 15"], 0),
    ],
)
def test_a_command_that_sleeps(command: list[str], seconds: Fraction | int) -> None:
    assert slept(*command) == seconds


@pytest.mark.parametrize(
    ("script", "seconds"),
    [
        ("sleep 15", 15),
        ("exec sleep 15", 15),
        ("sleep 5; nginx -s quit; sleep 10", 15),
        ("sleep 5 && nginx -s quit\nsleep 1m", 65),
        ("touch /tmp/draining; sleep 10 || true", 10),
        ("sleep 10 # drain", 10),
        ("kill -TERM $(pidof web | head -1); sleep 7", 7),
        ("sleep $DRAIN", 0),
        ("sleep ${DRAIN:-30}", 0),
        ("sleep 10 &", 0),
        ("sleep 10 & wait", 0),
        ("false || sleep 60", 0),
        ("while pgrep web; do sleep 60; done", 0),
        ("for i in 1 2; do sleep 60; done", 0),
        ("if test -f a; then sleep 60; fi", 0),
        ("sleep 5; until curl -f localhost; do sleep 60; done", 5),
        ("exit 0; sleep 60", 0),
        ("echo sleep 60", 0),
        ("(sleep 60)", 0),
    ],
)
def test_a_script_that_surely_sleeps(script: str, seconds: int) -> None:
    assert slept("/bin/sh", "-c", script) == seconds


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=5), st.sampled_from(["; ", " && ", "\n"]))
def test_steps_add_up(seconds: list[int], between: str) -> None:
    assert slept("sh", "-c", between.join(f"sleep {number}" for number in seconds)) == sum(seconds)


@pytest.mark.parametrize("handler", [{}, {"exec": None}, {"httpGet": {"port": 80}}, {"sleep": 5}, {"exec": ["sleep"]}])
def test_nothing_known_to_sleep(handler: dict[str, Value]) -> None:
    assert slept_seconds(handler) == 0


@pytest.mark.parametrize("command", ["sleep 5", 5, [5], ["sleep", 5], {"sleep": 5}, None, []])
def test_a_command_that_is_none_sleeps_not(command: Value) -> None:
    assert slept_seconds({"exec": {"command": command}}) == 0
