"""Whether a name or a value is a secret (semantics B1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.kubernetes import secret_names, secret_values
from policycheck.language.functions.strings import text_of
from policycheck.model import Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings


def is_secret_name(_: Bindings, name: Value) -> bool:
    """`is_secret_name(name)`: whether a name says that its value is a secret (`DB_PASS`, not `TOKEN_TTL`)."""
    text = text_of(name)
    return text is not None and secret_names.classify(text) == "secret"


def secret_patterns(_: Bindings, text: Value) -> list[Value]:
    """`secret_patterns(text)`: known formats of secrets found in a text: a cloud key, a URL's password."""
    subject = text_of(text)
    return [] if subject is None else [found.what for found in secret_values.find(subject)]


def is_reference(_: Bindings, text: Value) -> bool:
    """`is_reference(text)`: whether the text only refers to a secret: `$(DB_PASS)`, `vault:...`, an absolute path."""
    subject = text_of(text)
    return subject is not None and secret_values.is_reference(subject)


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "is_secret_name": is_secret_name,
    "secret_patterns": secret_patterns,
    "is_reference": is_reference,
}
