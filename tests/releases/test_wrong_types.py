"""A value of any type at any place of a release's files: said, or of no matter, and nothing is raised."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from policycheck import engine
from policycheck.index import Index
from policycheck.kubernetes.versions import NEWEST
from policycheck.language.context import Release, Releases
from policycheck.model import Outcome, Path, Resource, Value
from policycheck.sources.release_files import read_release
from tests.manifests import positions, with_value
from tests.runs import bundled

CONFIG: dict[str, Value] = {
    "project_name": "orders",
    "version": 2,
    "env": ["CGO_ENABLED=0"],
    "before": {"hooks": ["go mod tidy"]},
    "builds": [
        {
            "id": "orders",
            "env": ["CGO_ENABLED=0"],
            "goos": ["linux"],
            "goarch": ["amd64", "arm64"],
            "ignore": [{"goos": "windows", "goarch": "arm64"}],
            "ldflags": ["-s -w"],
            "flags": ["-trimpath"],
            "overrides": [{"goos": "linux", "goarch": "arm64", "env": ["A=b"]}],
            "hooks": {"post": [{"cmd": "ls"}]},
        },
        {"targets": ["linux_amd64_v1"], "ldflags": "-s -w"},
    ],
    "upx": [{"enabled": False}],
    "checksum": {"disable": False},
    "snapshot": {"version_template": "{{ incpatch .Version }}-next"},
    "dockers": [{"image_templates": ["shop/orders:{{ .Tag }}"]}],
    "docker_manifests": [{"name_template": "shop/orders:{{ .Tag }}"}],
    "dockers_v2": [{"images": ["shop/mails"], "tags": ["v{{ .Version }}"]}],
    "kos": [{"repositories": ["shop/stock"], "tags": ["{{ .Version }}"]}],
}
WORKFLOW: dict[str, Value] = {
    "on": {"push": {"tags": ["v*"]}},
    "jobs": {
        "release": {
            "if": "always()",
            "container": {"image": "golang:1.24"},
            "steps": [
                {"uses": "goreleaser/goreleaser-action@v6", "with": {"args": "release --clean"}},
                {"run": "goreleaser release --clean"},
            ],
        }
    },
}
FILES = (CONFIG, WORKFLOW)
VALUES: list[Value] = [{"a": "b"}, ["a"], "a", 7, True, None, 0.5, [{}], [None]]
PLACES = [(number, path) for number, body in enumerate(FILES) for path in positions(body) if path]


def outcomes(config: Value, workflow: Value) -> list[Outcome]:
    files = [("a/.goreleaser.yaml", json.dumps(config).encode()), ("release.yaml", json.dumps(workflow).encode())]
    resources = [one for one in read_release(files[0], files[1:]) if isinstance(one, Resource)]
    return engine.check(resources, bundled(), Index(resources), Releases(Release(None, None, NEWEST)))


def test_what_is_changed_is_right_before() -> None:
    judged = [one for one in outcomes(*FILES) if one.status != "skip"]
    assert {one.status for one in judged} == {"pass"}
    assert {one.policy.id for one in judged if one.policy.area == "releases"} == {
        compiled.policy.id for compiled in bundled() if compiled.policy.area == "releases"
    }
    assert len(PLACES) > 60


@pytest.mark.parametrize("first", range(len(VALUES)))
def test_a_value_of_any_type_at_any_place(first: int) -> None:
    for turn, (number, place) in enumerate(PLACES):
        value = VALUES[(turn + first) % len(VALUES)]
        found = outcomes(*(with_value(body, place, value) if one == number else body for one, body in enumerate(FILES)))
        assert [(place, one.policy.id, one.reason) for one in found if one.status == "error"] == []
        unreadable = Counter(
            finding.path for one in found for finding in one.findings if "cannot be judged" in finding.message
        )
        assert [(place, path) for path, times in unreadable.items() if times > 1] == []


@pytest.mark.parametrize(
    ("place", "value", "path"),
    [
        (("builds",), "a", ("config", "builds")),
        (("builds", 0), "a", ("config", "builds", 0)),
        (("builds", 0, "env"), {"CGO_ENABLED": 0}, ("config", "builds", 0, "env")),
        (("builds", 0, "goos"), {"linux": True}, ("config", "builds", 0, "goos")),
        (("builds", 0, "overrides", 0, "env"), "A=b", ("config", "builds", 0, "overrides", 0, "env")),
        (("upx",), {"enabled": True}, ("config", "upx")),
    ],
    ids=str,
)
def test_what_goreleaser_could_not_read_is_said_where_it_stands(place: Path, value: Value, path: Path) -> None:
    found = outcomes(with_value(CONFIG, place, value), WORKFLOW)
    said = [finding for one in found for finding in one.findings if finding.message.startswith("cannot be judged")]
    assert [finding.path for finding in said] == [path]
