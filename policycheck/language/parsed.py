"""What need not be parsed: the expressions of our own policies are, when they are written, not at every start.

The table is only ever a short cut: a text that is not in it is parsed, and a test keeps it equal to the parser.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from json import JSONDecoder, dumps

from policycheck.language.tree import Expression

EXPRESSIONS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "expressions.tsv")
"""A line an expression: its text and its syntax tree, both in JSON. Of a thousand a small run asks for a few."""

_DECODER = JSONDecoder()


def parse(text: str) -> Expression:
    """As `syntax.parse`, at the cost of a look-up where the text is known. Raises PolicyError."""
    tree = _trees().get(dumps(text))
    if tree is not None:
        ast, _ = _DECODER.raw_decode(tree)
        return Expression(text, ast)
    from policycheck.language import syntax  # noqa: PLC0415 - the parser is a fifth of a small run

    return syntax.parse(text)


@cache
def _trees() -> Mapping[str, str]:
    try:
        with open(EXPRESSIONS, encoding="utf-8") as file:
            return dict(line.split("\t") for line in file)
    except FileNotFoundError:
        return {}
