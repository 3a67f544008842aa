"""What is copied into an image: programs, folders, and what .dockerignore keeps out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.docker.copies import may_make, shipped
from policycheck.docker.ignore import is_ignored
from policycheck.docker.programs import has_shell, holds
from policycheck.docker.stages import dockerfile


@pytest.mark.parametrize(
    ("instructions", "found"),
    [
        ("FROM scratch\nCOPY --from=a /bin/sh /bin/sh", True),
        ("FROM scratch\nCOPY --from=a /bin/busybox /bin/sh", True),
        ("FROM scratch\nCOPY --from=a / /", True),
        ("FROM scratch AS a\nCOPY --from=b /bin/ /bin/\nFROM a", True),
        ("FROM scratch\nCOPY --from=a /lib/*sh /bin/", True),
        ("FROM scratch\nCOPY app /sh.d/app", False),
        ("FROM scratch\nCOPY . .", False),
        ("FROM gcr.io/distroless/base-debian12", False),
        ("FROM alpine:3.22", True),
        ("FROM registry.example.com/shop/base:1", None),
        ("ARG BASE\nFROM $BASE", None),
    ],
)
def test_a_shell_is_there_or_not_or_nobody_knows(instructions: str, *, found: bool | None) -> None:
    assert has_shell(dockerfile(instructions + "\n")) is found


@pytest.mark.parametrize(
    ("instructions", "path", "found"),
    [
        ("FROM scratch\nCOPY app /app", "/app", True),
        ("FROM scratch\nCOPY app /app", "/app/health", True),
        ("FROM scratch\nCOPY app /app", "/bin/probe", False),
        ("FROM scratch\nCOPY app probe /bin/", "/bin/probe", True),
        ("FROM scratch\nCOPY --from=a /out/probe-linux /usr/bin/probe", "probe", True),
        ("FROM scratch\nCOPY app /app", "probe", None),
        ("FROM scratch\nADD root.tar /", "/bin/probe", True),
        ("FROM scratch\nARG DIR\nCOPY out $DIR/x", "/bin/probe", True),
        ("FROM scratch\nWORKDIR /bin\nCOPY out .", "/bin/probe", True),
        ("FROM gcr.io/distroless/base-debian12\nCOPY app /app", "/bin/probe", None),
        ("FROM alpine:3.22\nCOPY app /app", "/bin/probe", None),
    ],
)
def test_a_program_is_there_or_not_or_nobody_knows(instructions: str, path: str, *, found: bool | None) -> None:
    assert holds(dockerfile(instructions + "\n"), path) is found


@pytest.mark.parametrize(
    ("copy", "makes"),
    [
        ("--from=a /etc/ssl/certs /etc/ssl/certs", True),
        ("--from=a /etc/ssl /etc/ssl", True),
        ("--from=a /etc /etc", True),
        ("--from=a / /", True),
        ("--from=a /out/ /", True),
        ("--from=a /rootfs /", True),
        ("ca.crt /etc/ssl/", True),
        ("app /", False),
        ("config /etc", False),
        ("--from=a /etc/passwd /etc/passwd", False),
        ("--from=a /usr /usr", False),
    ],
)
def test_a_copy_may_make_a_folder(copy: str, *, makes: bool) -> None:
    assert may_make(shipped(dockerfile(f"FROM scratch\nCOPY {copy}\n")), "/etc/ssl") is makes


@pytest.mark.parametrize(
    ("patterns", "path", "ignored"),
    [
        (".env", ".env", True),
        (".env", "config/.env", False),
        ("**/.env", "config/.env", True),
        ("**/.env", ".env", True),
        ("config", "config/.env", True),
        ("config/", "./config/.env", True),
        ("/config/*", "config/.env", True),
        ("*", ".env", True),
        ("*\n!.env", ".env", False),
        ("*\n!config/.env\n**/.env", "config/.env", True),
        ("# .env\n\n", ".env", False),
        ("*.p?m", "key.pem", True),
        ("[a-k]ey.pem", "key.pem", True),
        ("[^a]ey.pem", "key.pem", True),
        ("key.pem.bak", "key.pem", False),
    ],
)
def test_a_dockerignore_keeps_files_out(patterns: str, path: str, *, ignored: bool) -> None:
    assert is_ignored(path, patterns.splitlines()) is ignored


@given(st.lists(st.text(max_size=10), max_size=4), st.text(min_size=1, max_size=20))
def test_any_pattern_has_an_answer_and_the_last_one_wins(patterns: list[str], path: str) -> None:
    assert is_ignored(path, patterns) in {True, False}
    assert is_ignored("a/b", [*patterns, "a/b"])
    assert not is_ignored("a/b", [*patterns, "!a/b"])
