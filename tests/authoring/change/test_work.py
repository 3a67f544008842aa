"""The work of a diff grows with the change, not with the repository: renders, and files of the base."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from policycheck.authoring.change.git import Checkout
from policycheck.renderers import chart_renders
from policycheck.renderers.matrix import Planned
from policycheck.renderers.request import PreparedChart, Renderer
from tests.authoring.change.repositories import Repository, chart

CHARTS = 100
FILES = len(chart("c00")) + 1
"""Of each chart; the one more is a values file in ci/."""


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
    written: list[str] = []
    real, write = chart_renders.made, Checkout.write

    def counting(one: PreparedChart, planned: Planned, renderer: Renderer) -> chart_renders.Made:
        made.append(planned.render.id)
        return real(one, planned, renderer)

    def listing(checkout: Checkout, paths: Sequence[str]) -> None:
        written.extend(paths)
        write(checkout, paths)

    monkeypatch.setattr("policycheck.renderers.chart_renders.made", counting)
    monkeypatch.setattr(Checkout, "write", listing)
    for number in range(changed):
        repository.write(chart(f"c{number:02}", version="1.0.1"))
    found = repository.diff("main", "--format=json").report
    assert len(found["charts"]) == changed
    assert len(made) == changed * 2 * 2, "two sets of values on two sides"
    assert len(written) == 2 + changed * FILES, "settings, a policy, and the charts"
