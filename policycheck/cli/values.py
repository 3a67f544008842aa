"""What an option's text may be. Each function gives the value, or says in one line what would be right."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from policycheck.errors import did_you_mean

if TYPE_CHECKING:
    from datetime import date

_UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30}


def one_of(known: Collection[str], noun: str) -> Callable[[str], str]:
    """A reader of one of the known words."""

    def read(text: str) -> str:
        if text in known:
            return text
        raise ArgumentTypeError(f'unknown {noun} "{text}"{did_you_mean(text, known)} ({", ".join(known)})')

    return read


def words(text: str) -> list[str]:
    """`a,b` as two words; spaces around them and a comma too many are forgiven."""
    found = [word.strip() for word in text.split(",") if word.strip()]
    if not found:
        raise ArgumentTypeError(f'"{text}" names nothing; write an id or a tag, or leave the option out')
    return found


def size(text: str) -> int:
    """A size in bytes: `1000000`, `512K`, `256M`, `1G`, in units of 1024."""
    written = re.fullmatch(r"([1-9][0-9]*)([KMG]?)(?:i?B)?", text, re.IGNORECASE)
    if not written:
        raise ArgumentTypeError(f'"{text}" is no size; write bytes, or 512K, 256M, 1G')
    return int(written[1]) * _UNITS[written[2].upper()]


def number(text: str) -> int:
    """A whole number from 1."""
    if not re.fullmatch(r"[1-9][0-9]{0,3}", text):
        raise ArgumentTypeError(f'"{text}" is no number from 1 to 9999')
    return int(text)


def day(text: str) -> date:
    from datetime import date  # noqa: PLC0415 - only this option needs it

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f'"{text}" is no date; write it as 2026-12-31') from None


def kube_version(text: str) -> str:
    """A version of Kubernetes without its `v`: `1.33`, `v1.33.2`, `1.33.2-gke.100`."""
    if not re.fullmatch(r"v?1\.[0-9]{1,3}(\.[0-9]+)?([-+][0-9A-Za-z.+-]+)?", text):
        raise ArgumentTypeError(f'"{text}" is no version of Kubernetes; write it as 1.33')
    return text.removeprefix("v")


def namespace(text: str) -> str:
    """A namespace; the API server accepts DNS labels only (RFC 1123)."""
    if len(text) > 63 or not re.fullmatch(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?", text):  # noqa: PLR2004 - RFC 1123's limit
        raise ArgumentTypeError(f'"{text}" is no namespace; it takes at most 63 of a-z, 0-9 and "-", ends included')
    return text


def release(text: str) -> str:
    """A release's name, as helm takes it."""
    if len(text) > 53 or not re.fullmatch(r"[a-z0-9]([-a-z0-9.]*[a-z0-9])?", text):  # noqa: PLR2004 - Helm's limit
        raise ArgumentTypeError(f'"{text}" cannot name a release; it takes at most 53 of a-z, 0-9, "-" and "."')
    return text


def report_target(formats: Collection[str]) -> Callable[[str], tuple[str, str]]:
    """A reader of FORMAT=FILE."""

    def read(text: str) -> tuple[str, str]:
        format_name, equals, path = text.partition("=")
        if not equals or path in ("", "-"):
            raise ArgumentTypeError(f'"{text}" names no file; write FORMAT=FILE, as json=report.json')
        return one_of(formats, "format")(format_name), path

    return read
