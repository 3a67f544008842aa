"""A release's files as a resource: where its places are, what is found, and what keeps it from being read."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from policycheck.exact_yaml.positions import locate_in_source
from policycheck.model import LeftOut, Loaded, Resource
from policycheck.sources.discovery import discover
from policycheck.sources.loading import Contents, load
from policycheck.sources.release_names import FILES

CONFIG = "project_name: orders\nversion: 2\n"
WORKFLOW = "name: release\non:\n  push: {tags: ['v*']}\njobs:\n  a:\n    steps:\n      - run: goreleaser release\n"


def project(where: Path, *, config: str = CONFIG, **workflows: str) -> Path:
    (where / ".goreleaser.yaml").write_text(config, encoding="utf-8")
    folder = where / ".github" / "workflows"
    folder.mkdir(parents=True)
    for name, text in workflows.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return where


def read(*paths: Path) -> Contents:
    return load(discover(map(str, paths), stdin=BytesIO()).inputs)


def release(contents: Contents) -> Resource:
    (found,) = contents.resources
    return found


def test_a_release_is_a_resource_of_its_configuration_and_the_workflow_beside_it(tmp_path: Path) -> None:
    contents = read(project(tmp_path, release=WORKFLOW, test="on: push\njobs: {}\n"))
    found = release(contents)
    assert found.body == {
        "kind": "GoReleaser",
        "metadata": {"name": "orders"},
        "config": {"project_name": "orders", "version": 2},
        "workflows": {
            "release.yml": {
                "name": "release",
                "on": {"push": {"tags": ["v*"]}},
                "jobs": {"a": {"steps": [{"run": "goreleaser release"}]}},
            }
        },
    }
    assert (found.name, found.namespace, found.render) == ("orders", None, "workspace")
    assert contents.loaded == (
        Loaded(f"{tmp_path}/.goreleaser.yaml", 1, 1),
        Loaded(f"{tmp_path}/.github/workflows/release.yml", 1, 0),
    )


@pytest.mark.parametrize(
    ("path", "file", "line"),
    [
        (("config", "version"), ".goreleaser.yaml", 2),
        (("metadata", "name"), ".goreleaser.yaml", 1),
        (("workflows", "release.yml", "jobs", "a", "steps", 0), ".github/workflows/release.yml", 7),
    ],
    ids=str,
)
def test_a_place_is_one_of_its_own_file(tmp_path: Path, path: tuple[str, ...], file: str, line: int) -> None:
    document, inside = release(read(project(tmp_path, release=WORKFLOW))).written_at(path)
    assert document.source == f"{tmp_path}/{file}"
    assert locate_in_source(document, [inside])[inside][0] == line


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("named", [True, False], ids=["named", "in a folder"])
def test_it_is_found_by_its_name_even_where_that_is_hidden(tmp_path: Path, name: str, *, named: bool) -> None:
    (tmp_path / name).write_text("version: 2\n", encoding="utf-8")
    contents = read(tmp_path / name if named else tmp_path)
    assert (release(contents).kind, release(contents).name, contents.left_out) == ("GoReleaser", name, ())


def test_an_empty_configuration_is_one_that_says_nothing(tmp_path: Path) -> None:
    assert release(read(project(tmp_path, config=""))).body["config"] == {}


def test_a_workflow_that_cannot_be_read_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    contents = read(project(tmp_path, release=WORKFLOW, broken="jobs:\n  a: [goreleaser\n", other="jobs: [\n"))
    assert list(release(contents).body["workflows"]) == ["release.yml"]  # type: ignore[call-overload]  # a mapping
    (said,) = contents.left_out
    assert (said.source, said.line, said.unread) == (f"{tmp_path}/.github/workflows/broken.yml", 2, True)


@pytest.mark.parametrize(("config", "line"), [("version: 2\nbuilds: [\n", 2), ("- version: 2\n", 1)], ids=repr)
def test_a_configuration_that_cannot_be_read_is_said_with_its_line(tmp_path: Path, config: str, line: int) -> None:
    (tmp_path / "web.yaml").write_text("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}", encoding="utf-8")
    contents = read(project(tmp_path, config=config, release=WORKFLOW))
    assert [resource.kind for resource in contents.resources] == ["ConfigMap"]
    (said,) = contents.left_out
    assert isinstance(said, LeftOut)
    assert (said.source, said.line, said.unread) == (f"{tmp_path}/.goreleaser.yaml", line, True)
