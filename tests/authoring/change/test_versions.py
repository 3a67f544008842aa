"""A chart whose templates or values changed has a version of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.authoring.change.repositories import CHART, Repository, chart

VALUES = "charts/web/values.yaml"
FILE = "charts/web/Chart.yaml"


@pytest.fixture
def repository(tmp_path: Path, newest_helm: str) -> Repository:
    return Repository(tmp_path, chart(version="1.9.0"), helm=newest_helm)


@pytest.mark.parametrize(
    ("version", "said"),
    [
        pytest.param("1.9.0", "the chart's version is still 1.9.0; raise it in Chart.yaml", id="the same"),
        pytest.param("1.8.7", "the chart's version is 1.8.7, and was 1.9.0; raise it", id="lower"),
        pytest.param("1.9.0-rc.1", "the chart's version is 1.9.0-rc.1, and was 1.9.0", id="its pre-release"),
        pytest.param("1.10.0", "", id="raised: no order of words"),
        pytest.param("next", 'the version "next" or "1.9.0" is not one that can be compared', id="none"),
    ],
)
def test_a_version_is_compared_as_semver(repository: Repository, version: str, said: str) -> None:
    repository.write({VALUES: 'tag: "2"\n', FILE: CHART.format(name="web", version=version)})
    found = repository.diff("main")
    # Helm refuses to render a version that is none.
    assert found.status == (2 if version == "next" else 1 if said else 0)
    assert (f"{FILE}: " in found.stdout) == bool(said)
    assert said in found.stdout.replace("\n    ", " ")
    assert (", 1 without a new version" in found.last.replace("; ", ", ")) == bool(said)
    if version != "next":
        assert repository.diff("main", "--no-version-check").status == 0


def test_a_test_or_readme_needs_no_version(repository: Repository) -> None:
    repository.write({"charts/web/README.md": "x\n", "charts/web/ci/a-values.yaml": 'tag: "2"\n'})
    assert repository.diff("main").status == 0


def test_a_chart_that_is_new_has_none_to_raise(repository: Repository) -> None:
    repository.write(chart("fresh"))
    assert repository.diff("main").status == 0
