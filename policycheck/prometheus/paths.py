"""Raw ids in the paths that label values hold, and the form that keeps their number small (semantics B5)."""

from __future__ import annotations

import re
from functools import lru_cache

from policycheck.patterns import regex

_PLACEHOLDER = regex(r":[A-Za-z_]\w*|\{[^{}/]*\}|<[^<>/]*>|\*+")
_VERSION = regex(r"v\d+(?:(?:alpha|beta)\d*)?", re.ASCII)
_DIGITS = regex(r"\d+", re.ASCII)
_UUID = regex(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_HEX = regex(r"[0-9a-f]{16,}", re.IGNORECASE)
_ULID = regex(r"[0-9A-HJKMNP-TV-Z]{26}")
_BASE64URL = regex(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_-]{20,}={0,2}", re.ASCII)
_DATE = regex(r"\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)
_STATUS_PAGE = regex(r"/?\d{3}/?", re.ASCII)
_ORIGIN = regex(r"[a-z][a-z0-9+.-]*://[^/]*", re.IGNORECASE)
_HOST = regex(r"\[[^\]]*\](?::\d+)?")

_PATTERN_SYNTAX = regex(r"[\\^$.|?*+()\[\]{}]")
_WILD_ID = regex(r"\[0-9\]|\\d|\[\[:digit:\]\]|\[\^/\]|\[(?:a-f|A-F|0-9|a-z|A-Z|_|-|\\-|\\w)+\][+{*]")


def normalise_path(path: str) -> str:
    """The path with what names one thing replaced: `/users/123?x=1` becomes `/users/:id`.

    The query and the fragment are dropped. Segments that are placeholders, versions (v1, v2beta1) or words (oauth2,
    ipv4, s3, 5xx, k8s) stay; numbers, UUIDs, long hexadecimal texts, ULIDs and base64url become `:id`, mail addresses
    `:email`, IP addresses `:ip`, dates `:date`. A whole path of one number of three digits, `/404`, is left alone.
    """
    origin = _ORIGIN.match(path)
    start = origin.end() if origin else 0
    rest = re.split(r"[?#]", path[start:], maxsplit=1)[0]
    if _STATUS_PAGE.fullmatch(rest):
        return path[:start] + rest
    return path[:start] + "/".join(map(_normalised, rest.split("/")))


def has_raw_id(value: str) -> bool:
    """Whether a label's value is a path or a URL with a segment that names one thing."""
    if not is_path(value):
        return False
    bare = re.split(r"[?#]", value, maxsplit=1)[0]
    return normalise_path(bare) != bare


def is_path(value: str) -> bool:
    """A label's value that begins like a path or a URL; a number alone may be anything."""
    return value.startswith("/") or ("://" in value and _ORIGIN.match(value) is not None)


def literal_paths(pattern: str) -> list[str]:
    """The paths that a regular expression of a matcher spells out, alternative by alternative; syntax ends them."""
    plain = re.sub(r"\\([./\-])", lambda found: found[1], pattern)
    alternatives = re.split(r"[|()]", plain.removeprefix("^").removesuffix("$"))
    return [path for path in (_spelt_out(one) for one in alternatives) if is_path(path)]


@lru_cache(maxsize=4096)
def raw_paths(value: str, *, is_pattern: bool) -> tuple[str, ...]:
    """The paths with raw ids in what a matcher compares with: the value itself, or what its pattern spells out."""
    # Remembered, as the matchers of a file's rules choose the same job and the same codes again and again.
    return tuple([path for path in (literal_paths(value) if is_pattern else [value]) if has_raw_id(path)])


def matches_ids(pattern: str) -> bool:
    """Whether a regular expression of a matcher is a path with a segment for any number: `/users/[0-9]+`."""
    return pattern.lstrip("^(").startswith("/") and _WILD_ID.search(pattern) is not None


def _spelt_out(alternative: str) -> str:
    """Segments up to the first with syntax in it; the dot of `index.html` is one that nobody escapes."""
    segments: list[str] = []
    for segment in alternative.split("/"):
        if _PATTERN_SYNTAX.search(re.sub(r"\.(?=[A-Za-z0-9])", "", segment)):
            break
        segments.append(segment)
    return "/".join(segments)


def _normalised(segment: str) -> str:
    if not segment or _PLACEHOLDER.fullmatch(segment) or _VERSION.fullmatch(segment):
        return segment
    if "@" in segment:
        return segment if segment.startswith("@") else ":email"
    if _DATE.fullmatch(segment):
        return ":date"
    if _is_address(segment):
        return ":ip"
    return ":id" if _is_id(segment) else segment


def _is_id(segment: str) -> bool:
    if any(kind.fullmatch(segment) for kind in (_DIGITS, _UUID, _HEX, _ULID)):
        return True
    return _BASE64URL.fullmatch(segment) is not None and not _is_of_words(segment)


def _is_of_words(segment: str) -> bool:
    """`my-service-name-v2-canary` has letters and digits too: its parts are words with a small number."""
    parts = re.split(r"[-_]", segment)
    return len(parts) > 1 and all(
        re.fullmatch(r"[A-Za-z]*\d{0,2}|\d{1,4}|v\d+\w{0,6}", part, re.ASCII) for part in parts
    )


def _is_address(segment: str) -> bool:
    import ipaddress  # noqa: PLC0415 - only a path asks

    host = segment[1:].partition("]")[0] if _HOST.fullmatch(segment) else segment
    if host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
