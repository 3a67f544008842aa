"""What is wrong with a text, as a ManifestError at its line. A message never quotes the text: it may be a secret."""

from __future__ import annotations

from policycheck.errors import ManifestError
from policycheck.exact_yaml.places import Places


def at(text: str, index: int, message: str) -> ManifestError:
    """The error at a character counted from 0; what is missing at the end is told on the last line."""
    line, column = Places(text).place(min(index, len(text.rstrip())))
    return ManifestError(message, line=line, column=column)
