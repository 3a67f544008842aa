"""Whatever BuildKit reads, every policy judges or leaves alone: none breaks, and each finding has its line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policycheck import engine
from policycheck.index import Index
from policycheck.language.compiled import compile_policy
from policycheck.language.context import Releases
from policycheck.language.library import bundled_policies
from policycheck.model import Resource
from policycheck.sources.dockerfiles import read_dockerfile
from tests.effort import tries

POLICIES = [
    compile_policy(policy) for policy in bundled_policies(examples=False) if policy.match.kinds == ("Dockerfile",)
]
WORD = st.sampled_from(
    [
        *(
            "a",
            "$A",
            "${A:-b}",
            "${A",
            "'",
            '"b c"',
            "\\",
            "/",
            ".",
            "..",
            "*",
            "/etc/ssl",
            "/bin/sh",
            "go",
            "build",
            "&&",
        ),
        *(
            "-o",
            "/app",
            "-ldflags",
            "-tags=$T",
            "CGO_ENABLED=0",
            "go.mod",
            ".env",
            "A=",
            "=",
            "$(",
            "`",
            "<",
            "|",
            "CMD",
        ),
        *("NONE", "[", '["a",', '"b"]', '["/app"]', "[]", "scratch", "golang:1", "alpine", "gcr.io/distroless/static"),
        *("upx", "download", "mod", "export", "AS", "x", "0", "9", "\u00e9", "#"),
    ]
)
FLAG = st.sampled_from(
    ["", "--from=x ", "--from= ", "--from=0 ", "--from=$A ", "--mount=type=cache,target=/go/pkg/mod "]
)
KEYWORD = st.sampled_from(
    [
        *("ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "FROM", "HEALTHCHECK", "LABEL", "ONBUILD", "RUN", "USER"),
        "WORKDIR",
    ]
)
LINE = st.builds(
    lambda keyword, flag, words: f"{keyword} {flag}{' '.join(words)}", KEYWORD, FLAG, st.lists(WORD, max_size=6)
)
FIRST = st.sampled_from(["FROM scratch", "FROM golang:1 AS x", "ARG A=1\nFROM $A AS x", "FROM gcr.io/distroless/base"])


@tries(60)
@given(st.lists(FIRST, min_size=1, max_size=3), st.lists(LINE, max_size=8))
def test_no_policy_breaks_on_an_odd_dockerfile(first: list[str], lines: list[str]) -> None:
    kept = list(first)
    for line in lines:  # one at a time: a single word that BuildKit refuses would refuse them all
        if isinstance(read_dockerfile("Dockerfile", "\n".join([*kept, line, ""]).encode()), Resource):
            kept.append(line)
    text = "\n".join([*kept, first[-1], *kept[len(first) :], ""])
    found = read_dockerfile("Dockerfile", text.encode())
    if not isinstance(found, Resource):
        return
    outcomes = engine.check([found], POLICIES, Index([found]), Releases())
    assert len(outcomes) == len(POLICIES)
    assert [(one.policy.id, one.reason) for one in outcomes if one.status == "error"] == []
    places = [finding.line for one in outcomes for finding in one.findings]
    assert all(line is not None and 1 <= line <= text.count("\n") for line in places)
