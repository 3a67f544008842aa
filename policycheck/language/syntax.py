"""From the author's text to JMESPath's own syntax tree, with `$names` and bare numbers, and columns that stay his."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import loads

from jmespath.exceptions import EmptyExpressionError, ParseError
from jmespath.parser import Parser

from policycheck.errors import PolicyError
from policycheck.language.tokens import TOKEN, columns_of_sign, ends_operand
from policycheck.language.tree import Ast, Expression, children, walk
from policycheck.language.unexpected import unexpected
from policycheck.patterns import regex

_DOLLAR = "_dollar_"  # what stands for `$` while JMESPath's lexer looks: it knows no such character

_BOUND_TO_LESS = {  # nodes whose first child a `!` may have swallowed alone: `!a.b` is `(!a).b` in JMESPath
    "subexpression",
    "index_expression",
    "projection",
    "value_projection",
    "filter_projection",
    "flatten",
    "comparator",
}

_PREFIX = regex(r"(?<![.\w])(?:not|if)\s+\Z", re.IGNORECASE)


def parse(text: str) -> Expression:
    """Parse one expression. A PolicyError's `column` counts from 1 in the author's text."""
    try:
        ast = _with_variables(_parsed(text))
        _refuse_narrow_not(ast, text)
        _refuse_stray_reference(ast, text)
    except RecursionError:
        raise PolicyError("the expression is nested too deeply") from None
    return Expression(text, ast)


def _parsed(text: str) -> Ast:
    rewritten, shifts = _rewrite(text)
    try:
        tree: Ast = dict(Parser().parse(rewritten).parsed)
    except EmptyExpressionError:
        raise PolicyError("an expression is empty") from None
    except ParseError as error:
        raise _refusal(error, text, _original(error.lex_position, shifts)) from None
    return tree


def _rewrite(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text JMESPath can lex, and (rewritten, original) offsets of each replaced token."""
    parts: list[str] = []
    shifts = [(0, 0)]
    done = written = 0

    def put(piece: str) -> None:
        nonlocal written
        parts.append(piece)
        written += len(piece)

    for match in TOKEN.finditer(text):
        _refuse_token(match, text[: match.start()])
        if match.lastgroup is None:
            continue
        put(text[done : match.start()])
        shifts.append((written, match.start()))
        put(_DOLLAR + match["name"] if match["name"] else f"`{match[0]}`")
        done = match.end()
        shifts.append((written, done))
    put(text[done:])
    return "".join(parts), shifts


def _original(position: int, shifts: list[tuple[int, int]]) -> int:
    rewritten, original = max(shift for shift in shifts if shift[0] <= position)
    return original + position - rewritten


def _refuse_token(match: re.Match[str], before: str) -> None:
    """Refuse what JMESPath would take for something else than it says, or for nothing until it runs."""
    token, column = match[0], match.start() + 1
    if match["open"]:
        raise PolicyError(f"this {token} is not closed", column=column)
    if match["name"]:
        _refuse_joined(token, before)
    if match["constant"]:
        word = token.lower() if token.lower() in {"true", "false"} else "null"
        raise PolicyError(f"unknown word `{token}`; write {word}", column=column)
    if not token.startswith("[") and ends_operand(before):  # JMESPath takes `f(a and b)` for three arguments
        prefix = _PREFIX.search(before)
        raise unexpected(match.string, prefix.start() if prefix else match.start())
    if match["number"] and not _is_json(token):
        raise PolicyError(f"{token} is no number", column=column)
    if token.startswith("`") and not _is_json(token[1:-1].replace("\\`", "`")):
        word = token[1:-1].lower()
        advice = f"write {word}" if word in {"true", "false", "null"} else "text is written in single quotes"
        raise PolicyError(f"{token} is no JSON; {advice}", column=column)
    if re.fullmatch(r"\[[^:]*:[^:]*:\s*-?0+\s*\]", token):
        raise PolicyError("the step of a slice cannot be 0", column=column)


def _refuse_joined(name: str, before: str) -> None:
    column = len(before) + 1
    if before.rstrip().endswith("."):
        raise PolicyError(f"{name} cannot follow a dot; it stands for a value of its own", column=column)
    if before[-1:].isalnum() or before.endswith("_"):
        raise PolicyError(f"{name} follows a name; a `$name` stands by itself", column=column)


def _is_json(text: str) -> bool:
    try:
        loads(text)
    except ValueError:
        return False
    return True


def _refusal(error: ParseError, text: str, start: int) -> PolicyError:
    """The error for what JMESPath's parser does not take at an offset of the author's text."""
    if "escape" in error.msg + str(getattr(error, "message", "")) or error.msg.startswith("Quoted"):
        return PolicyError("a name in double quotes is written like JSON, and is no function", column=start + 1)
    return unexpected(text, start if error.token_type not in {None, "EOF"} else len(text))


def _with_variables(node: Ast) -> Ast:
    name = str(node.get("value", ""))
    if name.startswith(_DOLLAR) and node["type"] in {"field", "function_expression", "key_val_pair"}:
        variable = name.removeprefix(_DOLLAR)
        if node["type"] != "field":
            raise PolicyError(f"${variable} is a value, it cannot be called or be a key")
        return {"type": "variable", "value": variable, "children": []}
    nodes = node.get("children")
    if not isinstance(nodes, list):
        return node
    converted = [_with_variables(child) if isinstance(child, dict) else child for child in nodes]
    return {**node, "children": converted}


def _refuse_narrow_not(ast: Ast, text: str) -> None:
    signs = columns_of_sign(r"!(?!=)", text)
    nots = [id(node) for node in _in_text_order(ast) if node["type"] == "not_expression"]
    for node in walk(ast):
        inner = children(node)
        if node["type"] in _BOUND_TO_LESS and inner and inner[0]["type"] == "not_expression":
            hint = "`!` binds to the first name only; write the whole operand in parentheses: !(...)"
            raise PolicyError(hint, column=signs[nots.index(id(inner[0]))])


def _in_text_order(ast: Ast) -> Iterator[Ast]:
    """Every node, parents first; the test of `list[?test].name` is the last child in JMESPath's tree."""
    yield ast
    inner = children(ast)
    for child in [inner[0], inner[2], inner[1]] if ast["type"] == "filter_projection" else inner:
        yield from _in_text_order(child)


def _refuse_stray_reference(ast: Ast, text: str) -> None:
    """An `&expr` that is no argument would be a value that is always true."""
    for node in walk({"type": "whole", "children": [ast]}):
        if node["type"] != "function_expression" and any(child["type"] == "expref" for child in children(node)):
            hint = "`&` makes an argument of a function, as in every(list, &test); `and` is written &&"
            raise PolicyError(hint, column=next(iter(columns_of_sign(r"(?<!&)&(?!&)", text)), None))
