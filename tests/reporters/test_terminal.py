from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.reporters.terminal import printable, without_ci_commands, wrapped


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("plain é 日本", "plain é 日本", id="words of any script"),
        pytest.param("\x1b[31mred", "\\x1b[31mred", id="escape sequence"),
        pytest.param("a\nb\tc\r", "a\\nb\\tc\\r", id="line breaks and tabs"),
        pytest.param("\x9b31m", "\\x9b31m", id="C1 control"),
        pytest.param("\u202eexe.txt", "\\u202eexe.txt", id="right-to-left override"),
        pytest.param("\ud800", "\\ud800", id="half a surrogate pair"),
    ],
)
def test_what_could_steer_a_terminal_is_spelled_out(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("::error::x", "\\x3a:error::x", id="GitHub"),
        pytest.param("a\n  ::stop-commands::x", "a\n  \\x3a:stop-commands::x", id="GitHub, indented"),
        pytest.param("a ##vso[task.setvariable]b", "a \\x23#vso[task.setvariable]b", id="Azure"),
        pytest.param("##[group]b", "\\x23#[group]b", id="Azure group"),
        pytest.param("listens on ::1, see ## notes", "listens on ::1, see ## notes", id="none"),
    ],
)
def test_a_command_to_the_ci_is_spelled_out(text: str, shown: str) -> None:
    assert without_ci_commands(text) == shown


@given(st.text("ab ", max_size=60), st.integers(5, 30))
def test_wrapping_keeps_every_word_and_the_width(text: str, width: int) -> None:
    lines = list(wrapped(text, width=width, first="  ", indent="  "))
    assert " ".join(line[2:] for line in lines) == text
    assert all(len(line) <= width or " " not in line[2:] for line in lines)
