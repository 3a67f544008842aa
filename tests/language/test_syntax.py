"""From the author's text to a tree: `$names`, bare numbers and words, columns, and what is refused."""

from __future__ import annotations

import jmespath
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policycheck.errors import PolicyError
from policycheck.language.syntax import parse
from policycheck.language.tokens import column_of
from policycheck.language.tree import Ast, variables
from policycheck.model import Value
from tests.effort import tries
from tests.language.expressions import computing
from tests.language.surroundings import bindings, context_of_body, evaluated

TOKENS = (
    "a",
    "$item",
    '"x-y"',
    "'text'",
    "`1`",
    "`{`",
    "8080",
    "08",
    "-1",
    "1.5",
    "[",
    "[]",
    "[0]",
    "[1:]",
    "[::0]",
    "[?",
    "]",
    "(",
    ")",
    "{",
    "}",
    "f(",
    ",",
    ":",
    ".",
    "*",
    "@",
    "&",
    "&&",
    "|",
    "||",
    "!",
    "==",
    "<",
    "=",
    "$",
    "'",
    '"',
    "`",
    "#",
    "é",
    "true",
    " ",
)


def refused(text: str) -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        parse(text)
    return caught.value


def of_jmespath(text: str) -> Ast:
    return dict(jmespath.compile(text).parsed)


@tries(80)
@given(computing())
def test_what_jmespath_knows_is_parsed_as_jmespath_does(text: str) -> None:
    assert parse(text).ast == of_jmespath(text)
    assert parse(text).text == text


@tries(200)
@given(st.one_of(st.lists(st.sampled_from(TOKENS), max_size=12).map("".join), st.text(max_size=20)))
@example("a$b")
@example("`{`")
@example("9" * 5000)
@example("(" * 3000 + "a" + ")" * 3000)
@example("[" * 3000)
def test_any_text_is_an_expression_or_a_policy_error_inside_it(text: str) -> None:
    column = None
    try:
        parse(text)
    except PolicyError as error:
        column = error.column
    assert column is None or 1 <= column <= len(text) + 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("$self", {"self"}),
        ("$params.min", {"params"}),
        ("$a && $b || !$c", {"a", "b", "c"}),
        ("{key: $a}.key", {"a"}),
        ("every($list, &(x == $item))", {"list", "item"}),
        ("'$quoted'", set()),
        ('"$quoted".a', set()),
        ('`"$quoted"`', set()),
        ("'it\\'s $quoted'", set()),
        ('"say \\"$quoted"', set()),
        ("'a' == $b && '$c'", {"b"}),
        ("$snake_case_2", {"snake_case_2"}),
        ("$containers[0]", {"containers"}),
        ("$env[]", {"env"}),
        ("$env[?value]", {"env"}),
        ("$map.*", {"map"}),
    ],
)
def test_dollar_names_are_found_outside_quotes(text: str, names: set[str]) -> None:
    assert variables(parse(text).ast) == names


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("port == 8080", "port == `8080`"),
        ("8080 == port", "`8080` == port"),
        ("ports[-1] == 8080", "ports[-1] == `8080`"),
        ("ports[0] > -1", "ports[0] > `-1`"),
        ("x<1.5", "x<`1.5`"),
        ("x == -0.25", "x == `-0.25`"),
        ("a[?b >= 2][0]", "a[?b >= `2`][0]"),
        ("a[1:2] == 3", "a[1:2] == `3`"),
        ("a[ 1 : -2 ]", "a[ 1 : -2 ]"),
        ("a[::2]", "a[::2]"),
        ("a[-1]", "a[-1]"),
        ("[1]", "[1]"),
        ("[1, 2]", "[`1`, `2`]"),
        ("[a, 2]", "[a, `2`]"),
        ("{n: 1}", "{n: `1`}"),
        ("f(1, a2, 3)", "f(`1`, a2, `3`)"),
        ("a1.b2 == 3", "a1.b2 == `3`"),
        ("'1' == \"2\"", "'1' == \"2\""),
        ("`1` == 1", "`1` == `1`"),
        ("x == true", "x == `true`"),
        ("x != null && y == false", "x != `null` && y == `false`"),
        ("data.true", "data.true"),
        ("{true: a}", "{true: a}"),
        ("truely", "truely"),
    ],
)
def test_bare_numbers_and_words_are_literals(text: str, means: str) -> None:
    assert parse(text).ast == of_jmespath(means)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("a ==", 5),
        ("a == $item.b &", 14),
        ("a = b", 3),
        ("$item.port = 8080", 12),
        ("8080 == $item.port ) ", 20),
        ("$a.b[?c == 12 && ]", 18),
        ("true && )", 9),
        ("#", 1),
        ("a.1", 3),
        ("'open", 1),
        ("f($a, 'x'", 10),
        ("a b", 3),
        ("1 2", 3),
        ("port == 08", 9),
        ("$a || `{`", 7),
        ("$a || `text`", 7),
        ("a || b$c", 7),
        ("a[0] && b[::0]", 10),
    ],
)
def test_an_error_has_the_column_of_the_authors_text(text: str, column: int) -> None:
    assert refused(text).column == column


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_expression_is_refused(text: str) -> None:
    assert "empty" in refused(text).message or "ends too early" in refused(text).message


@pytest.mark.parametrize("text", ["a ==", "a[", "a[?b", "f(", "f(a", "{a: b", "a.", "a |", "!", "(a", "&"])
def test_an_incomplete_expression_says_so(text: str) -> None:
    assert "ends too early" in refused(text).message


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("!a.b", 1),
        ("!a[?x]", 1),
        ("!a[]", 1),
        ("!a == b", 1),
        ("!a != b", 1),
        ("!a < b", 1),
        ("!a[0].b", 1),
        ("!a.*", 1),
        ("!f(a).b", 1),
        ("c && !a.b", 6),
        ("c[?!a.b]", 4),
        ("every(c, &!a.b)", 11),
        ("c == !a.b", 6),
        ("x != 'no!' && !a.b", 15),
        ("!$item.port == 8080", 1),
    ],
)
def test_a_not_that_binds_to_less_than_it_seems_is_refused(text: str, column: int) -> None:
    error = refused(text)
    assert "!(...)" in error.message
    assert error.column == column


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("!(a.b)", True),
        ("!a", False),
        ("!missing && a", {"b": None}),
        ("!missing || a", True),
        ("!(list[?@ == 3])", True),
        ("!list[5]", True),
        ("!contains(list, 1)", False),
        ("list[?!(@ == 1)]", [2]),
        ("!!a", True),
    ],
)
def test_a_not_of_one_operand_is_accepted(text: str, found: Value) -> None:
    document: dict[str, Value] = {"a": {"b": None}, "list": [1, 2]}
    assert evaluated(text, bindings(context_of_body(document))) == found


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("$f(a)", "cannot be called"),
        ("{$a: b}", "be a key"),
        ("a.$b", "cannot follow a dot"),
        ("a.b.$c", "cannot follow a dot"),
        ("a[?b == $item.c].$d", "cannot follow a dot"),
        ("a. $b", "cannot follow a dot"),
        ("$", "$"),
        ("a$b", "$b"),
        ("$a$b", "$b"),
        ("`text`", "single quotes"),
        ("a == 'text", "not closed"),
        ("`08`", "08"),
        ("a == 08", "08"),
        ("[::0]", "step"),
        ("a[0:1:0].b", "step"),
        ("&a", "&"),
        ("a == &b", "&"),
        ("a || &b", "&"),
        ("a.[&b]", "&"),
        ("{a: &b}", "&"),
        ("f(a || &b)", "&"),
    ],
)
def test_what_would_mean_something_else_than_it_says_is_refused(text: str, says: str) -> None:
    assert says in refused(text).message


@pytest.mark.parametrize(
    ("text", "word", "column"),
    [
        ("a.b == c", "c", 8),
        ("'c' == c", "c", 8),
        ('a."x.y"', "x.y", 3),
        ("cc.c", "c", 4),
        ("a == $c", "c", 6),
        ("c.x == $c", "$c", 8),
        ("a", "b", None),
    ],
)
def test_a_word_is_found_outside_quotes(text: str, word: str, column: int | None) -> None:
    assert column_of(text, word) == column


def test_parsing_twice_gives_the_same_tree() -> None:
    """jmespath.py caches its trees; ours must leave them as they were."""
    assert parse("$a.b[?c == $d]").ast == parse("$a.b[?c == $d]").ast
    assert variables(parse("$a.b[?c == $d]").ast) == {"a", "d"}
