from __future__ import annotations

from pathlib import Path

import pytest

from policycheck.authoring.watch.watched import policy_paths, watched
from policycheck.config.effective import Overrides, configure
from tests.charts import CHARTS


def chart(folder: Path, name: str, *dependencies: str) -> Path:
    path = folder / name
    (path / "templates").mkdir(parents=True)
    named = "".join(f"  - {{name: x, version: 1.0.0, repository: '{one}'}}\n" for one in dependencies)
    head = f"apiVersion: v2\nname: {name}\nversion: 1.0.0\n"
    (path / "Chart.yaml").write_text(head + (f"dependencies:\n{named}" if named else ""), encoding="utf-8")
    return path


def test_a_chart_is_watched_with_the_library_that_it_links_to() -> None:
    orders = str(CHARTS / "orders")
    assert watched([orders], []).folders == {orders, str(CHARTS / "go-service")}


def test_a_dependency_in_another_folder_is_watched_and_its_own_too_even_in_a_circle(tmp_path: Path) -> None:
    web = chart(tmp_path, "web", "file://../lib", "https://charts.example.com")
    lib = chart(tmp_path, "lib", "file://../base")
    base = chart(tmp_path, "base", "file://../web", "file://../nowhere")
    assert watched([str(web)], []).folders == {str(web), str(lib), str(base)}


def test_what_lies_in_a_watched_folder_is_not_watched_twice(tmp_path: Path) -> None:
    web = chart(tmp_path, "web")
    inside, outside = web / "policycheck.yaml", tmp_path / "policycheck.yaml"
    found = watched([str(web)], [str(inside), str(outside), str(web / "templates")])
    assert found.folders == {str(web)}
    assert found.files == {str(outside)}


def test_a_chart_without_a_readable_chart_yaml_and_an_archive_are_watched_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    found = watched([str(tmp_path / "broken"), str(tmp_path / "web-1.tgz")], [])
    assert found == (frozenset({str(tmp_path / "broken")}), frozenset({str(tmp_path / "web-1.tgz")}))


@pytest.mark.parametrize("folder", ["policies", "policies/team"])
def test_the_folders_of_own_policies_are_watched_and_those_of_the_bundled_are_not(folder: str) -> None:
    cases = Path(__file__).parents[3] / "fixtures" / "cases" / "shared"
    config = configure(overrides=Overrides(policies=[str(cases / folder)]))
    assert policy_paths(config) == {str(cases / "policies" / "team")}
