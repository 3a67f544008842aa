"""--set and --set-string read as Helm's own library reads them."""

from __future__ import annotations

import helm_python
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import RenderError
from policycheck.model import Value
from policycheck.renderers.set_values import SetInteger, apply

keys = st.sampled_from(["a", "b", "long-key", "", r"a\.b", r"c\=d", "ä", "true"])
indexed = st.builds(lambda key, index: f"{key}[{index}]", keys, st.sampled_from(["0", "1", "3", "-1", "x", "", "0][1"]))
paths = st.lists(keys | indexed, min_size=1, max_size=3).map(".".join)
scalars = st.sampled_from(
    [
        "1",
        "0",
        "-5",
        "+7",
        "007",
        "true",
        "NULL",
        "x y",
        "",
        "1.5",
        r"a\,b",
        "9223372036854775808",
        "{",
        "}",
        "=",
        "a=b",
    ]
)
listed = st.lists(scalars, max_size=3).map(lambda items: "{" + ",".join(items) + "}")
entries = st.builds(lambda path, value: f"{path}={value}", paths, scalars | listed)
expressions = st.lists(
    entries | st.sampled_from(["a", "a.", "a[", "", "=", "a[0]", "a.b,"]), min_size=1, max_size=3
).map(",".join)


def ours(expression: str, *, strings: bool) -> Value:
    values: dict[str, Value] = {}
    try:
        apply(expression, values, strings=strings)
    except RenderError:
        return "refused"
    return values


def theirs(expression: str, *, strings: bool) -> Value:
    parse = helm_python.parse_set_string_values if strings else helm_python.parse_set_string
    try:
        return parse(expression)
    except helm_python.HelmError:
        return "refused"


@given(expressions, st.booleans())
def test_expressions_mean_what_they_mean_to_helm(expression: str, strings: bool) -> None:  # noqa: FBT001 - drawn
    assert ours(expression, strings=strings) == theirs(expression, strings=strings)


def test_whole_numbers_are_marked() -> None:
    values: dict[str, Value] = {}
    apply("a=1,b=1.5,c=x", values, strings=False)
    assert [type(value) for value in values.values()] == [SetInteger, str, str]


def test_a_list_of_a_values_file_keeps_its_other_items() -> None:
    values: dict[str, Value] = {"l": [{"n": 1, "m": 2}, "x"]}
    apply("l[0].n=5,l[3]=y", values, strings=False)
    assert values == {"l": [{"n": 5, "m": 2}, "x", None, "y"]}


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ("a", '--set: "a" cannot be set: "a" has no value; write a=value'),
        ("a.b=1,c", '--set: "a.b=1,c" cannot be set: "c" has no value; write c=value'),
        ("a[x]=1", '--set: "a[x]=1" cannot be set: [x] is no index from 0 to 65536'),
        ("a={1", '--set: "a={1" cannot be set: a list ends with }'),
    ],
)
def test_an_error_says_what_to_write(expression: str, says: str) -> None:
    with pytest.raises(RenderError) as caught:
        apply(expression, {}, strings=False)
    assert str(caught.value) == says
