"""Expressions of every shape, put together from small ones."""

from __future__ import annotations

from hypothesis import strategies as st

from policycheck.errors import PolicyError
from policycheck.language.syntax import parse
from policycheck.language.tree import Ast

ATOMS = ["a", "b.c", '"d e"', "@", "$item", "1", "-2.5", "'x'", "'it\\'s'", "true", '"null"', '`{"k": [1]}`', "f()"]
SHAPES = [
    *("X.c", "(X).c", "X[0]", "(X)[-1]", "X[1:]", "X[::2].c", "X[]", "(X)[*]", "X[*].c[0]", "X.*", "X[?Y]", "X[?Y].c"),
    *("X.[Y]", "X.{k: Y}", "[X, Y]", "!(X)", "X && Y", "(X) && (Y)", "X || Y", "X == Y", "(X) >= (Y)", "X | Y"),
    *("f(X, &Y)", "matches(X, '^a$')"),
]
"""X and Y stand for expressions."""


def shaped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda shape, x, y: shape.replace("X", x).replace("Y", y), st.sampled_from(SHAPES), inner, inner)


TEXTS = st.recursive(st.sampled_from(ATOMS), shaped, max_leaves=6)


def tree(text: str) -> Ast | None:
    """The syntax tree, null for what is no expression."""
    try:
        return parse(text).ast
    except PolicyError:
        return None
