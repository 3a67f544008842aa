from __future__ import annotations

import pytest

from policycheck.errors import ManifestError
from policycheck.exact_yaml.reader import read

READ = {
    "!!str 123": "123",
    "!!str": "",
    "!!str ~": "~",
    "!!int 5": 5,
    "!!int '5'": 5,
    "!!int 0x10": 16,
    "!!float 5": 5.0,
    "!!float '1.5'": 1.5,
    "!!bool yes": True,
    "!!bool 'n'": False,
    "!!null ''": None,
    "!!null": None,
    "!!binary aGVsbG8=": "hello",
    '!!binary "aGVs\\nbG8="': "hello",
    '!!binary "4oI="': "\ufffd\ufffd",
    "!!timestamp 2001-12-14": "2001-12-14",
    "!!timestamp 2001-12-14t21:59:43.10-05:00": "2001-12-14t21:59:43.10-05:00",
    "!!merge <<": "<<",
    "!own 123": "123",
    "!own": "",
    "! 12": "12",
    "! ~": "~",
    "!!set {x}": {"x": None},
    "!!map {a: 1}": {"a": 1},
    "!!str [1]": [1],
}
REFUSED = (
    *("!!int a", "!!int 5.0", "!!int yes", "!!float a", "!!float 18446744073709551615", "!!bool 1", "!!null a"),
    *("!!binary aGk", "!!binary '*'", "!!timestamp a", "!!timestamp 2001-13-45", "!!timestamp 5", "!!float .inf"),
)


@pytest.mark.parametrize(("written", "value"), READ.items())
def test_a_tag_decides_the_type(written: str, value: object) -> None:
    body = read(f"a: {written}\n").body
    assert body == {"a": value}
    assert isinstance(body, dict)
    assert type(body["a"]) is type(value)


@pytest.mark.parametrize("written", REFUSED)
def test_a_value_that_is_not_what_its_tag_says_is_refused_at_its_line(written: str) -> None:
    with pytest.raises(ManifestError) as refusal:
        read(f"b: 1\na: {written}\n")
    assert refusal.value.line == 2


def test_a_tagged_key_is_converted_too() -> None:
    assert read("!!str 1.10: a\n!!int '5': b\n").body == {"1.10": "a", "5": "b"}
