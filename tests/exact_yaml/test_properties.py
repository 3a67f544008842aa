"""What holds for every text."""

from __future__ import annotations

import json
from itertools import islice

import yaml
from hypothesis import assume, example, given, reject
from hypothesis import strategies as st

from policycheck.errors import ManifestError
from policycheck.exact_yaml.positions import locate
from policycheck.exact_yaml.reader import read
from policycheck.exact_yaml.stream import split
from policycheck.model import Value
from tests.effort import tries
from tests.exact_yaml.ways import every_path, taken

WORDS = st.sampled_from(
    [
        *(
            "a",
            "b",
            "y",
            "017",
            "1.10",
            "~",
            ".inf",
            "<<",
            "x y",
            '"q"',
            "'q'",
            "|-\n",
            ">\n",
            "{}",
            "[]",
            "\\/",
            "!!str ",
        ),
        *(
            ": ",
            ":\n",
            "- ",
            "-",
            "? ",
            ", ",
            "[",
            "]",
            "{",
            "}",
            "&a ",
            "*a",
            "! ",
            "<<: *a\n",
            "a: 1\n",
            "&a {b: 1}\n",
        ),
        *(
            "\n",
            "\n  ",
            "\n    ",
            "\r\n",
            " ",
            "\t",
            "#",
            " #",
            "---\n",
            "...\n",
            "%",
            "\x85",
            "\u2028",
            "\ufeff",
            "\x00",
            "é",
        ),
    ]
)
TEXTS = st.lists(WORDS, max_size=16).map("".join) | st.text()
SCALARS = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False)
)
STRINGS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(SCALARS | STRINGS, lambda inner: st.lists(inner) | st.dictionaries(STRINGS, inner), max_leaves=20)
COLLECTIONS = st.lists(VALUES) | st.dictionaries(STRINGS, VALUES)


@given(TEXTS | st.binary())
def test_any_text_is_a_value_or_a_refusal_at_one_of_its_lines(text: str | bytes) -> None:
    try:
        body = read(text).body
    except ManifestError as error:
        line = error.line or 0
    else:
        line = 1
        json.dumps(body, allow_nan=False)
    data = text.encode(errors="surrogatepass") if isinstance(text, str) else text
    assert 1 <= line <= data.count(b"\n") + 1


@given(TEXTS)
@example("a: ! <<\nb: [!x ?, 'a']\n")
def test_the_fast_way_and_the_careful_way_agree(text: str) -> None:
    taken(text)


@given(COLLECTIONS)
def test_json_is_read_as_what_was_written(value: Value) -> None:
    for text in (json.dumps(value), json.dumps(value, indent=1, ensure_ascii=False)):
        assert read(text).body == value
        assert repr(read(text).body) == repr(value)


@given(
    st.recursive(
        st.sampled_from(["a", "y", "1"]),
        lambda inner: st.lists(inner) | st.dictionaries(st.just("k") | st.just("y"), inner),
        max_leaves=9,
    )
)
def test_json_without_its_quotes_is_yaml(value: Value) -> None:
    text = json.dumps(value).replace('"', "")
    words: dict[Value, Value] = {"a": "a", "y": True, "1": 1}

    def converted(part: Value) -> Value:
        if isinstance(part, dict):
            return {{"y": "true"}.get(key, key): converted(inner) for key, inner in part.items()}
        return [converted(inner) for inner in part] if isinstance(part, list) else words[part]

    assert read(text).body == converted(value)


@given(TEXTS | COLLECTIONS.map(lambda value: json.dumps(value, indent=2)))
def test_every_path_of_a_document_has_a_place_inside_it(text: str) -> None:
    try:
        body = read(text).body
    except ManifestError:
        reject()
    paths = list(islice(every_path(body), 200))
    lines = text.removeprefix("\ufeff").split("\n")
    for line, column in locate(text, paths).values():
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1


@given(COLLECTIONS.map(yaml.safe_dump))
def test_both_ways_agree_on_what_a_program_writes(text: str) -> None:
    taken(text)


@given(st.dictionaries(st.sampled_from(["a", "b c", "é", "'q'"]), st.lists(st.integers(0, 9), max_size=3), max_size=4))
@tries(30)
def test_a_place_is_where_the_key_or_the_item_is_written(value: dict[str, list[int]]) -> None:
    text = json.dumps(value, indent=2, ensure_ascii=False)
    lines = text.split("\n")
    for path, (line, column) in locate(text, list(every_path(value))).items():
        written = lines[line - 1][column - 1 :]
        if path:
            key = path[-1]
            items = value[str(path[0])]
            assert written.startswith(f'"{key}"' if isinstance(key, str) else str(items[key]))


@given(st.binary() | TEXTS.map(lambda text: text.encode(errors="ignore")))
def test_every_character_of_a_stream_but_comments_and_separators_is_in_a_document(stream: bytes) -> None:
    pieces = [bytes(piece.text) for piece in split(stream)]
    assert sum(map(len, pieces)) <= len(stream)
    assert all(piece.strip(b" \t\r\n") for piece in pieces)
    kept = b"".join(pieces)
    for line in stream.removeprefix(b"\xef\xbb\xbf").split(b"\n"):
        word = line.strip(b" \t\r")
        assert not word or word.startswith((b"#", b"---")) or word in kept


@given(TEXTS, TEXTS)
def test_two_streams_in_a_row_are_the_documents_of_both(first: str, second: str) -> None:
    one, two = first.encode(errors="ignore"), b"---\n" + second.encode(errors="ignore")
    assume(b"%" not in one)  # a directive at the end belongs to what follows
    above = one.count(b"\n") + 1
    expected = [(bytes(piece.text).strip(), piece.line) for piece in split(one)]
    expected += [(bytes(piece.text).strip(), piece.line + above) for piece in split(two)]
    assert [(bytes(piece.text).strip(), piece.line) for piece in split(one + b"\n" + two)] == expected
