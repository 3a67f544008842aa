"""What policies ask of a Dockerfile."""

from __future__ import annotations

import pytest

from policycheck.errors import PolicyError, Unreadable
from policycheck.index import Index
from policycheck.language.bindings import Bindings
from policycheck.language.context import Context, Release
from policycheck.language.functions import dockerfiles
from policycheck.model import Resource, Value
from policycheck.sources.dockerfiles import read_dockerfile
from tests.language.functions.calling import called
from tests.language.surroundings import evaluated

TEXT = """\
FROM golang:1.24 AS build
COPY . .
RUN CGO_ENABLED=0 go build -o /app . && /bin/upx /app
FROM scratch AS base
ENTRYPOINT /old
FROM base
COPY --from=build /app /app
COPY --from=tools:1 /a /a
COPY .env /
RUN --mount=from=mounted:2 ["/app", "check"]
ENTRYPOINT ["/app"]
HEALTHCHECK CMD ["/app", "health"]
"""


def bound(text: str = TEXT, ignored: bytes | None = None) -> Bindings:
    found = read_dockerfile("Dockerfile", text.encode(), ignored)
    assert isinstance(found, Resource)
    return Bindings(Context(found, Index([found]), Release()), {})


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("image_instructions('ENTRYPOINT')[].words[]", ["/old", "/app"]),
        ("image_instructions('ENTRYPOINT')[].json", [False, True]),
        ("image_instructions('HEALTHCHECK')[-1].words", ["/app", "health"]),
        ("run_commands()[].program", ["go", "upx", "app"]),
        ("run_commands()[].final", [False, False, True]),
        ("images_used()[].image", ["golang:1.24", "scratch", "tools:1", "mounted:2"]),
        ("images_used()[].by", ["FROM", "FROM", "COPY", "RUN"]),
        ("copied_files()[].context", [True, False, False, True]),
        ("copied_files()[].final", [False, True, True, True]),
        ("copied_files()[].ignored", [False, False, False, True]),
        ("go_builds()[].[cgo, static, stripped, shipped, libc, cached, final][]",
         ["0", True, False, True, "glibc", False, False]),
        ("image_brings('/app')", True),
        ("image_brings('/etc/ssl')", False),
        ("image_has_shell()", False),
        ("image_program('/app')", True),
        ("image_program('/bin/sh')", False),
        ("base_image(stages[-1].base).libc", "none"),
        ("support_end('alpine:3.18', '2026-01-01').system", "Alpine 3.18"),
        ("support_end('alpine:3.18', '2025-01-01')", None),
    ],
)  # fmt: skip
def test_a_policy_asks_and_is_answered(expression: str, value: Value) -> None:
    assert evaluated(expression, bound(ignored=b".env\n")) == value


@pytest.mark.parametrize("name", [*sorted(dockerfiles.PLACED), "image_brings"])
def test_what_is_about_dockerfiles_is_refused_for_anything_else(name: str) -> None:
    arguments = ["/a"] if name.startswith("image_") else []
    with pytest.raises(PolicyError, match=r"match: \{kind: Dockerfile\}"):
        called(name, *arguments)


@pytest.mark.parametrize("value", [None, 5, [], "tomorrow", "2026-1-1"])
def test_a_day_is_written_as_one(value: Value) -> None:
    with pytest.raises(Unreadable):
        called("support_end", "alpine:3.18", value)


def test_an_odd_dockerfile_breaks_no_function() -> None:
    odd = bound("FROM $A\nRUN\\\n []\nCOPY --from= a b\nRUN --mount= x\nONBUILD RUN b\nHEALTHCHECK NONE\nENV A=$B\n")
    for name in sorted(dockerfiles.PLACED):
        assert isinstance(called(name, *(["RUN"] if name == "image_instructions" else []), bound=odd), list)
