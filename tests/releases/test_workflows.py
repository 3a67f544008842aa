"""What of a workflow's lines runs `goreleaser release`, and with what."""

from __future__ import annotations

import pytest

from policycheck.releases.workflows import release_runs


def arguments(step: dict[str, object]) -> list[tuple[str, ...]]:
    workflow = {"on": {"push": {"tags": ["v*"]}}, "jobs": {"release": {"steps": [step]}}}
    return [run.arguments for run in release_runs({"a.yaml": workflow})]


@pytest.mark.parametrize(
    ("line", "behind"),
    [
        ("goreleaser release --clean", ["--clean"]),
        ("cd cmd && goreleaser release --clean && echo done", ["--clean"]),
        ("GOFLAGS=-v ./bin/goreleaser-pro release -f a.yaml; ls", ["-f", "a.yaml"]),
        ("go run github.com/goreleaser/goreleaser/v2@latest release", []),
        ("docker run --rm -v $PWD:/w goreleaser/goreleaser:v2.5.0 release --clean", ["--clean"]),
        ("docker run ghcr.io/goreleaser/goreleaser-cross@sha256:00 release --clean", ["--clean"]),
        ("curl -sfL https://goreleaser.com/static/run | bash -s -- release --clean", ["--clean"]),
        ("goreleaser release \\\n  --clean", ["--clean"]),
        ("goreleaser release --clean --timeout ${{ env.A || 'b c' }}", ["--clean", "--timeout", "{{}}"]),
        ("goreleaser release --release-notes 'a b'", ["--release-notes", "a b"]),
        ("goreleaser release 'open", ["'open"]),
    ],
)
def test_a_line_that_releases(line: str, behind: list[str]) -> None:
    assert arguments({"run": f"set -e\n{line}\n"}) == [tuple(behind)]


@pytest.mark.parametrize(
    "line",
    [
        "# goreleaser release",
        "goreleaser check",
        "goreleaser build --clean",
        "goreleaser release --snapshot --clean",
        "goreleaser --version",
        "goreleaser-check release",
        "make release",
        "curl -sfL https://goreleaser.com/static/run | bash -s -- check",
        "curl -sfLO https://goreleaser.com/static/run",
        "brew install goreleaser",
        "go install github.com/goreleaser/goreleaser/v2@latest",
    ],
)
def test_a_line_that_does_not(line: str) -> None:
    assert arguments({"run": line}) == []


@pytest.mark.parametrize(
    ("given", "behind"),
    [
        ({"args": "release --clean"}, [("--clean",)]),
        ({"args": "--clean"}, [("--clean",)]),
        ({}, [()]),
        ({"args": "${{ inputs.command }}"}, []),
        ({"install-only": True}, []),
        ({"args": "check"}, []),
    ],
    ids=str,
)
def test_the_action_runs_its_arguments(given: dict[str, object], behind: list[tuple[str, ...]]) -> None:
    assert arguments({"uses": "goreleaser/goreleaser-action@v6", "with": given}) == behind


@pytest.mark.parametrize(
    ("on", "condition", "on_tag"),
    [
        ({"push": {"tags": ["v*"]}}, "", True),
        ({"release": {"types": ["published"]}}, "", True),
        ("push", "startsWith(github.ref, 'refs/tags/')", True),
        (["push", "pull_request"], "github.ref_type == 'tag'", True),
        ({"push": {"branches": ["main"]}}, "startsWith(github.ref, 'refs/tags/')", False),
        ({"push": None}, "", False),
        ("workflow_dispatch", "", False),
        ("workflow_call", "", None),
        (None, "", None),
    ],
    ids=str,
)
def test_what_starts_it(on: object, condition: str, *, on_tag: bool | None) -> None:
    job = {"if": condition, "steps": [{"run": "goreleaser release"}]}
    (run,) = release_runs({"a.yaml": {"on": on, "jobs": {"a": job}}})
    assert run.on_tag is on_tag
    assert run.path == ("a.yaml", "jobs", "a", "steps", 0)
