"""GOMEMLIMIT and GOMAXPROCS, against what programs of Go 1.26.8 and 1.27.3 did with them on a machine with two CPUs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.kubernetes.go_runtime import is_memory_limit, memory_limit, processors

LARGEST = 2**63 - 1

MEMORY_LIMITS = {
    "0": 0,
    "1": 1,
    "+1": 1,
    "007": 7,
    "00000000000000000000001": 1,
    "-0": 0,
    "+0": 0,
    "0B": 0,
    "0GiB": 0,
    "00MiB": 0,
    "1B": 1,
    "1KiB": 2**10,
    "1MiB": 2**20,
    "+1MiB": 2**20,
    "400MiB": 400 * 2**20,
    "1GiB": 2**30,
    "1TiB": 2**40,
    "8388607TiB": 8388607 * 2**40,
    "8589934591GiB": 8589934591 * 2**30,
    "9223372036854775807": LARGEST,
    "9223372036854775807B": LARGEST,
}
"""What debug.SetMemoryLimit(-1) gave in a program started with it."""

MALFORMED = (
    *("OFF", "Off", "off ", "+off", "-1", "--1", "+", "1PiB", "1EiB", "400Mi", "1Gi", "512M", "512MB", "512KB", "1KB"),
    *("1e9", "1.5GiB", " 1GiB", "1GiB ", "1 GiB", "1gib", "1Gib", "1GIB", "1kiB", "B", "iB", "MiB", "0x10", "1_000"),
    *("9223372036854775808", "9223372036854775807KiB", "8388608TiB", "8589934592GiB", "1b", "1iB", "1BB", "90%", "٣"),
    *("10 ", "\t1"),
)
"""With each of these the program ended at once: fatal error: malformed GOMEMLIMIT."""

PROCESSORS = {"1": 1, "3": 3, "03": 3, "+3": 3, "4": 4, "1000": 1000, "1024": 1024}
"""What runtime.GOMAXPROCS(0) gave."""

IGNORED = (
    *("", "0", "-1", "-3", "3.0", "1.5", "two", " 3", "3 ", "3e0", "1e1", "0x3", "1_0", "3m", "500m", "+", "-"),
    *("2147483648", "4294967297", "9223372036854775808"),
)
"""With each of these it gave 2, the number of CPUs."""


@pytest.mark.parametrize(("text", "amount"), MEMORY_LIMITS.items())
def test_a_memory_limit_as_go_read_it(text: str, amount: int) -> None:
    assert memory_limit(text) == amount
    assert is_memory_limit(text)


@pytest.mark.parametrize("text", MALFORMED)
def test_what_go_did_not_start_with(text: str) -> None:
    assert not is_memory_limit(text)
    assert memory_limit(text) is None


@pytest.mark.parametrize("text", ["", "off"])
def test_no_memory_limit_at_all(text: str) -> None:
    assert is_memory_limit(text)
    assert memory_limit(text) is None


@pytest.mark.parametrize(("text", "number"), PROCESSORS.items())
def test_threads_as_go_read_them(text: str, number: int) -> None:
    assert processors(text) == number


@pytest.mark.parametrize("text", IGNORED)
def test_what_go_ignored(text: str) -> None:
    assert processors(text) is None


@pytest.mark.parametrize("text", ["1" * 1001, "0" * 10_000 + "1", "1" * 1_000_000 + "MiB"])
def test_more_digits_than_anybody_writes_are_none(text: str) -> None:
    assert memory_limit(text) is None
    assert processors(text) is None


@given(st.integers(0, 2**23 - 1))
def test_units_stand_for_powers_of_1024(number: int) -> None:
    assert memory_limit(f"{number}") == memory_limit(f"{number}B") == number
    for unit, smaller in (("KiB", "B"), ("MiB", "KiB"), ("GiB", "MiB"), ("TiB", "GiB")):
        assert memory_limit(f"{number}{unit}") == memory_limit(f"{number * 1024}{smaller}")


@given(st.integers(0, 2**64))
def test_bytes_are_taken_below_2_to_the_63(number: int) -> None:
    assert memory_limit(str(number)) == (number if number <= LARGEST else None)


@given(st.integers(-(2**33), 2**33))
def test_threads_are_taken_from_1_to_32_bits(number: int) -> None:
    assert processors(str(number)) == (number if 0 < number < 2**31 else None)


@given(st.text("0123456789KMGTPiBbkoff+-. ", max_size=10))
def test_any_text_is_a_limit_or_none(text: str) -> None:
    amount = memory_limit(text)
    assert amount is None or (0 <= amount <= LARGEST and is_memory_limit(text))
