from __future__ import annotations

import pytest

from policycheck.redaction.command_lines import given_secrets


@pytest.mark.parametrize(
    ("container", "secrets"),
    [
        ({"args": ["--password", "hunter2"]}, ["hunter2"]),
        ({"command": ["app", "--password"], "args": ["hunter2"]}, ["hunter2"]),
        ({"command": ["sh", "-c", "mysql -phunter2; curl -u u:swordfish h"]}, ["hunter2", "swordfish"]),
        ({"command": ["sh", "-c", "app --password ${PW:-hunter2}"]}, ["${PW:-hunter2}", "hunter2"]),
        ({"command": ["sh", "-c", "app --password hunter\\ 2"]}, ["hunter 2", "hunter\\ 2"]),
        ({"args": ["--port", "80"]}, []),
        ({"args": ["--sync-secrets=true", "--seed-password=no"]}, []),
        ({"args": "--password=hunter2", "command": [5, {"a": "b"}]}, []),
    ],
)
def test_a_command_line_gives_secrets(container: dict[str, object], secrets: list[str]) -> None:
    assert list(given_secrets(container)) == secrets
