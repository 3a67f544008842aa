"""Tests and changes of text. A test is false on null; a value that is no text is unreadable."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from policycheck.errors import PolicyError, Unreadable
from policycheck.kubernetes.reading import refused
from policycheck.model import Value

if TYPE_CHECKING:
    import re2

    from policycheck.language.bindings import Bindings


def text_of(value: Value) -> str | None:
    """The value if it is a string, null if it is null; Unreadable for anything else."""
    if value is None or isinstance(value, str):
        return value
    raise refused(value, "a string")


def needed_text(value: Value, expected: str) -> str:
    """The value if it is a string; Unreadable for anything else, null too."""
    if isinstance(value, str):
        return value
    raise refused(value, expected)


@lru_cache(maxsize=1024)
def pattern(text: str) -> re2.Pattern:
    """A compiled RE2 pattern: linear in its subject, so a hostile manifest cannot stall a run."""
    import re2  # noqa: PLC0415 - imported where a policy asks for it

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(text, options)
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else error.args[0]
        raise PolicyError(f"`{text}` is not an RE2 pattern: {reason} (no look-around, no back-references)") from None


def matches(_: Bindings, text: Value, expression: Value) -> bool:
    """`matches(text, 'pattern')`: whether RE2 finds the pattern anywhere in the text; anchor it with ^ and $."""
    return _matches(text_of(text), needed_text(expression, "a pattern"))


@lru_cache(maxsize=16384)
def _matches(subject: str | None, wanted: str) -> bool:
    """Remembered: the same names and labels are asked of every resource."""
    try:
        compiled = pattern(wanted)
    except PolicyError:
        # Written out it was refused when the policy was loaded, so it comes from a manifest: no word of it here.
        raise Unreadable("a string is not an RE2 pattern") from None
    return subject is not None and compiled.search(subject) is not None


def glob(_: Bindings, text: Value, expression: Value) -> bool:
    """`glob(text, 'web-*')`: whether the whole text matches; `*` any run, `?` one character, `[ab]` one of them."""
    from fnmatch import fnmatchcase  # noqa: PLC0415 - imported where a policy asks for it

    subject, wanted = text_of(text), needed_text(expression, "a glob")
    return subject is not None and fnmatchcase(subject, wanted)


def lower(_: Bindings, text: Value) -> str | None:
    """`lower(text)`: the text in lower case."""
    subject = text_of(text)
    return None if subject is None else subject.lower()


def upper(_: Bindings, text: Value) -> str | None:
    """`upper(text)`: the text in upper case."""
    subject = text_of(text)
    return None if subject is None else subject.upper()


def trim(_: Bindings, text: Value) -> str | None:
    """`trim(text)`: the text without white space around it."""
    subject = text_of(text)
    return None if subject is None else subject.strip()


def split(_: Bindings, text: Value, separator: Value) -> list[Value] | None:
    """`split(text, ',')`: the parts between the separators; the characters where the separator is empty."""
    subject, between = text_of(text), needed_text(separator, "a separator")
    if subject is None:
        return None
    return list(subject.split(between)) if between else list(subject)


def replace(_: Bindings, text: Value, old: Value, new: Value) -> str | None:
    """`replace(text, 'old', 'new')`: the text with every `old` replaced."""
    subject, was, becomes = text_of(text), needed_text(old, "a string"), needed_text(new, "a string")
    return None if subject is None else subject.replace(was, becomes)


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "matches": matches,
    "glob": glob,
    "lower": lower,
    "upper": upper,
    "trim": trim,
    "split": split,
    "replace": replace,
}
