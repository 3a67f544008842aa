"""What need not be parsed: our own policies are, when they are written, not at every start.

The tables are only ever a short cut: a text that is not in them is parsed, and a test keeps them equal to the parsers.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from typing import TypedDict

from policycheck.language.tree import Ast, Expression
from policycheck.model import Value

TABLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "parsed.json")


class Tables(TypedDict):
    """`expressions` have their syntax trees by text, `heads` the mappings of policy files by the text they are in."""

    expressions: Mapping[str, Ast]
    heads: Mapping[str, Mapping[str, Value]]


def parse(text: str) -> Expression:
    """As `syntax.parse`, at the cost of a look-up where the text is known. Raises PolicyError."""
    ast = _known()["expressions"].get(text)
    if ast is not None:
        return Expression(text, ast)
    from policycheck.language import syntax  # noqa: PLC0415 - the parser is a fifth of a small run

    return syntax.parse(text)


def head(text: bytes) -> Mapping[str, Value] | None:
    """The mapping that this beginning of a policy file holds, up to its examples; None where it must be read."""
    return _known()["heads"].get(text.decode(errors="replace"))


@cache
def _known() -> Tables:
    import json  # noqa: PLC0415 - only a run that judges

    try:
        with open(TABLES, encoding="utf-8") as file:
            tables: Tables = json.load(file)
    except FileNotFoundError:
        return {"expressions": {}, "heads": {}}
    return tables
