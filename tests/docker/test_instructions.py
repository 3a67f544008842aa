"""Instructions as BuildKit reads them, and where it refuses to."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.docker import instructions
from policycheck.docker.instructions import Heredoc, Instruction, parse
from policycheck.errors import ManifestError
from tests.effort import tries

HARD = """\
# syntax=docker/dockerfile:1
# escape=`
ARG GO=1.24
from --platform=$BUILDPLATFORM golang:${GO} as build
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=bind,target=. `
    # a comment between
    go build `
      -o /app .
COPY <<-"CFG" <<TWO /etc/
	RUN no instruction
	CFG
b
TWO
ENTRYPOINT ["/app", "--port=80"]
ONBUILD COPY --from=build a b
"""


def test_a_hard_file_is_read_as_it_is_built() -> None:
    arg, start, run, copy, entrypoint, onbuild = parse(HARD)
    assert arg == Instruction("ARG", 3, ("GO=1.24",))
    assert (start.keyword, start.arguments, start.flag("platform")) == (
        "FROM",
        ("golang:${GO}", "as", "build"),
        "$BUILDPLATFORM",
    )
    assert run.all_of("mount") == ["type=cache,target=/go/pkg/mod", "type=bind,target=."]
    assert run.arguments[0].split() == ["go", "build", "-o", "/app", "."]
    assert copy.heredocs == (Heredoc("CFG", "\tRUN no instruction\n"), Heredoc("TWO", "b\n"))
    assert (entrypoint.is_json, entrypoint.arguments, entrypoint.line) == (True, ("/app", "--port=80"), 14)
    assert (onbuild.trigger, onbuild.arguments, onbuild.flag("from")) == ("COPY", ("a", "b"), None)


def refusal(text: str) -> ManifestError:
    with pytest.raises(ManifestError) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "no instructions"),
        ("# nothing\n", 1, "no instructions"),
        ("ARG A\n", 1, "no FROM"),
        ("# a\n\nRUN a\nFROM b\n", 3, "RUN stands before the first FROM"),
        ("FROM a\nRUM b\n", 2, 'no instruction is called RUM; did you mean "RUN"?'),
        ("{{ if .A }}\nFROM a\n", 1, "is this a Dockerfile?"),
        ("FROM\n", 1, "FROM takes an image"),
        ("FROM a\nFROM a b c\n", 2, "FROM takes an image"),
        ("FROM a AS\n", 1, "FROM takes an image"),
        ("FROM a\nRUN <<A\nx\nA\nRUN <<B <<C\nB\n", 5, "unterminated heredoc"),
        ("FROM a\nENV A=b\n\nRUN", 4, "RUN says nothing"),
        ("FROM a\nCOPY b\n", 2, "COPY takes what to copy and where to"),
        ("FROM a\nCMD []\nCMD\n", 3, "CMD says nothing"),
        ("FROM a\nLABEL a\n", 2, "LABEL must have two arguments"),
        ("# escape=x\nFROM a\n", 1, "escape"),
    ],
)
def test_what_buildkit_refuses_has_its_line(text: str, line: int, says: str) -> None:
    error = refusal(text)
    assert says in error.message
    assert error.line == line


GOOD = st.sampled_from(
    ["RUN a", "RUN a \\\n  b", "RUN <<EOF\nENV\nEOF", "COPY a b", "ENV A=b", "# c", "", "LABEL a=b", "FROM x AS y"]
)


@tries(40)
@given(st.lists(GOOD, max_size=8), st.lists(GOOD, max_size=8), st.sampled_from(["ENV A", "LABEL", "RUM x", "FROM a b"]))
def test_a_wrong_instruction_is_found_among_right_ones(before: list[str], after: list[str], wrong: str) -> None:
    above = ["FROM a", *before]
    error = refusal("\n".join([*above, wrong, *after]) + "\n")
    assert error.line == "\n".join(above).count("\n") + 2


@tries(80)
@given(st.text() | st.lists(GOOD | st.text(max_size=8), max_size=8).map("\n".join))
def test_any_text_is_instructions_or_has_a_line_and_no_word_of_its_own_in_the_message(text: str) -> None:
    canary = "hunter2canary"
    try:
        found = parse(f"FROM {canary}\n{text}\nLABEL '{canary}'")
    except ManifestError as error:
        assert error.line is not None  # noqa: PT017 - it may also be right
        assert 1 <= error.line <= text.count("\n") + 3  # noqa: PT017 - idem
        assert canary not in error.message  # noqa: PT017 - idem
    else:
        assert [one.line for one in found] == sorted(one.line for one in found)


def test_without_its_parser_no_dockerfile_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dockerfile", None)
    error = refusal("FROM a\n")
    assert error.message == instructions.INSTALL
    assert "pip install 'policycheck[docker]'" in error.message
    assert "\n" not in error.message
