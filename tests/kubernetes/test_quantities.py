from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import Unreadable
from policycheck.kubernetes.quantities import as_bytes, quantity, rounded_up_to_milli
from policycheck.model import Value

NANO = Fraction(1, 10**9)
LARGEST = 2**63 - 1


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("100m", Fraction(1, 10)),
        ("0.1", Fraction(1, 10)),
        (".1", Fraction(1, 10)),
        ("5.", 5),
        ("+1", 1),
        ("-1", -1),
        ("-.5", Fraction(-1, 2)),
        ("0", 0),
        ("007", 7),
        ("129e6", 129_000_000),
        ("129M", 129_000_000),
        ("129000000", 129_000_000),
        ("123Mi", 128_974_848),
        ("1k", 1000),
        ("1Ki", 1024),
        ("1.5Gi", 3 * 2**29),
        ("512m", Fraction(512, 1000)),
        ("12E-1", Fraction(12, 10)),
        ("1e+3", 1000),
        ("1E", 10**18),
        ("1E3", 1000),
        ("1Ei", 2**60),
        ("7Ei", 7 * 2**60),
        (" 1Gi ", 2**30),
        (0.5, Fraction(1, 2)),
        (0.1, Fraction(1, 10)),
        (1e9, 10**9),
        (1e-7, Fraction(1, 10**7)),
        (16, 16),
        (0, 0),
        (-3, -3),
        (None, 0),
    ],
    ids=repr,
)
def test_a_quantity_is_exact(written: Value, amount: Fraction | int) -> None:
    assert quantity(written) == amount


@pytest.mark.parametrize("written", ["8Ei", "9999Pi", "1e30", "1e999999999999", 1e300, f"{2**63}"], ids=repr)
def test_beyond_the_largest_amount_it_is_clamped(written: Value) -> None:
    assert quantity(written) == LARGEST


def test_a_negative_amount_is_clamped_as_far_below() -> None:
    assert quantity("-8Ei") == -LARGEST


@pytest.mark.parametrize("written", ["0.1n", "1e-999999999999", "0.0000000001", "1e-10"])
def test_below_the_smallest_amount_it_is_rounded_away_from_zero(written: str) -> None:
    assert (quantity(written), quantity(f"-{written}")) == (NANO, -NANO)


def test_nothing_times_anything_is_nothing() -> None:
    assert quantity("0e999999") == quantity("0e-999999") == 0


@pytest.mark.parametrize(
    "written",
    [
        *("", " ", "1K", "1ki", "1mi", "1gi", "1Kb", "512MB", "512Mb", "512MiB", "1 Gi", "1,5", "0x10", "1e", "1_000"),
        *("1e3Mi", "Mi", "m", "e3", ".", "..", "1..5", "1.2.3", "+", "-", "+-1", "--1", "1Gi\t", "1Gi\n", "\n1", "inf"),
        *("nan", "NaN", "٣", "٣Mi", "1e1.5", "1 e3", "half"),
        pytest.param("1" * 1001, id="more digits than anybody writes"),
    ],
)
def test_anything_else_is_no_quantity(written: str) -> None:
    with pytest.raises(Unreadable, match=r" is not a quantity$"):
        quantity(written)


@pytest.mark.parametrize("written", [True, False, [], {}, ["1"], float("inf"), float("nan")], ids=repr)
def test_a_value_of_another_type_is_no_quantity(written: Value) -> None:
    with pytest.raises(Unreadable, match=r" is not a quantity$"):
        quantity(written)


def test_the_error_quotes_what_cannot_be_a_secret() -> None:
    with pytest.raises(Unreadable, match=r'^"512mb" is not a quantity$'):
        quantity("512mb")
    with pytest.raises(Unreadable, match=r"^a string is not a quantity$"):
        quantity("hunter2")


@pytest.mark.parametrize(
    ("written", "rounded"), [("0.1m", "1m"), ("1.0009", "1001m"), ("250m", "250m"), ("1n", "1m"), ("0", "0")]
)
def test_defaulting_rounds_up_to_milli(written: str, rounded: str) -> None:
    assert rounded_up_to_milli(quantity(written)) == quantity(rounded)


@pytest.mark.parametrize(
    ("written", "count"), [("512m", 1), ("300m", 1), ("1", 1), ("1.5", 2), ("1Ki", 1024), ("0", 0)]
)
def test_memory_is_whole_bytes_rounded_up(written: str, count: int) -> None:
    assert as_bytes(quantity(written)) == count


SMALL = st.integers(0, 10**6)
DECIMALS = st.decimals(0, 10**6, places=3, allow_nan=False).map(str)
SUFFIXES = st.sampled_from(["", "m", "k", "M", "G", "Ki", "Mi", "Gi", "e3", "E-2"])


@given(SMALL)
def test_suffixes_stand_for_powers(number: int) -> None:
    assert quantity(f"{number}m") * 1000 == quantity(number)
    assert quantity(f"{number}k") == quantity(f"{number}e3") == quantity(f"{number}E3") == quantity(number * 1000)
    assert quantity(f"{number}Ki") == quantity(number * 1024)
    assert quantity(f"{number}Mi") == quantity(f"{number * 1024}Ki")
    assert quantity(f"{number}M") == quantity(f"{number * 1000}k")


@given(DECIMALS, SUFFIXES)
def test_a_sign_negates(number: str, suffix: str) -> None:
    amount = quantity(number + suffix)
    assert quantity(f"+{number}{suffix}") == amount
    assert quantity(f"-{number}{suffix}") == -amount


@given(DECIMALS, SUFFIXES, DECIMALS)
def test_order_is_that_of_the_numbers(one: str, suffix: str, other: str) -> None:
    assert (quantity(one + suffix) < quantity(other + suffix)) == (Fraction(one) < Fraction(other))


@given(DECIMALS, SUFFIXES, st.text(" ", max_size=3))
def test_leading_zeros_and_spaces_change_nothing(number: str, suffix: str, spaces: str) -> None:
    assert quantity(f"{spaces}00{number}{suffix}{spaces}") == quantity(number + suffix)


@given(DECIMALS, SUFFIXES)
def test_rounding_up_is_the_least_amount_in_milli_that_suffices(number: str, suffix: str) -> None:
    amount = quantity(number + suffix)
    rounded = rounded_up_to_milli(amount)
    assert amount <= rounded < amount + Fraction(1, 1000)
    assert (rounded * 1000).denominator == 1
    assert rounded_up_to_milli(rounded) == rounded


@given(st.floats(0, 1e15, allow_nan=False))
def test_a_yaml_number_is_the_decimal_it_is_written_as(number: float) -> None:
    assert 0 <= quantity(number) - Fraction(repr(number)) < NANO


@given(st.text("0123456789.+-eEKkMmGin ", max_size=12) | st.text(max_size=8))
def test_any_text_is_a_quantity_or_unreadable(text: str) -> None:
    try:
        amount = quantity(text)
    except Unreadable:
        return
    assert -LARGEST <= amount <= LARGEST
    assert (amount / NANO).denominator == 1
