"""What is asked of a chart: the settings' entries in their order, then the caller, who wins."""

from __future__ import annotations

from pathlib import Path

import pytest

from policycheck import Overrides, configure
from policycheck.api.asked import asked_of, refuse_unknown_charts
from policycheck.config.effective import Config
from policycheck.errors import ConfigError
from policycheck.renderers.matrix import Asked
from tests.config.settings_texts import written

NOTHING = Asked()
CHARTS = """\
namespace: all
charts:
  charts/*:
    values: {small: [small.yaml]}
    release: any
    kubeVersions: ["1.29"]
  ./charts/orders/:
    values: {large: [large.yaml, ../large.yaml]}
    namespace: shop
    kubeVersions: ["1.31", "1.33"]
    apiVersions: [a/v1]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    written(tmp_path, {"charts/large.yaml": "", "deploy/policycheck.yaml": CHARTS.replace("charts/", "../charts/")})
    for chart in ("orders", "web"):
        written(tmp_path, {f"charts/{chart}/{name}": "" for name in ("Chart.yaml", "small.yaml", "large.yaml")})
    return tmp_path


def config(folder: Path, overrides: Overrides | None = None) -> Config:
    path = str(folder / "deploy/policycheck.yaml")
    return configure(path, overrides) if overrides else configure(path)


def asked(folder: Path, chart: str, overrides: Overrides | None = None, given: Asked = NOTHING) -> Asked:
    return asked_of(chart, str(folder / chart), config(folder, overrides), given)


def test_of_several_entries_the_last_wins_and_sets_of_values_add_up(folder: Path) -> None:
    assert asked(folder, "charts/orders") == Asked(
        releases=("any",),
        namespace="shop",
        kube_versions=("1.31", "1.33"),
        api_versions=("a/v1",),
        named_sets={"small": ("charts/orders/small.yaml",), "large": ("charts/orders/large.yaml", "charts/large.yaml")},
    )


def test_a_chart_that_fewer_entries_take(folder: Path) -> None:
    found = asked(folder, str(folder / "charts/web"))
    assert (found.namespace, found.kube_versions, list(found.named_sets)) == ("all", ("1.29",), ["small"])


def test_the_command_line_wins(folder: Path) -> None:
    overrides = Overrides(namespace="cli", kube_version="1.30")
    found = asked(folder, "charts/orders", overrides, Asked(releases=("mine",), api_versions=("b/v1",)))
    assert (found.releases, found.namespace, found.kube_versions) == (("mine",), "cli", ("1.30",))
    assert found.api_versions == ("a/v1", "b/v1")


def test_several_versions_of_the_command_line_win(folder: Path) -> None:
    assert asked(folder, "charts/orders", given=Asked(kube_versions=("1.34",))).kube_versions == ("1.34",)


def test_a_path_without_a_chart_is_a_slip_and_a_glob_is_none(folder: Path) -> None:
    refuse_unknown_charts(config(folder))
    written(
        folder, {"deploy/policycheck.yaml": "charts:\n  ../charts/no*: {release: a}\n  ../charts/wed: {release: a}\n"}
    )
    with pytest.raises(ConfigError, match=r'policycheck\.yaml:3: .*did you mean "web"') as caught:
        refuse_unknown_charts(config(folder))
    assert caught.value.line == 3
