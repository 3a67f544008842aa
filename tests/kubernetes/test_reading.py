from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.kubernetes import reading
from policycheck.model import Value


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("512mb", '"512mb"'),
        ("1 Gi", '"1 Gi"'),
        ("1,5", '"1,5"'),
        ("50%", '"50%"'),
        ("", '""'),
        (2.5, "2.5"),
        (-1, "-1"),
        (None, "null"),
        (True, "true"),
        ({"a": 1}, "a mapping"),
        (["a"], "a list"),
        ("hunter2", "a string"),
        ("Mi", "a string"),
        ("1e3Mi\n", "a string"),
        ("123456789012", "a string"),
        (123456789012, "a number"),
        ("4f9c2d", "a string"),
        ("5abcd", "a string"),
        ("٣", "a string"),
    ],
    ids=repr,
)
def test_only_a_number_with_a_short_suffix_is_quoted(value: Value, words: str) -> None:
    assert reading.described(value) == words


def test_an_error_says_what_the_value_is_not() -> None:
    assert str(reading.refused("512mb", "a quantity")) == '"512mb" is not a quantity'


@pytest.mark.parametrize(("value", "number"), [(2, 2), (2.0, 2), (0, 0), (-1, -1), (2147483647, 2147483647)], ids=repr)
def test_a_whole_number_may_be_written_as_a_float(value: Value, number: int) -> None:
    found = reading.whole_number(value, "a number")
    assert (found, type(found)) == (number, int)


@pytest.mark.parametrize("value", ["2", 2.5, True, None, [2], 2147483648, 1e300], ids=repr)
def test_nothing_else_is_a_whole_number(value: Value) -> None:
    with pytest.raises(Unreadable):
        reading.whole_number(value, "a number")


def test_null_is_the_empty_value_of_each_type() -> None:
    assert (reading.mapping(None, ""), reading.sequence(None, ""), reading.text(None, "")) == ({}, [], "")


def test_a_value_of_another_type_is_unreadable() -> None:
    with pytest.raises(Unreadable, match=r"^a list is not a mapping of labels$"):
        reading.mapping([], "a mapping of labels")
    with pytest.raises(Unreadable, match=r"^8080 is not a list of ports$"):
        reading.sequence(8080, "a list of ports")
    with pytest.raises(Unreadable, match=r"^1\.1 is not a label value$"):
        reading.text(1.1, "a label value")


def test_each_reader_names_its_own_part_of_a_place() -> None:
    with pytest.raises(Unreadable) as caught, reading.inside("env", 2), reading.inside("name"):
        reading.text(5, "a name")
    assert caught.value.path == ("env", 2, "name")
    assert caught.value.message == "5 is not a name"
