"""Dockerfiles as people write them for services in Go: what every policy says of them, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from policycheck import check, configure
from policycheck.config.effective import Overrides

FOLDER = Path(__file__).parents[2] / "fixtures/dockerfiles"
EXPECTED: dict[str, set[str]] = {
    "alpine-cgo": set(),
    "buildx": set(),
    "debian": {"final-base-minimal"},
    "distroless": set(),
    "goreleaser": {"certificates-in-image", "time-zones-in-image"},
    "goreleaser-distroless": set(),
    "heredocs": set(),
    "kubebuilder": {"go-binary-stripped"},
    "makefile": set(),
    "nginx": {"base-image-supported", "final-base-minimal"},
    "private-modules": set(),
    "scratch": set(),
    "tools": set(),
    "windows-lines": set(),
}
"""Name of the file -> the policies that it fails, those that are off or no errors too."""


def test_every_file_has_its_verdict() -> None:
    assert {path.name.removesuffix(".Dockerfile") for path in FOLDER.iterdir()} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_an_ordinary_dockerfile_fails_what_it_should_and_nothing_else(name: str) -> None:
    report = check(str(FOLDER / f"{name}.Dockerfile"), config=configure(overrides=Overrides(enable=("all",))))
    assert [resource.kind for resource in {id(one.resource): one.resource for one in report.outcomes}.values()] == [
        "Dockerfile"
    ]
    assert report.not_checked == ()
    assert {one.policy.id for one in report.outcomes if one.status == "fail"} == EXPECTED[name]
    assert any(one.status == "pass" for one in report.outcomes)
