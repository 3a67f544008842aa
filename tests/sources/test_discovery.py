from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest

from policycheck.sources.discovery import Discovery, discover

STDIN = BytesIO()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder; the tests name paths as a person does."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def sources(found: Discovery) -> list[str]:
    return [given.source for given in found.inputs]


def test_a_named_file_is_read_whatever_its_suffix_and_counts_as_named(folder: Path) -> None:
    write(folder, "a.txt")
    found = discover(["a.txt", "missing.yaml"], stdin=STDIN)
    assert sources(found) == ["a.txt", "missing.yaml"]
    assert all(given.named for given in found.inputs)


def test_a_dash_is_standard_input_and_a_scope_of_its_own() -> None:
    (given,) = discover(["-", "-"], stdin=STDIN).inputs
    assert (given.source, given.render, given.origin, given.named) == ("stdin", "stdin", STDIN, True)


def test_a_folder_is_walked_in_order(folder: Path) -> None:
    write(folder, "m/b.yml", "m/a.yaml", "m/c/d.json", "m/b/z.yaml", "m/notes.txt", "m/README.md")
    found = discover(["m"], stdin=STDIN)
    assert sources(found) == ["m/a.yaml", "m/b/z.yaml", "m/b.yml", "m/c/d.json"]
    assert not any(given.named for given in found.inputs)
    assert found.left_out == []


def test_what_is_hidden_is_passed_over_unless_it_is_named(folder: Path) -> None:
    write(folder, ".github/a.yaml", ".hidden.yaml", "b.yaml")
    assert sources(discover(["."], stdin=STDIN)) == ["./b.yaml"]
    assert sources(discover([".github", ".hidden.yaml"], stdin=STDIN)) == [".github/a.yaml", ".hidden.yaml"]


def test_a_file_is_read_once_however_often_it_is_named(folder: Path) -> None:
    write(folder, "m/a.yaml")
    (folder / "link.yaml").symlink_to("m/a.yaml")
    found = discover(["m", "m/a.yaml", "./m", str(folder / "m"), "link.yaml"], stdin=STDIN)
    assert (sources(found), found.left_out) == (["m/a.yaml"], [])


def test_links_that_lead_back_end_the_walk(folder: Path) -> None:
    write(folder, "m/a.yaml")
    (folder / "m/loop").symlink_to("..")
    (folder / "m/self").symlink_to(".")
    assert sources(discover(["m"], stdin=STDIN)) == ["m/a.yaml"]


def test_a_link_to_nothing_is_read_and_will_be_told(folder: Path) -> None:
    write(folder, "m/a.yaml")
    (folder / "m/b.yaml").symlink_to("nowhere.yaml")
    assert sources(discover(["m"], stdin=STDIN)) == ["m/a.yaml", "m/b.yaml"]


def test_the_files_that_say_how_to_check_are_passed_over_unless_they_are_named(folder: Path) -> None:
    for name in ("m/a.yaml", "m/policycheck.yaml", "m/policies/own.yaml"):
        write(folder, name)
    ours = ["m/policycheck.yaml", str(folder / "m/policies/own.yaml")]
    assert sources(discover(["m"], stdin=STDIN, settings=ours)) == ["m/a.yaml"]
    assert sources(discover(["m/policycheck.yaml"], stdin=STDIN, settings=ours)) == ["m/policycheck.yaml"]


def test_a_folder_without_yaml_is_unread(folder: Path) -> None:
    write(folder, "m/README.md")
    found = discover(["m"], stdin=STDIN)
    assert [(one.source, one.unread) for one in found.left_out] == [("m", True)]
    assert "no YAML" in found.left_out[0].reason


def test_a_folder_that_is_closed_is_unread(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(path: str) -> list[str]:
        raise PermissionError(13, "Permission denied", path)

    write(folder, "m/a.yaml")
    monkeypatch.setattr(os, "listdir", closed)
    (one,) = discover(["m"], stdin=STDIN).left_out
    assert ("Permission denied" in one.reason, one.unread) == (True, True)


@pytest.mark.parametrize(
    ("exclude", "kept"),
    [
        (["m/fixtures/**"], ["m/a.yaml", "m/b.json"]),
        (["*.json"], ["m/a.yaml", "m/fixtures/c.yaml"]),
        (["m/?.*", "nothing"], ["m/fixtures/c.yaml"]),
    ],
    ids=repr,
)
def test_what_a_glob_excludes_is_passed_over(folder: Path, exclude: list[str], kept: list[str]) -> None:
    write(folder, "m/a.yaml", "m/b.json", "m/fixtures/c.yaml")
    assert sources(discover(["./m/"], stdin=STDIN, exclude=exclude)) == [f"./{path}" for path in kept]


# --- what must be rendered first ------------------------------------------------------------------------------------


def test_a_chart_is_found_whole_and_none_of_its_files_is_read(folder: Path) -> None:
    own = ("templates/a.yaml", "charts/b/templates/c.yaml", "charts/d-1.0.0.tgz", "crds/d.yaml", "ci/e-values.yaml")
    write(folder, *(f"shop chart/{name}" for name in ("Chart.yaml", "values.yaml", "values-prod.yaml", *own)))
    found = discover(["shop chart"], stdin=STDIN)
    assert (found.inputs, found.left_out, found.charts) == ([], [], ["shop chart"])


def test_what_else_is_in_a_charts_folder_is_read(folder: Path) -> None:
    write(folder, "deploy/shop/Chart.yaml", "deploy/shop/examples/a.yaml", "deploy/b.yaml")
    found = discover(["deploy"], stdin=STDIN)
    assert sources(found) == ["deploy/b.yaml", "deploy/shop/examples/a.yaml"]
    assert found.charts == ["deploy/shop"]


def test_an_archive_is_a_chart_where_it_is_named_and_may_be_one_where_it_is_met(folder: Path) -> None:
    write(folder, "a/shop-1.0.0.tgz", "b/site.tar.gz")
    found = discover(["a/shop-1.0.0.tgz", "b", "missing.tgz"], stdin=STDIN)
    assert found.charts == ["a/shop-1.0.0.tgz", "b/site.tar.gz", "missing.tgz"]
    assert found.archives_met == {"b/site.tar.gz"}


def test_a_chart_is_found_once_however_often_it_is_named(folder: Path) -> None:
    write(folder, "charts/shop/Chart.yaml")
    (folder / "link").symlink_to("charts/shop")
    assert discover(["charts/shop", "charts", "./charts/shop/", "link"], stdin=STDIN).charts == ["charts/shop"]


@pytest.mark.parametrize("name", ["kustomization.yaml", "kustomization.yml", "Kustomization"])
def test_the_files_of_a_kustomize_folder_are_parts_of_what_is_built(folder: Path, name: str) -> None:
    write(
        folder,
        f"k/{name}",
        "k/patch.yaml",
        "k/patches/b.yaml",
        f"k/overlays/prod/{name}",
        "k/shop/Chart.yaml",
        "c.yaml",
    )
    found = discover(["."], stdin=STDIN)
    assert sources(found) == ["./c.yaml"]
    assert (found.kustomizations, found.charts) == (["./k", "./k/overlays/prod"], ["./k/shop"])


@pytest.mark.parametrize("named", ["m/fixtures", "./m/fixtures/", "m/fixtures/old"])
def test_who_names_an_excluded_folder_wants_what_is_in_it(folder: Path, named: str) -> None:
    write(folder, "m/a.yaml", "m/fixtures/old/c.yaml", "m/fixtures/old/d.json")
    found = discover([named], stdin=STDIN, exclude=["m/fixtures/*", "*.json"])
    assert [Path(source) for source in sources(found)] == [Path("m/fixtures/old/c.yaml")]
    assert sources(discover(["m"], stdin=STDIN, exclude=["m/fixtures/*"])) == ["m/a.yaml"]
