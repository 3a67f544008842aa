from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.kubernetes.expansion import is_service_variable, references
from tests.effort import tries


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        ("postgres://u:$(DB_PASS)@$(HOST)", ("DB_PASS", "HOST")),
        ("$(A)$(A)", ("A", "A")),
        ("$$(A)", ()),
        ("$$$(A)", ("A",)),
        ("$$$$(A)", ()),
        ("$(A", ()),
        ("$A ${A} $", ()),
        ("$(pidof java)", ("pidof java",)),
        ("$(A$(B)", ("A$(B",)),
        ("$()", ("",)),
    ],
)
def test_a_text_refers_to_names(text: str, names: tuple[str, ...]) -> None:
    assert references(text) == names


PARTS = st.one_of(
    st.tuples(st.text("ab ){}", max_size=3), st.none()),
    st.tuples(st.just("$$"), st.none()),
    st.text("AB_", min_size=1).map(lambda name: (f"$({name})", name)),
    st.text("AB_", min_size=1).map(lambda name: (f"$$({name})", None)),
)


@tries(50)
@given(st.lists(PARTS))
def test_what_is_put_together_is_taken_apart(parts: list[tuple[str, str | None]]) -> None:
    assert references("".join(text for text, _ in parts)) == tuple(name for _, name in parts if name)


@pytest.mark.parametrize("part", ["$(", "$", "$(a", "$$("])
def test_a_hostile_text_takes_no_longer_than_its_length(part: str) -> None:
    assert len(references(part * 50_000)) <= 50_000
    assert len(references(part * 50_000 + ")")) <= 50_000


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("WEB_SERVICE_HOST", True),
        ("WEB_SERVICE_PORT", True),
        ("WEB_SERVICE_PORT_HTTP", True),
        ("MY_WEB_PORT", True),
        ("WEB_PORT_80_TCP", True),
        ("WEB_PORT_80_TCP_ADDR", True),
        ("WEB_HOST", False),
        ("web_service_host", False),
        ("SERVICE_HOST", False),
        ("PORT", False),
    ],
)
def test_a_service_gives_variables_of_some_names(name: str, expected: bool) -> None:  # noqa: FBT001 - a table's column
    assert is_service_variable(name) is expected
