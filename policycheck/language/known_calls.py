"""What is wrong with a call or with a kind, as far as it is written out; "" where nothing is."""

from __future__ import annotations

from policycheck.errors import PolicyError, did_you_mean
from policycheck.index.pod_selectors import POD_SELECTORS
from policycheck.kubernetes.kinds import HOME_GROUPS
from policycheck.language.functions import registry
from policycheck.language.functions.strings import pattern
from policycheck.language.tree import Ast
from policycheck.model import Value

_PATTERN_ARGUMENT = {"matches": 1}
"""Functions that take an RE2 pattern, and which argument it is."""

_KIND_ARGUMENT = {"named": 0, "peers": 0, "selected_by": 0, "selected_elsewhere": 0}
"""Functions that take a kind, and which argument it is."""

_OF_SELECTORS = frozenset({"selected_by", "selected_elsewhere"})


_ELSEWHERE = {
    "all": "every(list, &test)",
    "and": "&&",
    "any": "some(list, &test)",
    "coalesce": "not_null(a, b) or a || b",
    "count": "length(list)",
    "default": "value || other",
    "defined": "the field alone: one that is absent is false",
    "empty": "!(list)",
    "exists": "the field alone: one that is absent is false",
    "filter": "list[?test]",
    "has": "the field alone: one that is absent is false",
    "if": "test && value || other",
    "in": "contains(list, value)",
    "int": "to_number(value)",
    "is_null": "value == null",
    "len": "length(list)",
    "lookup": "named(kind, name)",
    "match": "matches(text, pattern)",
    "not": "!(...)",
    "or": "||",
    "regex": "matches(text, pattern)",
    "size": "length(list)",
    "str": "to_string(value)",
}
"""Functions and operators of other languages, and how each is said here."""


def wrong_call(name: str, arguments: list[Ast]) -> str:
    """An unknown function, the wrong number of arguments, `&` where none belongs, a kind or a pattern that is none."""
    if name not in registry.names():
        meant = _ELSEWHERE.get(name.lower())
        instead = f"; write {meant}" if meant else did_you_mean(name, registry.names())
        known = ", ".join(sorted(registry.names()))
        return f"unknown function {name}(){instead or f'; known are {known}'}"
    least, most = registry.arity(name)
    if len(arguments) < least or (most is not None and len(arguments) > most):
        wanted = f"{least}" if least == most else f"{least} or more" if most is None else f"{least} to {most}"
        return f"{name}() takes {wanted} argument{'' if wanted == '1' else 's'}, not {len(arguments)}"
    references = registry.expression_arguments(name)
    for place, argument in enumerate(arguments):
        if (argument["type"] == "expref") != (place in references):
            wanted = "an expression: write &(...)" if place in references else "a value: write it without &"
            return f"argument {place + 1} of {name}() is {wanted}"
    return _wrong_kind(name, arguments) or _wrong_pattern(name, arguments)


def unknown_kind(choice: str) -> str:
    """A near miss of a known kind, or a group that cannot be; any other kind may be somebody's own."""
    group, slash, kind = choice.rpartition("/")
    groups = {group for homes in HOME_GROUPS.values() for group in homes} | {"core", "v1"}
    if slash and group not in groups and "." not in group:  # a custom group is a domain
        return f"unknown group `{group}` of `{choice}`{did_you_mean(group, groups)}"
    home = "" if group in {"core", "v1"} else group
    homes = HOME_GROUPS.get(kind, (home,))
    if slash and "." not in home and home not in homes:
        return f"unknown kind `{choice}`; {kind} is in {' and '.join(home or 'core' for home in homes)}"
    known = [name for name, homes in HOME_GROUPS.items() if not slash or home in homes]
    near = "" if kind in known else did_you_mean(kind, known)
    return f"unknown kind `{choice}`{near} (a custom kind is written group/Kind)" if near else ""


def _wrong_kind(name: str, arguments: list[Ast]) -> str:
    kind = _written_out(arguments, _KIND_ARGUMENT.get(name))
    if kind is None:
        return ""
    if name in _OF_SELECTORS and str(kind).rpartition("/")[2] not in POD_SELECTORS:
        known = ", ".join(POD_SELECTORS)
        return f"`{kind}` does not select pods; known are {known}{did_you_mean(str(kind), POD_SELECTORS)}"
    return unknown_kind(str(kind))


def _wrong_pattern(name: str, arguments: list[Ast]) -> str:
    text = _written_out(arguments, _PATTERN_ARGUMENT.get(name))
    if text is None:
        return ""
    try:
        pattern(str(text))
    except PolicyError as error:
        return error.message
    return ""


def _written_out(arguments: list[Ast], place: int | None) -> Value:
    """The value of an argument that is a literal; null where there is none. What is computed is met when it runs."""
    return None if place is None or arguments[place]["type"] != "literal" else arguments[place]["value"]
