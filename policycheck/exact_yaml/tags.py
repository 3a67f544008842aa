"""Scalars with an explicit tag, as goyaml.v2 takes them; unknown tags leave the text as it is."""

from __future__ import annotations

from policycheck.exact_yaml.scalars import resolve
from policycheck.model import Value

_PREFIX = "tag:yaml.org,2002:"
MERGING = (_PREFIX + "merge", "!")
"""The tags with which `<<` still merges."""


def tagged(tag: str, text: str) -> Value:
    """The value of `tag text`, whether quoted or not. Raises ValueError where the text is no such thing."""
    kind = tag.removeprefix(_PREFIX) if tag.startswith(_PREFIX) else None
    if kind == "binary":
        return _binary(text)
    if kind == "timestamp":
        return _timestamp(text)
    if kind not in _RESOLVED:
        return text
    value = resolve(text)
    if kind == "float" and type(value) is int and value < 1 << 63:
        return float(value)
    if type(value) is not _RESOLVED[kind]:
        raise ValueError(kind)
    return value


_RESOLVED: dict[str | None, type] = {"int": int, "float": float, "bool": bool, "null": type(None)}


def _binary(text: str) -> str:
    """The decoded text; each byte that is no UTF-8 becomes U+FFFD, as Go's JSON encoder writes it."""
    from binascii import a2b_base64  # noqa: PLC0415 - rare

    data = a2b_base64(text.replace("\r", "").replace("\n", ""), strict_mode=True)
    decoded = data.decode(errors="surrogateescape")
    return "".join("\ufffd" if "\udc80" <= char <= "\udcff" else char for char in decoded)


def _timestamp(text: str) -> str:
    """Go reads a date and then hands on its text."""
    import re  # noqa: PLC0415 - rare
    from datetime import datetime  # noqa: PLC0415 - rare

    date, time = r"(\d{4})-(\d{1,2})-(\d{1,2})", r"(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?"
    match = re.fullmatch(rf"{date}(?:[Tt]{time}(?:Z|[-+]\d\d:\d\d)| {time})?", text, re.ASCII)
    if match is None:
        raise ValueError("timestamp")
    datetime(*(int(part) for part in match.groups() if part))  # type: ignore[arg-type] # noqa: DTZ001 - only its range counts
    return text
