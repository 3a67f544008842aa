"""What a rolling update may do to the least replicas that a Deployment keeps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import Unreadable
from policycheck.model import Value
from tests.effort import tries
from tests.language.functions.calling import called
from tests.language.surroundings import bindings, context


def rolling(strategy: str, replicas: int = 3) -> Value:
    manifest = (
        f"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: a}}, spec: {{replicas: {replicas}, {strategy}}}}}"
    )
    return called("rolling_update", bound=bindings(context(manifest)))


@pytest.mark.parametrize(
    ("strategy", "replicas", "found"),
    [
        ("", 3, (1, 0)),
        ("strategy: {type: RollingUpdate}", 4, (1, 1)),
        ("strategy: {rollingUpdate: {maxUnavailable: 50%, maxSurge: 0}}", 3, (0, 1)),
        ("strategy: {rollingUpdate: {maxUnavailable: 10%, maxSurge: 0}}", 1, (0, 1)),
    ],
)
def test_unavailable_is_rounded_down_and_surge_up(strategy: str, replicas: int, found: tuple[int, int]) -> None:
    assert rolling(strategy, replicas) == {"surge": found[0], "unavailable": found[1]}


def test_another_strategy_rolls_nothing() -> None:
    assert rolling("strategy: {type: Recreate}") is None


def test_a_refused_amount_stands_at_its_place() -> None:
    with pytest.raises(Unreadable) as caught:
        rolling('strategy: {rollingUpdate: {maxSurge: "1"}}')
    assert caught.value.path == ("spec", "strategy", "rollingUpdate", "maxSurge")


@tries(20)
@given(st.integers(1, 50), st.integers(0, 100), st.integers(0, 100))
def test_some_pod_always_moves_and_never_more_than_there_are(replicas: int, unavailable: int, surge: int) -> None:
    found = rolling(f"strategy: {{rollingUpdate: {{maxUnavailable: {unavailable}%, maxSurge: {surge}%}}}}", replicas)
    assert isinstance(found, dict)
    taken, added = found["unavailable"], found["surge"]
    assert isinstance(taken, int)
    assert isinstance(added, int)
    assert taken + added > 0
    assert taken <= replicas
