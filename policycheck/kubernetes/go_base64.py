"""Base64 as the API server reads it in Secrets and in `binaryData`: Go's StdEncoding (semantics B1.8)."""

from __future__ import annotations

import re

from policycheck.errors import Unreadable

_STANDARD = r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
_WORD = r"(?:[A-Z]?[a-z]+|[A-Z]+)[0-9]*|[0-9]+"
_PRINTABLE = r"[\t\n\r -~]+"
_LEAST = 8
"""Characters: of shorter texts too many mean something in base64 by accident."""


def is_base64(text: str) -> bool:
    """Whether the API server takes the text: the standard alphabet with its padding, line breaks anywhere.

    The alphabet of URLs, missing padding and spaces are refused; "" is the empty value.
    """
    return re.fullmatch(_STANDARD, _joined(text)) is not None


def decoded(text: str) -> bytes:
    """What the text encodes. Raises Unreadable, without a word of the text, where the API server refuses it."""
    from binascii import a2b_base64  # noqa: PLC0415 - only where a Secret or binary data is rendered

    if not is_base64(text):
        raise Unreadable("a string is not base64")
    return a2b_base64(_joined(text))


def decoded_text(text: str) -> str | None:
    """What the text encodes, if that is UTF-8 text; None where it is binary. Raises Unreadable as `decoded` does."""
    try:
        return decoded(text).decode()
    except UnicodeDecodeError:
        return None


def is_plain_word(text: str) -> bool:
    """Whether a text that passes for base64 was never encoded: a word of 4n letters that decodes to rubbish."""
    return re.fullmatch(_WORD, text) is not None and is_base64(text) and not _is_printable(text)


def is_encoded_twice(text: str) -> bool:
    """Whether what the text encodes is again the base64 of printable text, so that its reader gets base64."""
    if not is_base64(text):
        return False
    inner = (decoded_text(text) or "").strip()
    return len(inner) >= _LEAST and is_base64(inner) and _is_printable(inner)


def _is_printable(text: str) -> bool:
    return re.fullmatch(_PRINTABLE, decoded(text).decode("latin-1")) is not None


def _joined(text: str) -> str:
    return text.replace("\n", "").replace("\r", "")
