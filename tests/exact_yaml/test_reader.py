from __future__ import annotations

import sys

import pytest

from policycheck.errors import ManifestError
from policycheck.exact_yaml.extent import BORROWED
from policycheck.exact_yaml.nodes import DEPTH
from policycheck.exact_yaml.reader import read
from policycheck.model import DuplicateKey, KeyNote


def refusal(text: str | bytes) -> ManifestError:
    with pytest.raises(ManifestError) as refused:
        read(text)
    return refused.value


# --- duplicate keys ---------------------------------------------------------------------------------------------------


def test_a_repeated_key_is_recorded_with_both_lines_and_the_last_value_stands() -> None:
    reading = read("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\na: 2\n")
    assert reading.body == {"a": 2, "b": {"c": 3, "d": 2}}
    assert set(reading.duplicates) == {DuplicateKey(("b", "c"), 3, 5), DuplicateKey(("a",), 1, 6)}


def test_a_key_written_three_times_is_two_duplicates_of_the_first() -> None:
    assert read("a: 1\na: 2\na: 3\n").duplicates == (DuplicateKey(("a",), 1, 2), DuplicateKey(("a",), 1, 3))


@pytest.mark.parametrize("text", ['8080: a\n"8080": b\n', "017: a\n15: b\n", "y: a\n'true': b\n", "1.10: a\n1.1: b\n"])
def test_keys_that_are_equal_after_conversion_are_duplicates(text: str) -> None:
    reading = read(text)
    assert [again.line for again in reading.duplicates] == [2]
    assert list(reading.body.values()) == ["b"]  # type: ignore[attr-defined]


def test_a_duplicate_in_a_list_has_the_index_in_its_path() -> None:
    (again,) = read("- x: 1\n- x: 1\n  x: 2\n").duplicates
    assert again == DuplicateKey((1, "x"), 2, 3)


def test_a_duplicate_behind_an_anchor_is_reported_once_where_it_stands() -> None:
    assert read("a: &a {x: 1, x: 2}\nb: *a\nc: {<<: *a}\n").duplicates == (DuplicateKey(("a", "x"), 1, 1),)


def test_the_same_key_in_two_mappings_is_no_duplicate() -> None:
    assert read("a: {x: 1}\nb: {x: 1}\n").duplicates == ()


# --- keys that are read otherwise than written ------------------------------------------------------------------------


def test_a_key_that_changes_its_text_is_noted_as_written() -> None:
    reading = read("data:\n  y: 1\n  1.10: 2\n  8080: 3\n  'n': 4\n")
    assert reading.body == {"data": {"true": 1, "1.1": 2, "8080": 3, "n": 4}}
    assert reading.key_notes == (
        KeyNote("retyped", ("data", "true"), 2, "y"),
        KeyNote("retyped", ("data", "1.1"), 3, "1.10"),
    )


@pytest.mark.parametrize("key", ["~", "null", "", "18446744073709551615", "[a]", "{a: b}", "*a"])
def test_what_cannot_be_a_key_is_refused_at_its_line(key: str) -> None:
    assert refusal(f"a: &a [1]\n? {key}\n: 1\n").line == 2


# --- anchors, aliases and merges --------------------------------------------------------------------------------------


def test_an_alias_has_the_value_of_its_anchor() -> None:
    assert read("a: &a {x: [1]}\nb: *a\nc: &k key\n*k : 2\n").body == {
        "a": {"x": [1]},
        "b": {"x": [1]},
        "c": "key",
        "key": 2,
    }


def test_an_anchor_may_be_given_again() -> None:
    assert read("- &a 1\n- *a\n- &a [&a 2, *a]\n- *a\n").body == [1, 1, [2, 2], 2]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        pytest.param("{<<: *b, z: own}", {"z": "own", "q": 1}, id="a later own key wins"),
        pytest.param("{z: own, <<: *b}", {"z": "base", "q": 1}, id="a later merge wins"),
        pytest.param("{z: own, <<: *b, z: again}", {"z": "again", "q": 1}, id="the last of three wins"),
        pytest.param("{<<: [*c, *b]}", {"z": "c", "q": 1}, id="in a list the first wins"),
        pytest.param("{<<: {z: inline}}", {"z": "inline"}, id="an inline mapping merges"),
        pytest.param("{<<: *m}", {"z": "c", "q": 1}, id="a merge of a merge"),
        pytest.param("{'<<': *b}", {"<<": {"z": "base", "q": 1}}, id="a quoted << is a key"),
        pytest.param("{!!merge '<<': *b}", {"z": "base", "q": 1}, id="a tagged << merges"),
        pytest.param("{!!str <<: *b}", {"<<": {"z": "base", "q": 1}}, id="a << tagged as text is a key"),
    ],
)
def test_merges_expand_in_written_order(written: str, value: object) -> None:
    body = read(f"b: &b {{z: base, q: 1}}\nc: &c {{z: c}}\nm: &m {{<<: *b, z: c}}\nx: {written}\n").body
    assert isinstance(body, dict)
    assert body["x"] == value


def test_a_merge_after_an_own_key_it_replaces_is_noted() -> None:
    assert read("b: &b {z: 1}\nx:\n  z: own\n  y1: 2\n  <<: *b\n").key_notes == (
        KeyNote("overridden", ("x", "z"), 5, "z"),
    )


def test_a_merge_before_the_own_key_is_neither_a_duplicate_nor_noted() -> None:
    reading = read("b: &b {z: 1}\nx: {<<: *b, z: own}\n")
    assert (reading.duplicates, reading.key_notes) == ((), ())


@pytest.mark.parametrize("value", ["1", "~", "[1]", "[*a, x]", "*l", "[[*a]]"])
def test_a_merge_of_anything_but_mappings_is_refused(value: str) -> None:
    assert refusal(f"a: &a {{}}\nl: &l [*a]\nx: {{<<: {value}}}\n").line == 3


@pytest.mark.parametrize("text", ["a: *b\n", "&a [*a]\n", "a: &a\n  b: *a\n", "&a {<<: *a}\n"])
def test_an_alias_without_an_anchor_or_inside_it_is_refused(text: str) -> None:
    assert "alias" in refusal(text).message


# --- bounds -----------------------------------------------------------------------------------------------------------


def test_a_billion_laughs_are_one_refusal() -> None:
    laughs = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    assert f"{BORROWED:,}" in refusal(laughs).message


def test_a_tower_of_merges_is_one_refusal() -> None:
    tower = "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 40))
    assert "aliases" in refusal(tower).message


def test_levels_behind_aliases_count() -> None:
    tower = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, DEPTH + 1))
    assert "levels" in refusal(tower).message


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}"), ("{a: ", "}"), ("- ", "")])
def test_nesting_is_bounded(opening: str, closing: str) -> None:
    deepest = opening * (DEPTH - 1) + "[]" + closing * (DEPTH - 1)
    assert read(deepest).body
    assert "levels" in refusal(opening * DEPTH + "[]" + closing * DEPTH).message


@pytest.mark.parametrize("opening", ["[", "{", '{"a":', "- ", "? "])
def test_nesting_without_end_is_a_refusal_and_no_crash(opening: str) -> None:
    assert refusal(opening * sys.getrecursionlimit() * 5).line == 1


# --- characters -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "byte", [b"\x00", b"\x01", b"\x08", b"\x0b", b"\x1b", b"\x7f", b"\xc2\x80", b"\xef\xbf\xbe"], ids=repr
)
def test_a_control_character_is_refused_at_its_line(byte: bytes) -> None:
    assert refusal(b"a: 1\nb: \xc3\xa9x\nc: " + byte + b"\n").line == 3


@pytest.mark.parametrize("data", [b"\xff", b"\xc3(", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\xc3"], ids=repr)
def test_what_is_no_utf_8_is_refused_at_its_line(data: bytes) -> None:
    error = refusal(b"a: \xc3\xa9\nb: " + data)
    assert (error.line, "UTF-8" in error.message) == (2, True)


def test_utf_16_is_named() -> None:
    assert "UTF-16" in refusal("a: 1\n".encode("utf-16")).message


def test_half_of_a_surrogate_pair_is_refused() -> None:
    assert refusal("a: 1\nb: \ud83d\n").line == 2


@pytest.mark.parametrize("text", ["\ufeffa: 1\n", "\ufeff---\na: 1\n", "---\n\ufeffa: 1\n", "---\r\n\ufeffa: 1\n"])
def test_a_byte_order_mark_before_the_document_is_passed_over(text: str) -> None:
    assert read(text).body == {"a": 1}
    assert read(text.encode()).body == {"a": 1}


def test_a_byte_order_mark_that_begins_a_later_line_is_refused() -> None:
    assert refusal("a: 1\n\ufeffb: 2\n").line == 2


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\x85", "\u2028"])
def test_every_line_break_of_yaml_ends_a_line(newline: str) -> None:
    assert read(f"a: 1{newline}b: [2]{newline}").body == {"a": 1, "b": [2]}


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    assert read("a: 1\x85b: 2\u2028c: 3\nb: 4\n").duplicates == (DuplicateKey(("b",), 1, 2),)


# --- what libyaml reads and Kubernetes does not -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("%YAML 1.2\n---\na: 1\n", id="a later version of YAML"),
        pytest.param("a: [b?c]\n", id="a question mark in a flow list"),
        pytest.param("a: {b: c?}\n", id="a question mark in a flow mapping"),
        pytest.param('a: "\\/"\n', id="an escaped slash"),
    ],
)
def test_what_goyaml_refuses_is_refused(text: str) -> None:
    assert refusal(text).line


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("%YAML 1.1\n---\na: 1\n", 1, id="a directive"),
        pytest.param("a: b?c\n", "b?c", id="a question mark in a block value"),
        pytest.param("a: ['b?c']\n", ["b?c"], id="a quoted question mark"),
        pytest.param('a: "\\\\/"\n', "\\/", id="an escaped backslash before a slash"),
        pytest.param("a: '\\/'\n", "\\/", id="a backslash in single quotes"),
        pytest.param("a: |\n  [b?c] & ! *x \\/\n", "[b?c] & ! *x \\/\n", id="anything in a block scalar"),
        pytest.param("a: x & y! *z\n", "x & y! *z", id="indicators inside a text"),
    ],
)
def test_what_only_looks_like_it_is_read(text: str, value: object) -> None:
    assert read(text).body == {"a": value}


@pytest.mark.parametrize("text", ["{a: 1} b\n", "[1]\n]\n", "a: 1\n...\nb: 2\n", "a: 1\n---\nb: 2\n"])
def test_what_kubernetes_would_drop_in_silence_is_refused(text: str) -> None:
    assert "Kubernetes" in refusal(text).message


@pytest.mark.parametrize("text", ["a: .inf\n", "a: [-.INF]\n", "a: {b: .nan}\n"])
def test_an_infinite_value_refuses_the_document(text: str) -> None:
    assert "JSON" in refusal(text).message


def test_an_infinite_value_that_a_later_one_replaces_does_not_matter() -> None:
    assert read("a: .inf\na: 1\n").body == {"a": 1}


# --- documents as such ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "\n", "# a comment\n", "---\n", "---\n# a comment\n...\n", "~\n", "\ufeff"])
def test_a_document_without_content_is_none(text: str) -> None:
    assert read(text).body is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b: c\n", 1),
        ("a: 1\nb: [1\nc: 2\n", 3),
        ("a: 1\n  b: 2\n", 2),
        ("a: 'x\nb: 1\n\n\n", 2),
        ("a:\n\t- b\n", 2),
        ("a: 1\nb\nc: 1\n", 3),
        ("a: @x\n", 1),
    ],
)
def test_a_syntax_error_is_told_with_its_line(text: str, line: int) -> None:
    error = refusal(text)
    assert (error.line, error.message.startswith("not YAML: ")) == (line, True)


def test_a_refusal_never_quotes_the_text() -> None:
    for text in (
        "p: *hunter2\n",
        "p: !!int hunter2\n",
        "p: 'hunter2\n",
        "p: {hunter2: : }\n",
        "p: %hunter2\n",
        "<<: hunter2",
    ):
        assert "hunter2" not in refusal(text).message


def test_equal_texts_are_held_once() -> None:
    body = read("- {name: shop-web, image: 'nginx:1'}\n- {name: shop-web, image: 'nginx:1'}\n").body
    assert isinstance(body, list)
    (first, second) = body
    assert first["name"] is second["name"]
    assert first["image"] is second["image"]
    assert next(iter(first)) is next(iter(second))
