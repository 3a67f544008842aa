from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.kubernetes.quantity_fields import written_amounts
from policycheck.model import Value

POD: Value = {
    "metadata": {"annotations": {"memory": "512mb"}},
    "spec": {
        "overhead": {"cpu": "1m"},
        "volumes": [{"emptyDir": {"sizeLimit": "1Gi"}}, {"emptyDir": {"sizeLimit": None}}],
        "containers": [
            {"resources": {"limits": {"memory": "1Gi"}}},
            {"env": [{"valueFrom": {"resourceFieldRef": {"divisor": "1m"}}}]},
        ],
    },
}


def test_every_amount_is_found_at_its_place() -> None:
    assert sorted(written_amounts(POD, "", "Pod"), key=repr) == [
        (("spec", "containers", 0, "resources", "limits", "memory"), "1Gi"),
        (("spec", "containers", 1, "env", 0, "valueFrom", "resourceFieldRef", "divisor"), "1m"),
        (("spec", "overhead", "cpu"), "1m"),
        (("spec", "volumes", 0, "emptyDir", "sizeLimit"), "1Gi"),
    ]


@pytest.mark.parametrize(
    ("group", "kind", "body", "places"),
    [
        ("", "ResourceQuota", {"spec": {"hard": {"pods": 5}}}, [("spec", "hard", "pods")]),
        ("", "LimitRange", {"spec": {"limits": [{"max": {"cpu": 1}}]}}, [("spec", "limits", 0, "max", "cpu")]),
        ("", "ConfigMap", {"data": {"memory": "512mb"}}, []),
        ("example.com", "Pod", POD, []),
    ],
)
def test_kinds_have_them_in_their_own_fields(group: str, kind: str, body: Value, places: list[Value]) -> None:
    assert [path for path, _ in written_amounts(body, group, kind)] == places


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["spec", "containers", "resources", "limits", "volumes", "a"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_whatever_is_written_is_gone_through(body: Value) -> None:
    for path, value in written_amounts(body, "", "Pod"):
        found = body
        for step in path:
            found = found[step]  # type: ignore[index]  # it leads there
        assert found is value
