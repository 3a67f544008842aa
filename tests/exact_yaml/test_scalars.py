"""Semantics 0.4, row by row."""

from __future__ import annotations

import math

import pytest

from policycheck.exact_yaml.scalars import key_text, resolve

BOOLEANS = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
}
NUMBERS = {
    "0": 0,
    "-0": 0,
    "+5": 5,
    "017": 15,
    "0o17": 15,
    "0O17": 15,
    "-017": -15,
    "050": 40,
    "0b11": 3,
    "0B11": 3,
    "0b-11": -3,
    "0x10": 16,
    "0X1f": 31,
    "-0x10": -16,
    "1_000": 1000,
    "0x1_0": 16,
    "1_": 1,
    "08": 8.0,
    "089": 89.0,
    "1e3": 1000.0,
    "12345e6": 12345e6,
    "1.e3": 1000.0,
    "1.10": 1.1,
    "+1.5": 1.5,
    ".5": 0.5,
    ".5_5": 0.55,
    "-.5": -0.5,
    "5.": 5.0,
    "1e-400": 0.0,
    "9223372036854775807": 2**63 - 1,
    "-9223372036854775808": -(2**63),
    "18446744073709551615": 2**64 - 1,
    "18446744073709551616": 2.0**64,
    "+18446744073709551615": 2.0**64,
    "-9223372036854775809": -(2.0**63),
    "0xffffffffffffffff": 2**64 - 1,
    "9" * 300: float("9" * 300),
}
TEXTS = (
    *("=", "<<", "-", "+", ".", "_", "_1", "a", "nope", "yEs", "oN", "tRue", "nULL", "none"),
    *("2026-01-31", "2026-01-31T10:00:00Z", "2026-01-31 10:00:00", "12:30:00", "22:22", "1:2"),
    *("1e", "e3", ".e3", "1e400", "-1e400", ".1e400", "1e+", "1.2.3", "10.0.0.0/8", "1Gi", "500m", "0.0.1"),
    *("0o8", "0b12", "0x", "0b", "0o", "0xg", "--1", "+-1", "0x10000000000000000", "0b" + "1" * 65),
    *(".5_", ".5__5", "1,000", "inf", "nan", "Infinity", "+.nan", "\uff11", "9" * 5000),
)


@pytest.mark.parametrize(("text", "value"), BOOLEANS.items())
def test_yes_and_no_in_every_spelling_are_booleans(text: str, *, value: bool) -> None:
    assert resolve(text) is value


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_null_in_every_spelling_is_none(text: str) -> None:
    assert resolve(text) is None


@pytest.mark.parametrize(("text", "value"), NUMBERS.items())
def test_numbers_have_the_value_and_type_of_kubernetes(text: str, value: float) -> None:
    assert resolve(text) == value
    assert type(resolve(text)) is type(value)


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_no_number_stays_text(text: str) -> None:
    assert resolve(text) == text


@pytest.mark.parametrize("text", [".inf", "+.Inf", "-.INF", ".nan", ".NaN"])
def test_infinities_are_numbers_until_they_reach_json(text: str) -> None:
    value = resolve(text)
    assert isinstance(value, float)
    assert not math.isfinite(value)


@pytest.mark.parametrize(
    ("written", "key"),
    {
        "a": "a",
        "8080": "8080",
        "017": "15",
        "0x10": "16",
        "-5": "-5",
        "9223372036854775807": "9223372036854775807",
        "y": "true",
        "off": "false",
        "1.10": "1.1",
        ".5": "0.5",
        "1e3": "1000",
        "100000.0": "100000",
        "1e6": "1e+06",
        "1234567.0": "1.234567e+06",
        "1e20": "1e+20",
        "0.0001": "0.0001",
        "0.00001": "1e-05",
        "0.30000001": "0.3",
        "16777217.0": "1.6777216e+07",
        "123456789.5": "1.2345679e+08",
        "-0.0": "-0",
        "1e39": ".inf",
        "-1e39": "-.inf",
        ".inf": ".inf",
        ".nan": ".nan",
        "-.inf": "-.inf",
    }.items(),
)
def test_keys_become_the_texts_that_kubernetes_makes_of_them(written: str, key: str) -> None:
    assert key_text(resolve(written)) == key


@pytest.mark.parametrize("written", ["~", "null", "18446744073709551615"])
def test_null_and_integers_of_64_bits_without_a_sign_are_no_keys(written: str) -> None:
    assert key_text(resolve(written)) is None
