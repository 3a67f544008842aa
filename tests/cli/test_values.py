from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date

import pytest

from policycheck.cli.values import day, kube_version, namespace, one_of, report_target, size, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1", 1), ("512K", 2**19), ("512k", 2**19), ("256M", 2**28), ("1G", 2**30), ("2GiB", 2**31), ("3MB", 3 * 2**20)],
)
def test_sizes_are_bytes(text: str, expected: int) -> None:
    assert size(text) == expected


@pytest.mark.parametrize("text", ["", "0", "-1", "12Q", "1.5M", "M", "1 G"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="is no size; write"):
        size(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("1.33", "1.33"), ("v1.33.2", "1.33.2"), ("1.33.2-gke.1", "1.33.2-gke.1")]
)
def test_versions_lose_their_v(text: str, expected: str) -> None:
    assert kube_version(text) == expected


@pytest.mark.parametrize("text", ["", "1", "latest", "2.0", "1.x", "1.33 "])
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match=r"is no version of Kubernetes; write it as 1\.33"):
        kube_version(text)


def test_days_are_iso_dates() -> None:
    assert day("2026-12-31") == date(2026, 12, 31)
    with pytest.raises(ArgumentTypeError, match="is no date; write it as"):
        day("31.12.2026")


@pytest.mark.parametrize("text", ["", "Shop", "-a", "a.b", "a" * 64])
def test_what_is_no_namespace_is_refused(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="is no namespace"):
        namespace(text)


def test_words_are_separated_by_commas() -> None:
    assert words("a, b,,c") == ["a", "b", "c"]


@pytest.mark.parametrize("text", ["", " ", ","])
def test_no_word_at_all_is_refused(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="names nothing"):
        words(text)


def test_an_unknown_word_is_refused_with_the_near_miss() -> None:
    with pytest.raises(ArgumentTypeError, match='unknown format "jsn"; did you mean "json"'):
        one_of(("text", "json"), "format")("jsn")


def test_a_report_goes_to_a_file_whose_name_may_hold_an_equals_sign() -> None:
    assert report_target(("json",))("json=a=b.json") == ("json", "a=b.json")


@pytest.mark.parametrize("text", ["json", "json=", "json=-", "=x"])
def test_a_report_without_file_or_format_is_refused(text: str) -> None:
    with pytest.raises(ArgumentTypeError):
        report_target(("json",))(text)
