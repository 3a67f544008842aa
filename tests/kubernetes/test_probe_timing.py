"""The numbers of probes after defaults, and what they add up to."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.kubernetes.probe_timing import (
    DEFAULTS,
    LARGEST,
    failure_window,
    startup_budget,
    time_to_kill,
    with_defaults,
    written_numbers,
)
from policycheck.model import Value

NUMBERS = st.dictionaries(st.sampled_from(sorted(DEFAULTS)), st.integers(1, 1000))
REFUSED: st.SearchStrategy[Value] = st.sampled_from([-1, 2.5, "10", "10s", True, [10], {"a": 1}, LARGEST + 1, 1e300])
ABSENT: st.SearchStrategy[Value] = st.sampled_from([None, 0, 0.0])


class Times(NamedTuple):
    to_kill: int
    budget: int
    window: int


def times(probe: dict[str, Value]) -> Times:
    return Times(time_to_kill(probe), startup_budget(probe), failure_window(probe))


@pytest.mark.parametrize(
    ("probe", "expected"),
    [
        ({}, Times(21, 30, 30)),
        ({"periodSeconds": 0, "failureThreshold": None}, Times(21, 30, 30)),
        ({"failureThreshold": 1}, Times(1, 10, 10)),
        ({"failureThreshold": 1, "timeoutSeconds": 5, "initialDelaySeconds": 7}, Times(12, 17, 10)),
        ({"failureThreshold": 6, "periodSeconds": 10.0}, Times(51, 60, 60)),
        ({"failureThreshold": 3, "periodSeconds": 5, "timeoutSeconds": 2}, Times(12, 15, 15)),
        ({"failureThreshold": 60, "initialDelaySeconds": 10}, Times(601, 610, 600)),
    ],
)
def test_how_long_a_container_has(probe: dict[str, Value], expected: Times) -> None:
    assert times(probe) == expected


def test_the_rest_of_a_probe_stays_as_it_is() -> None:
    probe: dict[str, Value] = {"httpGet": {"port": 80}, "terminationGracePeriodSeconds": 0, "exec": None}
    assert with_defaults(probe) == {**DEFAULTS, **probe}


@given(NUMBERS)
def test_what_is_written_counts(written: dict[str, int]) -> None:
    assert with_defaults(dict(written)) == {**DEFAULTS, **written}


@given(NUMBERS, st.sampled_from(sorted(DEFAULTS)), ABSENT | REFUSED)
def test_the_default_stands_for_what_is_absent_and_for_what_is_refused(
    written: dict[str, int], key: str, value: Value
) -> None:
    others: dict[str, Value] = {name: number for name, number in written.items() if name != key}
    assert with_defaults({**others, key: value}) == with_defaults(others)
    assert times({**others, key: value}) == times(others)


@given(NUMBERS)
def test_filling_in_twice_changes_nothing(written: dict[str, int]) -> None:
    filled = with_defaults(dict(written))
    assert with_defaults(filled) == filled
    assert times(filled) == times(dict(written))


@given(NUMBERS)
def test_a_startup_budget_is_never_shorter_than_what_liveness_waits(written: dict[str, int]) -> None:
    probe = with_defaults({**written, "timeoutSeconds": 1})
    assert failure_window(probe) <= startup_budget(probe)
    assert time_to_kill(probe) <= startup_budget(probe)


def test_written_numbers_are_as_written() -> None:
    probe: dict[str, Value] = {
        "successThreshold": -1,
        "failureThreshold": LARGEST + 1,
        "periodSeconds": 10.0,
        "timeoutSeconds": 0,
        "initialDelaySeconds": "5",
        "terminationGracePeriodSeconds": -1,
    }
    assert dict(written_numbers(probe)) == {
        "timeoutSeconds": 0,
        "periodSeconds": 10,
        "successThreshold": -1,
        "failureThreshold": LARGEST + 1,
    }


@given(st.sampled_from(["10s", "10", 2.5, True, None, [1], {"a": 1}, float("inf"), float("nan")]))
def test_what_is_no_whole_number_is_no_written_number(value: Value) -> None:
    assert written_numbers({"periodSeconds": value}) == ()
