"""The charts are green with every policy, and refuse values that are not theirs."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests.charts import APPLICATIONS, CHARTS, KUBE_VERSION, KUBE_VERSIONS, ROOT, judge, render, template, variants

PROFILES = sorted(path.stem for path in ROOT.glob("policies/profiles/*.yaml"))


def variant(chart: Path, values: Path | None) -> ParameterSet:
    name = f"{chart.name}-{values.stem if values else 'values'}"
    return pytest.param(chart, values, id=name)


each_variant = pytest.mark.parametrize(
    ("chart", "values"), [variant(chart, values) for chart in APPLICATIONS for values in variants(chart)]
)
each_chart = pytest.mark.parametrize("chart", APPLICATIONS, ids=lambda chart: chart.name)
ORDERS = CHARTS / "orders"
MONOREPO = "dependency-from-repository"
"""The one policy that our charts mean to break: their library lies beside them."""


@each_variant
@pytest.mark.parametrize("kube_version", KUBE_VERSIONS)
def test_a_chart_is_green_with_every_policy(chart: Path, values: Path | None, kube_version: str, helm: str) -> None:
    manifests = render(helm, chart, values, kube_version)
    verdict = judge(manifests, without=MONOREPO, charts=(chart,), kube_version=kube_version)
    assert verdict == (0, {}, [])


@each_variant
@pytest.mark.parametrize("profile", PROFILES)
def test_a_chart_is_green_under_every_profile(
    chart: Path, values: Path | None, profile: str, helm: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings = tmp_path_factory.getbasetemp() / f"{profile}.yaml"
    settings.write_text(f"extends: [{profile}]\npolicies: {{{MONOREPO}: off}}\n", encoding="utf-8")
    verdict = judge(render(helm, chart, values), settings=settings, charts=(chart,))
    assert verdict == (0, {}, [])


@each_chart
def test_helm_lint_has_no_objection(chart: Path, helm: str) -> None:
    done = subprocess.run([helm, "lint", "--strict", str(chart)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "wrong",
    [
        "replicaCuont=3",
        "image.tga=1.0.0",
        "image.tag=latest",
        "resources.limit.memory=1Gi",
        "resources.limits.memory=512m",
        "env.DEBUG=true",
    ],
)
def test_a_value_that_is_not_the_charts_is_refused(wrong: str, helm: str) -> None:
    done = template(helm, ORDERS, None, KUBE_VERSION, f"--set={wrong}")
    assert done.returncode != 0
    assert "values don't meet the specifications of the schema" in done.stderr


@each_chart
def test_every_chart_refuses_a_key_that_it_has_not(chart: Path, helm: str) -> None:
    """Helm 3 and Helm 4 judge schemas by different libraries."""
    done = template(helm, chart, None, KUBE_VERSION, "--set=imagee.tag=1.0.0")
    assert "imagee" in done.stderr


def test_a_value_of_one_name_has_one_schema() -> None:
    """But those in which the charts differ on purpose: what they listen to and what scales them."""
    own = {"ports", "service", "autoscaling"}
    schemas: dict[str, object] = {}
    for chart in APPLICATIONS:
        properties = json.loads((chart / "values.schema.json").read_text(encoding="utf-8"))["properties"]
        for name in properties.keys() - own:
            assert schemas.setdefault(name, properties[name]) == properties[name], f"{name} of {chart.name}"


@pytest.mark.parametrize(
    ("limit", "told_to_go"), [("512Mi", "460MiB"), ("1Gi", "921MiB"), ("2Mi", "1MiB"), ("100Gi", "92160MiB")]
)
def test_go_is_told_of_nine_tenths_of_the_limit(limit: str, told_to_go: str, helm: str) -> None:
    done = template(helm, ORDERS, None, KUBE_VERSION, f"--set=resources.limits.memory={limit}")
    assert f'            - name: GOMEMLIMIT\n              value: "{told_to_go}"\n' in done.stdout


def test_a_limit_that_go_cannot_be_told_of_stops_the_render(helm: str) -> None:
    """A chart may have no schema that asks for Mi or Gi."""
    options = ("--skip-schema-validation", "--set=resources.limits.memory=1G")
    done = template(helm, ORDERS, None, KUBE_VERSION, *options)
    assert "resources.limits.memory is 1G: write whole Mi or Gi" in done.stderr


def test_replicas_are_the_autoscalers_where_there_is_one(helm: str) -> None:
    ci = ORDERS / "ci"
    assert "\n  replicas: 1\n" in render(helm, ORDERS, ci / "staging-values.yaml")
    assert "\n  replicas:" not in render(helm, ORDERS, ci / "production-values.yaml")


def test_a_kubelet_that_cannot_sleep_runs_the_services_own_program(helm: str) -> None:
    """The sleep action is on by default since 1.30."""
    own = '\n              exec:\n                command: ["/orders","sleep","5"]\n'
    assert "\n              sleep:\n                seconds: 5\n" in render(helm, ORDERS, None, "1.33")
    assert own in render(helm, ORDERS, None, "1.29")


def test_every_helm_renders_the_same(newest_helm: str, helm: str) -> None:
    for chart in APPLICATIONS:
        assert render(helm, chart) == render(newest_helm, chart)
