"""Whether a name or a value is a secret."""

from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.model import Value
from tests.language.functions.calling import called


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("is_secret_name", "DB_PASS", True),
        ("is_secret_name", "dbPassword", True),
        ("is_secret_name", "TOKEN_TTL", False),
        ("is_secret_name", "", False),
        ("is_secret_name", None, False),
        ("is_secret_header", "Authorization", True),
        ("is_secret_header", "Host", False),
        ("is_secret_header", None, False),
        ("is_reference", "$(DB_PASS)", True),
        ("is_reference", "/run/secrets/pw", True),
        ("is_reference", "hunter2", False),
        ("is_reference", None, False),
        ("secret_patterns", "plain", []),
        ("secret_patterns", None, []),
    ],
)
def test_names_and_values_are_told_apart(name: str, value: Value, found: Value) -> None:
    assert called(name, value) == found


def test_a_pattern_names_the_format_and_not_the_value() -> None:
    found = called("secret_patterns", "postgres://shop:hunter2pass@db/shop")
    assert isinstance(found, list)
    assert found
    assert "hunter2" not in str(found)


def test_in_a_text_of_several_lines_a_pattern_says_which() -> None:
    text = "a: b\nurl: postgres://shop:hunter2@db\nother: redis://:hunter2@db redis://:hunter2@db\n"
    assert called("secret_patterns", text) == ["password in a URL (line 2)", "password in a URL (line 3)"]
    assert called("secret_patterns", "redis://:hunter2@db\n") == ["password in a URL"]


@pytest.mark.parametrize("name", ["is_secret_name", "is_secret_header", "is_reference", "secret_patterns"])
@pytest.mark.parametrize("value", [1234, True, ["hunter2"], {"hunter2": 1}], ids=str)
def test_what_is_no_text_is_unreadable(name: str, value: Value) -> None:
    with pytest.raises(Unreadable) as caught:
        called(name, value)
    assert "hunter2" not in caught.value.message
