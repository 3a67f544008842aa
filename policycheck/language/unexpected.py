"""What stands in an expression where JMESPath cannot take it, and what its author may write instead."""

from __future__ import annotations

import re

from policycheck.errors import PolicyError
from policycheck.language.tokens import TOKEN, ends_operand
from policycheck.patterns import regex

_WRITTEN = {  # what other languages say, and how it is said here
    "and": "&&",
    "or": "||",
    "not": "!(...)",
    "in": "contains(list, value)",
    "not in": "!contains(list, value)",
    "is": "==",
    "is not": "!=",
    "if": "test && value || other",
    "matches": "matches(text, 'pattern')",
    "=~": "matches(text, 'pattern')",
    "~": "matches(text, 'pattern')",
    "=": "==",
    "===": "==",
    "!==": "!=",
    "=!": "!=",
    "<>": "!=",
    "=<": "<=",
    "=>": ">= for `at least`, &(...) for a function",
    "&": "&&",
    "+": "add(a, b)",
    "-": "sub(a, b)",
    "*": "mul(a, b)",
    "/": "div(a, b)",
    "?": "test && value || other",
    "??": "value || other",
    "?.": ". alone: the field of null is null",
}
_MISPLACED = (  # what stands before, what stands there, and what to do
    (r"\w\Z", r"[-/]\w", 'a name with `-` or `/` is written in double quotes, as in labels."app.kubernetes.io/name"'),
    (r"\[\s*\Z", r"", "a field is written .name, an element [0], a filter [?test]"),
    (r"\.\s*\Z", r"\d", "an element is written [0]"),
    (r"\A\s*\Z", r"[./]", "fields are joined by dots, the first has none before it"),
    (r"", r"[\u2018\u2019\u201c\u201d]", "text is written in 'single quotes'"),
    (r"", r"\$", "a `$` begins a name, as in $self and $params; a field is written without it"),
    (r"", r"\{", "braces {{ }} belong in a message, an expression stands without them"),
)
_SIGNS = "=!<>~?"
_SIGN = regex(r"[=!<>~]+|\?[?.]?|(?:is\s+not|not\s+in|\w+)\b|.", re.IGNORECASE | re.DOTALL)


def unexpected(text: str, start: int) -> PolicyError:
    """The error for the word or sign at an offset: what stands there, and what its author may write instead."""
    if start >= len(text):
        return PolicyError("the expression ends too early", column=len(text) + 1)
    while start and text[start] in _SIGNS and text[start - 1] in _SIGNS:  # JMESPath reads a part of the sign
        start -= 1
    match = (TOKEN if text[start] in "'\"`$" else _SIGN).match(text, start)
    found = match[0] if match else text[start]
    return PolicyError(f"unexpected `{found}`{_instead(found, text, start)}", column=start + 1)


def _instead(sign: str, text: str, start: int) -> str:
    """A clause on what to write instead of a sign; "" for no idea."""
    before = text[:start].rstrip()
    for left, right, hint in _MISPLACED:
        if re.search(left, text[:start]) and re.match(right, text[start:]):
            return f"; {hint}"
    infix, written = ends_operand(before), _WRITTEN.get(" ".join(sign.lower().split()))
    if written and (infix or sign.isalpha()):
        return f"; write {written}"
    if infix and re.match(r"[\w'\"`$]", sign):
        quote = "a quote inside text is written \\', else " if before.endswith("'") else ""
        return f"; {quote}a comma or an operator is missing before it"
    return ""
