"""The expressions of a policy, each under the key it is written in, and the error that points into one."""

from __future__ import annotations

from collections.abc import Iterator

from policycheck.errors import PolicyError
from policycheck.language.message import parts
from policycheck.language.section import key_lines
from policycheck.language.syntax import parse
from policycheck.language.tree import Expression
from policycheck.model import Path, Policy
from policycheck.records import Record


class Written(Record):
    """An expression and the key it stands under: `assert`, `message` ..."""

    key: str
    expression: Expression


def expressions(policy: Policy) -> Iterator[Written]:
    """Every expression of a policy, parsed."""
    texts = [("foreach", text) for text in policy.foreach]
    texts += [("when", policy.when)] if policy.when is not None else []
    texts += [("assert", text) for text in policy.asserts]
    texts += [("at", policy.at)] if policy.at is not None else []
    for key, text in texts:
        try:
            yield Written(key, parse(text))
        except PolicyError as error:
            raise refusal(policy, key, error.message, text, error.column) from None
    yield from _of_message(policy)


def _of_message(policy: Policy) -> Iterator[Written]:
    """Each `{{ expression }}` by itself, so that an error points into the right one."""
    for piece in (policy.message or "").split("{{")[1:]:
        text, closed, after = piece.partition("}}")
        text = text.strip()
        try:
            yield from (Written("message", part) for part in parts("{{" + piece) if isinstance(part, Expression))
        except PolicyError as error:
            shown = (text if closed else "{{" + piece) or str(policy.message)
            if "}}" in after and text.count("{") > text.count("}"):
                problem = "`}}` ends the expression; write braces inside it apart: } }"
                raise refusal(policy, "message", problem, text, len(text) + 1) from None
            raise refusal(policy, "message", error.message, shown, error.column) from None


def refusal(policy: Policy, key: str, message: str, text: str, column: int | None) -> PolicyError:
    """The error for a place in an expression; `column` counts in the author's text, from 1, in its line."""
    place = f" in `{text}`"
    if column is not None:
        above = text.rfind("\n", 0, column - 1) + 1
        written, *_ = text[above:].split("\n")
        place = f" (column {column - above} of `{written}`)"
    line = line_of(policy, *_path(policy, key, text))
    return PolicyError(f"{key}: {message}{place}", source=policy.source, line=line)


def line_of(policy: Policy, *path: str | int) -> int | None:
    """The line of a path in the policy's file; None where a program made the policy."""
    return key_lines(policy.source, [path]).get(path)


def _path(policy: Policy, key: str, text: str) -> Path:
    """Where an expression is written: of a list, in its own entry."""
    entries = {"assert": policy.asserts, "foreach": policy.foreach}.get(key, ())
    return (key, entries.index(text)) if text in entries else (key,)
