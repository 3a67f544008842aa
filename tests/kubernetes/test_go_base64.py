from __future__ import annotations

import base64
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import Unreadable
from policycheck.kubernetes.go_base64 import decoded, decoded_text, is_base64, is_encoded_twice, is_plain_word

ORACLE = [
    case
    for case in yaml.safe_load((Path(__file__).parents[2] / "fixtures/oracle/secrets.yaml").read_text())
    if case["row"] == "B1.8"
]


@pytest.mark.parametrize("case", ORACLE, ids=lambda case: case["id"])
def test_it_takes_what_the_api_server_takes(case: dict[str, str]) -> None:
    (text,) = yaml.safe_load(case["input"])["data"].values()
    assert is_base64(text) == (case["verdict"] == "accepted")


def test_there_are_answers_of_the_api_server() -> None:
    assert {case["verdict"] for case in ORACLE} == {"accepted", "rejected"}


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        pytest.param("", True, id="nothing"),
        pytest.param("aHVu\ndGVy\r\nMg==\n", True, id="line breaks"),
        pytest.param("Mg=\n=", True, id="a line break inside the padding"),
        pytest.param("Mh==", True, id="bits too many, which Go passes over"),
        pytest.param("aHVudGVyMg", False, id="no padding"),
        pytest.param("aHVudGVyMg=", False, id="half of the padding"),
        pytest.param("aHVudGVyMg===", False, id="too much padding"),
        pytest.param("aHVu====", False, id="padding after a whole group"),
        pytest.param("Mg==Mg==", False, id="text after the padding"),
        pytest.param("_-__", False, id="the alphabet of URLs"),
        pytest.param("aHVu dGVy", False, id="a space"),
        pytest.param("aHVu\tdGVy", False, id="a tab"),
        pytest.param("grün", False, id="a letter of no alphabet"),
        pytest.param("=", False, id="padding of nothing"),
    ],
)
def test_the_alphabet_and_its_padding(text: str, taken: bool) -> None:  # noqa: FBT001 - the table
    assert is_base64(text) is taken


@given(st.binary(max_size=40), st.integers(0, 40), st.sampled_from(["\n", "\r\n", ""]))
def test_what_is_encoded_is_decoded_wherever_a_line_breaks(data: bytes, at: int, line_break: str) -> None:
    text = base64.b64encode(data).decode()
    assert decoded(text[:at] + line_break + text[at:]) == data


@given(st.text(max_size=40))
def test_any_text_is_taken_or_refused_and_never_quoted(text: str) -> None:
    if is_base64(text):
        assert isinstance(decoded(text), bytes)
    else:
        with pytest.raises(Unreadable) as caught:
            decoded(text)
        assert caught.value.message == "a string is not base64"


def test_binary_data_has_no_text() -> None:
    assert decoded_text("/wD/") is None
    assert decoded_text("Z3LDvG4=") == "grün"


@pytest.mark.parametrize("text", ["changeme", "Password", "TOKENABC", "hunter22", "12345678", "test"])
def test_a_plain_word_was_never_encoded(text: str) -> None:
    assert is_plain_word(text)


@pytest.mark.parametrize("text", ["", "hunter2", "Y2hhbmdlbWU=", "YWJj", "qL5ZkXq7TzP1", "no+word/", "word word"])
def test_what_is_no_word_no_base64_or_means_something_is_no_plain_word(text: str) -> None:
    assert not is_plain_word(text)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=4, max_size=40))
def test_what_is_encoded_properly_is_never_taken_for_a_plain_word(value: str) -> None:
    once = base64.b64encode(value.encode()).decode()
    assert not is_plain_word(once)
    assert is_encoded_twice(base64.b64encode(once.encode()).decode())


@pytest.mark.parametrize("text", ["", "aHVudGVyMg==", "changeme", "no base64", "/wD/", "Y2hhbmdlbWU=", "YWJjZA=="])
def test_encoded_once_is_not_twice(text: str) -> None:
    assert not is_encoded_twice(text)


def test_a_line_break_after_the_first_encoding_does_not_hide_the_second() -> None:
    assert is_encoded_twice(base64.b64encode(b"aHVudGVyMg==\n").decode())
