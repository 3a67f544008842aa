"""A JSON manifest is read as JSON, as kubectl reads it."""

from __future__ import annotations

import pytest

from policycheck.errors import ManifestError
from policycheck.exact_yaml.positions import locate
from policycheck.exact_yaml.reader import read
from policycheck.model import DuplicateKey


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param('{"a": "\\ud83d\\ude00"}', {"a": "\U0001f600"}, id="a surrogate pair"),
        pytest.param('{"a": "x\\ud83d", "\\ude00": 1}', {"a": "x\ufffd", "\ufffd": 1}, id="half a pair"),
        pytest.param('{"a": "\\/\\u0000"}', {"a": "/\0"}, id="escapes of JSON"),
        pytest.param('{\n\t"a":\t1,\n\t"b":\n\t[]}', {"a": 1, "b": []}, id="tabs and odd line breaks"),
        pytest.param('\r\n {"a": 1} \n', {"a": 1}, id="white space around"),
        pytest.param(f'{{"{"k" * 2000}": 1}}', {"k" * 2000: 1}, id="a key that is too long for YAML"),
        pytest.param('{"y": true, "no": null}', {"y": True, "no": None}, id="words are quoted"),
        pytest.param(
            '{"a": 18446744073709551615, "b": 18446744073709551616}', {"a": 2**64 - 1, "b": 2.0**64}, id="big"
        ),
        pytest.param('{"a": -0, "b": 1e3, "c": 2.0}', {"a": 0, "b": 1000.0, "c": 2.0}, id="numbers"),
        pytest.param('{"a": {"b": 1, "b": 2}}', {"a": {"b": 2}}, id="the last of two keys"),
    ],
)
def test_json_is_read_as_json(text: str, value: object) -> None:
    body = read(text).body
    assert body == value
    assert repr(body) == repr(value)


def test_a_repeated_key_of_json_is_recorded_with_both_lines() -> None:
    reading = read('{"a": [{"b": 1,\n"c": "\\ud83d\\ude00",\n"b": 2}]}')
    assert reading.duplicates == (DuplicateKey(("a", 0, "b"), 1, 3),)


@pytest.mark.parametrize("text", ["{a: 1}", "{'a': 1}", '{"a": 1,}', '{"a": 1 # one\n}', '{"a": y}'])
def test_a_flow_mapping_that_is_no_json_is_yaml(text: str) -> None:
    assert read(text).body in ({"a": 1}, {"a": True})


@pytest.mark.parametrize("text", ['{"a": 1', '{"a" 1}', "[1, 2", '{"a": "x\ny}', '{"a": NaN,', '{"a": 1}}'])
def test_half_a_json_document_is_refused(text: str) -> None:
    with pytest.raises(ManifestError):
        read(text)


def test_a_number_beyond_every_float_is_refused_at_its_line() -> None:
    with pytest.raises(ManifestError) as refused:
        read('{"a": 1,\n "b": 1e400}')
    assert refused.value.line == 2


def test_places_in_json_are_those_of_keys_and_items() -> None:
    text = '{"a": 1,\n\t"b": [ "\\ud83d\\ude00", {"c": 5}]}'
    assert locate(text, [("a",), ("b",), ("b", 0), ("b", 1, "c"), ("b", 7)]) == {
        ("a",): (1, 2),
        ("b",): (2, 2),
        ("b", 0): (2, 9),
        ("b", 1, "c"): (2, 26),
        ("b", 7): (2, 2),
    }
