"""The commands of a script and what joins them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.kubernetes.shell_steps import is_pipeline, steps
from policycheck.model import Value


def read(script: str) -> list[tuple[str, str, str]]:
    return [(step.before, " ".join(step.words), step.after) for step in steps(["sh", "-c", script])]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("sleep 5", [("", "sleep 5", "")]),
        ("sleep 5;", [("", "sleep 5", ";")]),
        ("sleep 5; nginx -s quit", [("", "sleep 5", ";"), (";", "nginx -s quit", "")]),
        ("a && b || c", [("", "a", "&&"), ("&&", "b", "||"), ("||", "c", "")]),
        ("a &\nb", [("", "a", "&;"), ("&;", "b", "")]),
        ("\n  a\n\n  b # then\n", [(";", "a", ";"), (";", "b", ";")]),
        ("a 2>&1 | b", [("", "a", "|"), ("|", "b", "")]),
        ("a \\\n  b", [("", "a b", "")]),
        ("echo 'a | b'", [("", "echo a | b", "")]),
        ("(a)", [("(", "a", ")")]),
        ("", []),
    ],
)
def test_commands_with_their_operators(script: str, expected: list[tuple[str, str, str]]) -> None:
    assert read(script) == expected


def test_what_is_substituted_is_no_step() -> None:
    assert [step.words for step in steps(["sh", "-c", 'kill "$(pidof web | head -1)"; sleep 5'])] == [
        ["kill", "$(command)"],
        ["sleep", "5"],
    ]


@pytest.mark.parametrize(
    "command",
    [
        ["/bin/sh", "-c", "sleep 5"],
        ["bash", "-ec", "sleep 5"],
        ["sh", "-ce", "sleep 5"],
        ["bash", "-o", "pipefail", "-c", "sleep 5", "name"],
        ["/usr/bin/dash", "-x", "-c", "sleep 5"],
    ],
)
def test_a_shell_is_told_to_run_a_script(command: Value) -> None:
    assert [step.words for step in steps(command)] == [["sleep", "5"]]


@pytest.mark.parametrize("command", [None, [], ["sleep", "5"], ["sh", "run.sh"], ["sh", "-c"], ["python", "-c", "a|b"]])
def test_without_a_script_there_are_no_steps(command: Value) -> None:
    assert steps(command) == ()


@pytest.mark.parametrize("command", ["sh -c a", 5, {"a": 1}, ["sh", 5], [["sh"]], ["sh", "-c", 5]])
def test_a_command_that_is_none_has_no_steps(command: Value) -> None:
    assert steps(command) == ()


@pytest.mark.parametrize(
    ("script", "piped"),
    [
        ("ps | grep web", True),
        ("ps|grep web", True),
        ("ps |& grep web", True),
        ("test -f a && ps 2>/dev/null | grep web || exit 1", True),
        ("ps || grep web", False),
        ("grep -E 'a|b' f", False),
        ('grep "a|b" f', False),
        ("grep a\\|b f", False),
        ("ps # | grep", False),
    ],
)
def test_a_pipeline(script: str, *, piped: bool) -> None:
    assert is_pipeline(["sh", "-c", script]) is piped


@given(st.text(alphabet="ab 51;&|()'\"\\$`<>#\n{}", max_size=30))
def test_any_script_is_read(script: str) -> None:
    for step in steps(["sh", "-c", script]):
        assert step.words
        assert not set(step.before + step.after) & {" ", "\n"}
