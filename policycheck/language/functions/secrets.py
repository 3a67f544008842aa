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


def is_secret_header(_: Bindings, name: Value) -> bool:
    """`is_secret_header(name)`: whether an HTTP header carries credentials (`Authorization`, `X-Api-Key`)."""
    text = text_of(name)
    return text is not None and secret_names.is_secret_header(text)


def secret_patterns(_: Bindings, text: Value) -> list[Value]:
    """`secret_patterns(text)`: known formats of secrets in a text, and their lines: a cloud key, a URL's password."""
    subject = text_of(text)
    if subject is None:
        return []
    several = "\n" in subject.strip()
    said = (
        found.what + (f" (line {subject.count(chr(10), 0, found.start) + 1})" if several else "")
        for found in secret_values.find(subject)
    )
    return list(dict.fromkeys(said))


def is_reference(_: Bindings, text: Value) -> bool:
    """`is_reference(text)`: whether the text only refers to a secret: `$(DB_PASS)`, `vault:...`, an absolute path."""
    subject = text_of(text)
    return subject is not None and secret_values.is_reference(subject)


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "is_secret_name": is_secret_name,
    "is_secret_header": is_secret_header,
    "secret_patterns": secret_patterns,
    "is_reference": is_reference,
}
