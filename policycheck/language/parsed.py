"""Expressions that need no parser: those of our own policies are parsed when they are written, not at every start.

The table is only ever a short cut: a text that is not in it is parsed, and a test keeps it equal to the parser.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache

from policycheck.language.tree import Ast, Expression

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "parsed.json")


def parse(text: str) -> Expression:
    """As `syntax.parse`, at the cost of a look-up where the text is known. Raises PolicyError."""
    ast = _known().get(text)
    if ast is not None:
        return Expression(text, ast)
    from policycheck.language import syntax  # noqa: PLC0415 - the parser is a fifth of a small run

    return syntax.parse(text)


@cache
def _known() -> Mapping[str, Ast]:
    import json  # noqa: PLC0415 - only a run that judges

    try:
        with open(TABLE, encoding="utf-8") as file:
            known: Mapping[str, Ast] = json.load(file)
    except FileNotFoundError:
        return {}
    return known
