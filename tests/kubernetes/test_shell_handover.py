"""Whether a shell stays in front of the program it starts."""

from __future__ import annotations

import pytest

from policycheck.kubernetes.shell_handover import stays_in_front
from policycheck.model import Value


@pytest.mark.parametrize(
    ("command_line", "stays"),
    [
        (["sh", "-c", "./app"], True),
        (["/bin/bash", "-ec", "./a; ./b"], True),
        (["sh", "-c", "exec >/dev/stdout; ./app"], True),
        (["sh", "-c", "exec 2>&1; ./app"], True),
        (["sh", "-c", "echo exec ./app"], True),
        (["sh", "-c", "exec ./app"], False),
        (["sh", "-c", "if a; then exec ./app; fi"], False),
        (["sh", "-c", "trap 'kill $p' TERM; ./app & wait"], False),
        (["sh", "start.sh"], None),
        (["./app", "-c", "exec"], None),
        ([], None),
        (["sh", 5], None),
        (None, None),
    ],
)
def test_a_shell_stays_unless_it_hands_over(command_line: Value, *, stays: bool | None) -> None:
    assert stays_in_front(command_line) is stays
