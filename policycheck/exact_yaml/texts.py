"""Bytes to text: UTF-8, as Kubernetes takes it."""

from __future__ import annotations

import re

from policycheck.errors import ManifestError
from policycheck.exact_yaml.failures import at

BOM = b"\xef\xbb\xbf"

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_INNER_MARK = r"(?:\A|(?<=[\r\n\x85\u2028\u2029]))(?<!\A---\n)(?<!\A---\r\n)\ufeff"


def decoded(text: str | bytes | memoryview) -> str:
    """The characters, without a byte order mark at the start. Raises ManifestError where it is no UTF-8.

    A mark that begins a later line is refused: Kubernetes takes it for text, libyaml for nothing.
    """
    characters = (_checked(text) if isinstance(text, str) else _from_utf_8(text)).removeprefix("\ufeff")
    if "\ufeff" in characters and (mark := re.search(_INNER_MARK, characters)):
        raise at(characters, mark.start(), "a byte order mark inside the text; remove it")
    return characters


def _from_utf_8(text: bytes | memoryview) -> str:
    try:
        return str(text, "utf-8")
    except UnicodeDecodeError as error:
        data = bytes(text)
        if data.startswith(_UTF_16):
            raise ManifestError("the text is UTF-16; save it as UTF-8", line=1) from None
        line = data.count(b"\n", 0, error.start) + 1
        raise ManifestError("a byte that is no UTF-8; save the text as UTF-8", line=line) from None


def _checked(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise at(text, error.start, "half of a surrogate pair; remove the character") from None
    return text
