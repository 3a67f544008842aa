"""Texts that are secrets by their look, and texts that only refer to one (semantics B1, value patterns, references)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from policycheck.records import Record

HIDDEN = "****"


class Pattern(Record):
    """`regex` is RE2; its one group is what must be hidden, what stands before is a known prefix.

    A text without any of `marks` cannot match, so most texts need no regex at all.
    """

    what: str
    marks: tuple[str, ...]
    regex: str


PATTERNS: tuple[Pattern, ...] = (
    Pattern("JSON web token", ("eyJ",), r"\beyJ([\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*)"),
    Pattern("AWS access key", ("AKIA", "ASIA"), r"\b(?:AKIA|ASIA)([0-9A-Z]{16})\b"),
    Pattern(
        "private key",
        ("PRIVATE KEY-----",),
        r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----((?s:.*?))(?:-----END |\z)",
    ),
    Pattern("GitHub token", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), r"\bgh[pousr]_([A-Za-z0-9]{36,})"),
    Pattern("GitHub fine-grained token", ("github_pat_",), r"github_pat_(\w{22,})"),
    Pattern("GitLab token", ("glpat-",), r"\bglpat-([\w.-]+)"),
    Pattern("Slack token", ("xox",), r"\bxox[abeoprs]-([\w-]+)"),
    Pattern("Slack webhook", ("hooks.slack.com",), r"hooks\.slack\.com/services/(T\w*/B\w*/\w+)"),
    Pattern("Stripe key", ("k_live_",), r"\b[sr]k_live_(\w+)"),
    Pattern("Google API key", ("AIza",), r"AIza([\w-]{35})"),
    Pattern("npm token", ("npm_",), r"\bnpm_([A-Za-z0-9]{36})"),
    Pattern("SendGrid key", ("SG.",), r"\bSG\.([\w-]{16,}\.[\w-]{16,})"),
    Pattern(
        "credentials in a header",
        ("uthorization",),
        r"\b[Aa]uthorization[\"']?: *[\"']?(?:[Bb]earer|[Bb]asic|[Tt]oken) +([^\s\"']+)",
    ),
    Pattern("Azure key", ("AccountKey=", "SharedAccessKey="), r"(?:AccountKey|SharedAccessKey)=([^\s;]+)"),
    Pattern("password in a URL", ("://",), r"\w+://[^/\s:@]*:([^/\s@]+)@"),
    Pattern(
        "password in a data source name", ("@tcp(", "@unix(", "@udp("), r"(?m:^)[^\s:@/]+:([^@\s]+)@(?:tcp|unix|udp)\("
    ),
    Pattern("password in a JDBC URL", ("password=",), r"[?;&]password=([^\s;&]+)"),
    Pattern("password in a connection string", ("password=",), r"\bpassword=([^\s;]+)"),
)

_MARKS = tuple(dict.fromkeys(mark for pattern in PATTERNS for mark in pattern.marks))

_SAMPLES = frozenset({"IOSFODNN7EXAMPLE"})
"""What is hidden of keys that are published as examples: AWS documents AKIAIOSFODNN7EXAMPLE."""

_SUBSTITUTION = r"(?<!\$)\$\([A-Za-z_.-][\w.-]*\)|\$\{(?:env:)?[A-Za-z_][\w.]*\}|\{\{[^{}]*\}\}"
_PUT_IN = (
    r"\$\((?:[^()]*\)|.*$)|\$\{[^{}:?=-]+(?:\}|:?\?[^{}]*(?:\}|$))|\$\w+|`[^`]*(?:`|$)"
    r"|%\(\w+\)s|%[sdv](?!\w)|%[A-Za-z_]\w*%|\{[\w.]*\}|<[^<>]*>|^[A-Za-z_][\w.]*[(\[].*|^(?:\.[*+]|\[\^|\\[(\w]).*"
)
"""What a shell, a format or a program puts in, possibly cut off: `$PW`, `$(cat`, `%s`, `<password>`, `getenv(...)`."""
_REFERENCE = (
    r"vault:.+|ref\+[\w-]+://.+|(?:sm|op)://.+|arn:aws:(?:secretsmanager|ssm):.+|<path:.+>|projects/[^/]+/secrets/.+"
    r"|file:/.+|/[\w./@-]*"
)


class Found(Record):
    """A secret in a text: what it is, and the span of what must be hidden."""

    what: str
    start: int
    end: int


def find(text: str) -> tuple[Found, ...]:
    """Return the secrets in a text in the order in which they stand; references are none. Takes linear time."""
    if not any(map(text.__contains__, _MARKS)):  # nearly all texts
        return ()
    return tuple(sorted(_found(text), key=lambda found: (found.start, found.end)))


def redact(text: str) -> str:
    """Return the text with `****` for each secret; only known prefixes stay: `AKIA****`."""
    secrets = find(text)
    if not secrets:
        return text
    kept = []
    position = 0
    for found in secrets:
        if found.start >= position:
            kept += [text[position : found.start], HIDDEN]
        position = max(position, found.end)
    return "".join([*kept, text[position:]])


def without(text: str, known: Iterable[str]) -> str:
    """Return the text without those of its secrets that are in one of these texts, which may be indented otherwise."""
    told = ["".join(one.split()) for one in known]
    kept = []
    position = 0
    for found in find(text):
        hidden = text[found.start : found.end]
        if found.start >= position and any("".join(hidden.split()) in one for one in told):
            kept += [text[position : found.start], "\n" * hidden.count("\n")]
            position = found.end
    return "".join([*kept, text[position:]])


def is_reference(text: str) -> bool:
    """Whether a text is no literal: empty, an absolute path, an address in a secret store, or substitutions only.

    `$(NAME)`, `${NAME}` and `{{ ... }}` are substitutions; `${NAME:-hunter2}` is not, since it holds a literal.
    """
    if not text or re.fullmatch(_REFERENCE, text):
        return True
    rest = re.sub(_SUBSTITUTION, "", text, flags=re.ASCII)
    return rest != text and not any(character.isalnum() for character in re.sub(r"^(?:Bearer|Basic) ", "", rest))


def _found(text: str) -> Iterator[Found]:
    for pattern in PATTERNS:
        if not any(mark in text for mark in pattern.marks):
            continue
        for match in _finder(pattern.regex)(_encodable(text)):
            hidden = match.group(1)
            # A private key may be cut off right after its first line; everything else has something to hide.
            if hidden not in _SAMPLES and not (hidden and _is_put_in(hidden)):
                yield Found(pattern.what, *match.span(1))


def _is_put_in(hidden: str) -> bool:
    """Whether what stands where a secret would is a reference, or an expression of a script or a template."""
    bare = hidden.replace('\\"', '"').strip("\"',;")
    if "placeholder" in bare.lower():
        return True
    return is_reference(bare) or not any(map(str.isalnum, re.sub(_PUT_IN, "", bare, flags=re.ASCII)))


def _encodable(text: str) -> str:
    """Return the text with any lone surrogate replaced: RE2 works on UTF-8, which has none."""
    return text if text.isascii() else re.sub("[\ud800-\udfff]", "\ufffd", text)


@cache
def _finder(regex: str) -> Callable[[str], Iterable[re.Match[str]]]:
    import re2  # noqa: PLC0415 - only where a text has the mark of a secret

    finditer: Callable[[str], Iterable[re.Match[str]]] = re2.compile(regex).finditer
    return finditer
