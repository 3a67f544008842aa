from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.kubernetes.guessable import WORDS, is_guessable


@pytest.mark.parametrize("word", ["changeme", "password", "admin", "secret", "test", "123456", "example"])
def test_the_words_that_are_tried_first(word: str) -> None:
    assert is_guessable(word)


@given(
    st.sampled_from(sorted(WORDS)), st.sampled_from(["", "1", "123", "!", "2026."]), st.sampled_from(["", "\n", " "])
)
def test_case_and_what_most_add_do_not_matter(word: str, ending: str, around: str) -> None:
    assert is_guessable(around + word.title() + ending + around)


@pytest.mark.parametrize("text", ["change-me", "change_me", "000000", "xxxx", "1234", "987654321", "x"])
def test_other_ways_to_write_nothing(text: str) -> None:
    assert is_guessable(text)


@pytest.mark.parametrize("key", ["db-password", "API_TOKEN", "apiToken"])
def test_a_key_is_no_secret_of_its_own(key: str) -> None:
    assert is_guessable(key.lower(), key)
    assert is_guessable(f"{key}\n", key)
    assert not is_guessable("vlYD2JdbkF", key)


@pytest.mark.parametrize("text", ["", " \n", "vlYD2JdbkF", "correct horse", "administratively", "31415", "12"])
def test_what_nobody_tries_first(text: str) -> None:
    assert not is_guessable(text)
