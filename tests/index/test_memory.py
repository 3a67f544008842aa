"""What is remembered is made once, whatever it is."""

from __future__ import annotations

import pytest

from policycheck.index.memory import Memory


@pytest.mark.parametrize("answer", [None, False, [], "x"])
def test_an_answer_is_made_once_for_each_key(answer: object) -> None:
    made: list[str] = []
    memory = Memory()

    def make(key: str) -> object:
        made.append(key)
        return answer

    for key in ("a", "b", "a"):
        assert memory.remembered(key, lambda key=key: make(key)) is answer  # type: ignore[misc]  # a default binds it
    assert made == ["a", "b"]
