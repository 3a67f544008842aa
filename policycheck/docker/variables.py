"""Variables in a Dockerfile's words, as BuildKit's shell lexer expands them (frontend/dockerfile/shell)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policycheck.patterns import regex

Known = Mapping[str, str | None]
"""Values by name; None, as for a name that is missing, where only the one who builds knows."""

_NAME = regex(r"[A-Za-z_][A-Za-z0-9_]*")
_PLAIN = regex(r"""[^'"\\$]+""")
_DEEPEST = 20
"""How many defaults inside each other are read: a hostile word nests thousands."""

_OPERATORS = regex(r":?[-+?]")


class _UnknownError(Exception):
    """The word depends on what nobody wrote down."""


def expand(word: str, known: Known) -> str | None:
    r"""The word without quotes and with the values of its variables; None where one is not known.

    `${A:-b}` is b where A is unknown, since that is what the author wants then; `'$A'` and `\$A` are no variables.
    """
    try:
        return "".join(_parts(word, known))
    except _UnknownError:
        return None


def _parts(word: str, known: Known) -> Iterator[str]:
    at, in_double = 0, False
    while at < len(word):
        if found := _PLAIN.match(word, at):
            yield found[0]
            at = found.end()
            continue
        character = word[at]
        if character == "'" and not in_double:
            close = word.find("'", at + 1)
            close = len(word) if close < 0 else close
            yield word[at + 1 : close]
            at = close + 1
        elif character == '"':
            in_double = not in_double
            at += 1
        elif character == "$":
            text, at = _variable(word, at + 1, known)
            yield text
        else:
            kept = character == "\\" and at + 1 < len(word) and not (in_double and word[at + 1] not in '"$\\')
            yield word[at + 1] if kept else character
            at += 2 if kept else 1


def _variable(word: str, at: int, known: Known) -> tuple[str, int]:
    """The value of what follows a `$`, and where it ends; a `$` before anything else is one."""
    if name := _NAME.match(word, at):
        return _value(name[0], known), name.end()
    if not word.startswith("{", at):
        return "$", at
    close = _closing(word, at)
    inside = word[at + 1 : close]
    name = _NAME.match(inside)
    if name is None:
        raise _UnknownError
    rest = inside[name.end() :]
    return (_with_operator(name[0], rest, known) if rest else _value(name[0], known)), close + 1


def _closing(word: str, at: int) -> int:
    """Where the brace that opens here is closed; `${A:-${B}}` nests."""
    depth = 0
    for place in range(at, len(word)):
        depth += {"{": 1, "}": -1}.get(word[place], 0)
        if not depth:
            return place
    raise _UnknownError


def _value(name: str, known: Known) -> str:
    value = known.get(name)
    if value is None:
        raise _UnknownError
    return value


def _with_operator(name: str, rest: str, known: Known) -> str:
    """`:-` and `-` give a default, `:+` and `+` another text; what cuts patterns off a value is not worked out."""
    operator = _OPERATORS.match(rest)
    if operator is None or rest.count("${") > _DEEPEST:
        raise _UnknownError
    other, value = rest[operator.end() :], known.get(name)
    empty = not value if operator[0].startswith(":") else value is None
    if operator[0].endswith("-"):
        return "".join(_parts(other, known)) if empty else str(value)
    if operator[0].endswith("+"):
        if value is None:
            raise _UnknownError
        return "" if empty else "".join(_parts(other, known))
    return _value(name, known)
