from __future__ import annotations

from hypothesis import assume, example, given

from policycheck.authoring.mutation.expression_text import written
from policycheck.language.library import bundled_policies
from policycheck.language.written import expressions
from tests.authoring.mutation.expression_texts import TEXTS, tree
from tests.effort import tries


@tries(150)
@given(TEXTS)
@example("*[0]")
@example("[].a")
@example("*.*.b")
@example("'a\\\\d`'")
def test_a_tree_is_written_as_what_parses_to_it(text: str) -> None:
    ast = tree(text)
    assume(ast is not None)
    assert ast is not None
    assert tree(written(ast)) == ast


def test_expressions_of_bundled_policies_are_written_as_what_parses_to_them() -> None:
    assert [
        (policy.source, expression)
        for policy in bundled_policies(examples=False)
        for _, expression in expressions(policy)
        if tree(written(expression.ast)) != expression.ast
    ] == []
