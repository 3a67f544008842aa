"""What the name of a base image tells, and when its system is no more mended."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.docker.bases import base_of
from policycheck.docker.support import ALPINE, DISTROLESS_DEBIAN, End, support_end

DIGEST = "sha256:" + "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("reference", "libc", "has_shell"),
    [
        ("scratch", "none", False),
        ("gcr.io/distroless/static", "none", False),
        ("gcr.io/distroless/static-debian12:nonroot", "none", False),
        ("registry.example.com/mirror/distroless/static-debian12:nonroot", "none", False),
        ("gcr.io/distroless/static-debian12:debug", "none", True),
        (f"gcr.io/distroless/static-debian12@{DIGEST}", "none", None),
        ("gcr.io/distroless/base-debian12", "glibc", False),
        ("gcr.io/distroless/cc", "glibc", False),
        ("cgr.dev/chainguard/static:latest", "none", False),
        ("cgr.dev/chainguard/glibc-dynamic:latest", "glibc", False),
        ("cgr.dev/chainguard/go:latest-dev", "glibc", True),
        ("alpine", "musl", True),
        ("alpine:3.22", "musl", True),
        ("public.ecr.aws/docker/library/alpine:3.22", "musl", True),
        ("golang:1.24-alpine3.22", "musl", True),
        ("golang:1.24", "glibc", True),
        ("golang:1.24-bookworm", "glibc", True),
        ("python:3.13-alpine", "musl", True),
        ("python:3.13-slim", "glibc", None),
        ("debian:bookworm-slim", "glibc", True),
        ("ubi9-minimal:9.4", "glibc", True),
        ("busybox:1.37-musl", "musl", True),
        ("busybox:1.37-glibc", "glibc", True),
        ("busybox", None, True),
        ("nginx:1.27", None, None),
        ("registry.example.com/shop/base:1", None, None),
        ("No Image", None, None),
    ],
)
def test_a_name_tells_of_the_c_library_and_the_shell(reference: str, libc: str | None, *, has_shell: bool) -> None:
    base = base_of(reference)
    assert (base.libc, base.has_shell) == (libc, has_shell)


@pytest.mark.parametrize("reference", ["nginx:1.27", "node:20-alpine", "registry.example.com/shop/base:1", "a b"])
def test_what_may_have_an_entrypoint_is_not_bare(reference: str) -> None:
    assert not base_of(reference).bare


@given(st.text(max_size=40))
def test_any_name_is_known_or_not(reference: str) -> None:
    base = base_of(reference)
    assert base.libc in {None, "none", "glibc", "musl"}
    end = support_end(reference)
    assert end is None or end.since in {*ALPINE.values(), *DISTROLESS_DEBIAN.values()}


@pytest.mark.parametrize(
    ("reference", "end"),
    [
        ("alpine:3.18", End("Alpine 3.18", "2025-05-09")),
        ("alpine:3.18.4", End("Alpine 3.18", "2025-05-09")),
        ("mirror.example.com/library/alpine:3.9", End("Alpine 3.9", "2021-11-01")),
        ("golang:1.20-alpine3.17", End("Alpine 3.17", "2024-11-22")),
        ("gcr.io/distroless/static-debian11:nonroot", End("Debian 11", "2024-08-14")),
        ("gcr.io/distroless/static-debian12", None),
        ("gcr.io/distroless/static", None),
        ("alpine:edge", None),
        ("alpine:3.180", None),
        ("alpine", None),
        ("python:3.18", None),
        ("web-alpine:3.18", None),
        ("scratch", None),
    ],
)
def test_a_system_has_its_end(reference: str, end: End | None) -> None:
    assert support_end(reference) == end


def test_the_ends_are_days_in_order() -> None:
    for table in (ALPINE, DISTROLESS_DEBIAN):
        days = [dt.date.fromisoformat(day) for day in table.values()]
        assert days == sorted(days)
