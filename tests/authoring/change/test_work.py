"""The work of a diff grows with the change, not with the repository."""

from __future__ import annotations

import pytest

from policycheck.renderers import chart_renders
from policycheck.renderers.matrix import Planned
from policycheck.renderers.request import PreparedChart, Renderer
from tests.authoring.change.repositories import Repository, chart

CHARTS = 100


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory, newest_helm: str) -> Repository:
    files: dict[str, str] = {}
    for number in range(CHARTS):
        files |= chart(f"c{number:02}")
        files[f"charts/c{number:02}/ci/a-values.yaml"] = 'tag: "2"\n'
    return Repository(tmp_path_factory.mktemp("many"), files, helm=newest_helm)


@pytest.mark.parametrize("changed", [0, 1, 3])
def test_of_100_charts_those_are_rendered_that_changed(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, changed: int
) -> None:
    made: list[str] = []
    real = chart_renders.made

    def counting(one: PreparedChart, planned: Planned, renderer: Renderer) -> chart_renders.Made:
        made.append(planned.render.id)
        return real(one, planned, renderer)

    monkeypatch.setattr("policycheck.renderers.chart_renders.made", counting)
    for number in range(changed):
        repository.write(chart(f"c{number:02}", version="1.0.1"))
    found = repository.diff("main", "--format=json").report
    assert len(found["charts"]) == changed
    assert len(made) == changed * 2 * 2, "two sets of values on two sides"
