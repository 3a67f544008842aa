"""Charts found by name below a folder, within bounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from policycheck.authoring.origin import nearby_charts
from policycheck.authoring.origin.nearby_charts import charts_called
from tests.renderers.sample_charts import meta


def put(folder: Path, name: str = "shop") -> None:
    folder.mkdir(parents=True)
    (folder / "Chart.yaml").write_text(meta(name), encoding="utf-8")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_name_is_that_of_chart_yaml_and_not_of_the_folder(here: Path) -> None:
    put(here / "charts/some", "shop")
    put(here / "charts/shop", "other")
    assert charts_called("shop") == ["charts/some"]


@pytest.mark.parametrize("folder", ["shop", "charts/shop", "a/b/shop", "a/b/c/shop"])
def test_four_levels_are_searched(here: Path, folder: str) -> None:
    put(here / folder)
    assert charts_called("shop") == [folder]


def test_a_fifth_level_is_not(here: Path) -> None:
    put(here / "a/b/c/d/shop")
    assert charts_called("shop") == []


def test_the_folder_itself_can_be_the_chart_and_its_subcharts_are_no_candidates(here: Path) -> None:
    (here / "Chart.yaml").write_text(meta("shop"), encoding="utf-8")
    put(here / "charts/shop")
    assert charts_called("shop") == ["."]


def test_all_of_a_name_are_found(here: Path) -> None:
    put(here / "old/shop")
    put(here / "charts/shop")
    assert charts_called("shop") == ["charts/shop", "old/shop"]


@pytest.mark.parametrize("folder", [".hidden/shop", "node_modules/shop", "venv/lib/shop", "linked/shop"])
def test_what_is_passed_over(here: Path, folder: str) -> None:
    put(here.parent / f"{here.name}-elsewhere/shop")
    (here / "linked").symlink_to(here.parent / f"{here.name}-elsewhere")
    if not folder.startswith("linked"):
        put(here / folder)
    assert charts_called("shop") == []


def test_a_chart_that_cannot_be_read_is_none(here: Path) -> None:
    (here / "shop").mkdir()
    (here / "shop/Chart.yaml").write_text("name: [", encoding="utf-8")
    assert charts_called("shop") == []


def test_so_many_folders_are_searched_and_no_more(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(here / "z/shop")
    for number in range(10):
        (here / f"a{number}").mkdir()
    monkeypatch.setattr(nearby_charts, "MOST_FOLDERS", 5)
    assert charts_called("shop") == []
    monkeypatch.setattr(nearby_charts, "MOST_FOLDERS", 50)
    assert charts_called("shop") == ["z/shop"]
