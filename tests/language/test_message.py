"""Messages: literal text with expressions in double braces."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import PolicyError
from policycheck.language.message import compile_message, parts, shown
from policycheck.language.tree import Expression
from policycheck.model import Value
from tests.language.expressions import DOCUMENTS
from tests.language.surroundings import bindings, context_of_body

BODY: dict[str, Value] = {"kind": "Pod", "n": 2, "list": ["a", "b"], "none": None, "map": {"b": "ü"}, "env": {"A": 1}}


def rendered(template: str) -> str:
    bound = bindings(context_of_body(BODY))
    return compile_message(template)(BODY, bound)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("plain", "plain"),
        ("", ""),
        ("{{ kind }}/{{n}} is", "Pod/2 is"),
        ("{{kind}}{{kind}}", "PodPod"),
        ("ports {{ list }}", "ports a, b"),
        ("of {{ none }} and {{ missing.deeper }} and {{ list[?@ == 'z'] }}", "of none and none and none"),
        ("{{ map }}", "a mapping"),
        ("{{ [n, none, map] }}", "2, none, a mapping"),
        ("{ not an expression }", "{ not an expression }"),
        ("{{ '}' }}", "}"),
        ("{{ n == 2 }}", "true"),
        ("{{ mul(n, 0.25) }} and {{ div(1, 3) }} and {{ mul(n, 2) }}", "0.5 and 0.333333 and 4"),
        ("{{ $self.kind }} {{ $item.n }}", "Pod 2"),
        ("{{ {a: n}.a }}", "2"),
    ],
)
def test_expressions_are_replaced_by_what_they_give(template: str, text: str) -> None:
    assert rendered(template) == text


@pytest.mark.parametrize("template", ["{{ kind", "{{ kind }", "a {{ b }} {{ c"])
def test_braces_that_do_not_close_are_refused(template: str) -> None:
    with pytest.raises(PolicyError, match="is not closed"):
        parts(template)


@pytest.mark.parametrize("template", ["{{ }}", "{{}}", "{{ a | }}", "{{ !a.b }}"])
def test_what_is_no_expression_is_refused(template: str) -> None:
    with pytest.raises(PolicyError):
        parts(template)


def test_parts_are_text_and_expressions_in_turn() -> None:
    assert [part.text if isinstance(part, Expression) else part for part in parts("a {{ b }} c {{ d }}")] == [
        "a ",
        "b",
        " c ",
        "d",
        "",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("text", "text"),
        ("", ""),
        (None, "none"),
        ([], "none"),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (10**20, "100000000000000000000"),
        (1.5, "1.5"),
        (2.0, "2.0"),
        (Fraction(1, 4), "0.25"),
        (Fraction(2**31), "2147483648"),
        ([["a"], ["b", "c"]], "a, b, c"),
        ({}, "{}"),
        ({"a": [1, Fraction(1, 2)]}, '{"a": [1, "0.5"]}'),
    ],
)
def test_a_value_is_shown_as_a_reader_expects_it(value: Value, text: str) -> None:
    assert shown(value) == text


@given(DOCUMENTS)
def test_any_document_can_be_shown(document: Value) -> None:
    assert isinstance(shown(document), str)


@given(st.text(st.characters(exclude_characters="{}"), max_size=20))
def test_text_without_braces_stays_as_it_is(text: str) -> None:
    assert rendered(text) == text
