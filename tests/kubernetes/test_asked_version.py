"""A version that remembers what it was asked compares as any other, and knows which versions would answer alike."""

from __future__ import annotations

import operator
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.kubernetes.asked_version import AskedVersion
from policycheck.kubernetes.versions import KubeVersion

VERSIONS = st.tuples(st.just(1), st.integers(20, 40))
QUESTIONS = st.sampled_from([operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne])


@given(st.lists(st.tuples(QUESTIONS, VERSIONS, st.booleans())), VERSIONS, VERSIONS)
def test_another_version_answers_alike_if_it_answers_all_questions_alike(
    questions: list[tuple[Callable[[object, object], bool], KubeVersion, bool]], one: KubeVersion, other: KubeVersion
) -> None:
    asked, alike = AskedVersion(one), True
    for ask, bound, turned in questions:
        given = (bound, asked) if turned else (asked, bound)
        plain, others = ((bound, one), (bound, other)) if turned else ((one, bound), (other, bound))
        assert ask(*given) == ask(*plain)
        alike &= ask(*plain) == ask(*others)
    assert asked.would_answer_as(other) == alike


@pytest.mark.parametrize("look", [hash, repr, list, lambda version: version[1], lambda version: f"{version}", sorted])
def test_whoever_looks_at_its_numbers_has_been_told_which_it_is(look: Callable[[object], object]) -> None:
    asked = AskedVersion((1, 33))
    assert asked.would_answer_as((1, 37))
    look(asked)
    assert not asked.would_answer_as((1, 37))
