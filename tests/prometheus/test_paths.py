"""Paths with raw ids, and their normal form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.prometheus.paths import has_raw_id, literal_paths, matches_ids, normalise_path, raw_paths

WORDS = ("users", "oauth2", "ipv4", "s3", "5xx", "k8s", "v1", "v2beta1", ":id", "{id}", "*", "index.html", "my-page")
IDS = {
    "123": ":id",
    "6fa459ea-ee8a-3ca4-894e-db77e160355e": ":id",
    "0123456789abcdef": ":id",
    "01ARZ3NDEKTSV4RRFFQ69G5FAV": ":id",
    "dBjftJeZ4CVPmB92K27u": ":id",
    "a@example.com": ":email",
    "10.0.0.7": ":ip",
    "2001:db8::1": ":ip",
    "2026-01-31": ":date",
}
SEGMENTS = st.sampled_from([*WORDS, *IDS])


@pytest.mark.parametrize(
    ("path", "normal"),
    [
        ("/users/123", "/users/:id"),
        ("/users/123/orders/9", "/users/:id/orders/:id"),
        ("/users/123?page=2#top", "/users/:id"),
        ("/404", "/404"),
        ("/4040", "/:id"),
        ("/errors/404", "/errors/:id"),
        ("/api/v1/users", "/api/v1/users"),
        ("/oauth2/token", "/oauth2/token"),
        ("https://shop.example/users/123", "https://shop.example/users/:id"),
        ("/my-service-name-v2-canary", "/my-service-name-v2-canary"),
        ("/", "/"),
        ("", ""),
    ],
)
def test_the_normal_form(path: str, normal: str) -> None:
    assert normalise_path(path) == normal


@given(st.lists(SEGMENTS, min_size=1, max_size=6))
def test_each_segment_by_itself(segments: list[str]) -> None:
    path = "/a/" + "/".join(segments)
    assert normalise_path(path) == "/a/" + "/".join(IDS.get(one, one) for one in segments)
    assert has_raw_id(path) == any(one in IDS for one in segments)


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_a_normal_form_stays_and_has_no_query(path: str) -> None:
    once = normalise_path("/a/" + path)
    assert normalise_path(once) == once
    assert not has_raw_id(once)
    assert "?" not in once


@pytest.mark.parametrize("value", ["123", "404", "2026-01-31", "", "10.0.0.7", "/dev/sda1", "/health", "/users/:id"])
def test_what_holds_no_raw_id(value: str) -> None:
    assert not has_raw_id(value)


def test_a_query_alone_is_no_id() -> None:
    assert not has_raw_id("/users?page=2")


@pytest.mark.parametrize(
    ("pattern", "paths"),
    [
        ("/health|/users/123", ["/health", "/users/123"]),
        ("^/users/123$", ["/users/123"]),
        ("/users/123/.*", ["/users/123"]),
        ("/(a|/b/9)", ["/", "/b/9"]),
        ("/users/[0-9]+", ["/users"]),
        ("/files/a\\.txt", ["/files/a.txt"]),
        (".*/users", []),
    ],
)
def test_the_paths_that_a_pattern_spells_out(pattern: str, paths: list[str]) -> None:
    assert literal_paths(pattern) == paths


def test_raw_paths_of_a_value_and_of_a_pattern() -> None:
    assert raw_paths("/users/123|/b", is_pattern=True) == ("/users/123",)
    assert raw_paths("/users/123", is_pattern=False) == ("/users/123",)
    assert raw_paths("/users/[0-9]+", is_pattern=False) == ()


@pytest.mark.parametrize(
    "pattern", ["/users/[0-9]+", "/users/\\d+", "^/users/[^/]+/orders", "/x/[a-f0-9]+", "(/a/\\d+)"]
)
def test_patterns_that_stand_for_ids(pattern: str) -> None:
    assert matches_ids(pattern)


@pytest.mark.parametrize("pattern", ["[0-9]+", "/users/.*", "/users/:id", "5..", "\\d+"])
def test_patterns_that_do_not(pattern: str) -> None:
    assert not matches_ids(pattern)


def test_what_a_matcher_compares_with_is_looked_at_once() -> None:
    raw_paths.cache_clear()
    for _ in range(3):
        assert raw_paths("/users/123", is_pattern=False) == ("/users/123",)
        assert raw_paths("/users/[0-9]+", is_pattern=True) == ()
    assert raw_paths.cache_info().misses == 2
