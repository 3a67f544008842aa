"""Between how many replicas an autoscaler chooses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import Unreadable
from policycheck.kubernetes.autoscaler_bounds import Bounds, bounds
from policycheck.model import Value


def of(kind: str, **spec: Value) -> Bounds:
    return bounds({"kind": kind, "spec": dict(spec)})


def test_defaults_are_filled_in() -> None:
    assert of("HorizontalPodAutoscaler") == Bounds(1, 0)
    assert of("ScaledObject") == Bounds(0, 100)


@given(st.integers(-5, 200), st.integers(-5, 200))
def test_what_is_written_counts(least: int, most: int) -> None:
    assert of("HorizontalPodAutoscaler", minReplicas=least, maxReplicas=most) == Bounds(least, most)
    assert of("ScaledObject", minReplicaCount=least, maxReplicaCount=most, idleReplicaCount=0) == Bounds(least, most, 0)


@pytest.mark.parametrize("value", ["2", 2.5, True, [1]])
def test_what_is_no_whole_number_cannot_be_read(value: Value) -> None:
    with pytest.raises(Unreadable) as caught:
        of("HorizontalPodAutoscaler", maxReplicas=value)
    assert caught.value.path == ("spec", "maxReplicas")
