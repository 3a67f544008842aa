"""Charts checked whole: `check` renders them, each render is judged by itself, and one report tells of all."""

from __future__ import annotations

from pathlib import Path

import pytest

from policycheck import Overrides, check, configure
from policycheck.api import checked
from policycheck.api.asked import Rendering
from policycheck.model import Report
from policycheck.renderers.matrix import Asked

CHART = "{apiVersion: v2, name: shop, version: 1.0.0}\n"
CONFIG = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-settings
  labels: {helm.sh/chart: shop-1.0.0, app.kubernetes.io/managed-by: {{ .Release.Service }}}
data:
  size: {{ .Values.size | quote }}
  kubernetes: {{ .Capabilities.KubeVersion.Version | quote }}
"""
PLAIN = Asked()
ONLY = configure(overrides=Overrides(enable=("all",), kube_version="1.33"))


def chart(folder: Path, /, **files: str) -> Path:
    """A chart with these files, `ci__ha_values` for ci/ha-values.yaml."""
    whole = {"Chart": CHART, "values": "size: small\n", "templates__config": CONFIG, **files}
    for name, text in whole.items():
        path = folder / (name.replace("__", "/").replace("_", "-") + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def rendered(folder: Path, helm: str, asked: Asked = PLAIN) -> Report:
    return check([str(folder)], config=ONLY, rendering=Rendering(asked, helm))


def renders(report: Report) -> list[str]:
    return [one.id for one in report.renders if one.values_name]


def test_the_defaults_and_every_values_file_of_ci_are_rendered(tmp_path: Path, helm: str) -> None:
    report = rendered(chart(tmp_path, ci__ha_values="size: big\n", ci__edge_values="{}\n"), helm)
    assert renders(report) == ["shop (default)", "shop (ci/edge-values.yaml)", "shop (ci/ha-values.yaml)"]
    assert report.verdict == "passed"


def test_renders_multiply_by_versions_and_releases(tmp_path: Path, newest_helm: str) -> None:
    asked = Asked(releases=("a", "b"), kube_versions=("1.29", "1.33"))
    report = rendered(chart(tmp_path), newest_helm, asked)
    assert renders(report) == [
        "shop (default, Kubernetes 1.29, release a)",
        "shop (default, Kubernetes 1.33, release a)",
        "shop (default, Kubernetes 1.29, release b)",
        "shop (default, Kubernetes 1.33, release b)",
    ]
    names = {outcome.resource.name for outcome in report.outcomes if outcome.resource.kind == "ConfigMap"}
    assert names == {"a-settings", "b-settings"}


def test_values_files_and_set_apply_on_top_of_every_set(tmp_path: Path, newest_helm: str) -> None:
    folder, extra = chart(tmp_path / "shop", ci__ha_values="size: big\n"), tmp_path / "extra.yaml"
    extra.write_text("size: huge\n")
    for asked, size in ((Asked(values_files=(str(extra),)), "huge"), (Asked(set_values=("size=tiny",)), "tiny")):
        with checked([str(folder)], config=ONLY, rendering=Rendering(asked, newest_helm)) as run:
            assert len(run.rendered) == 2
            assert all(f'size: "{size}"' in one.text for one in run.rendered.values())


def test_a_render_that_fails_is_unread_with_its_line_and_the_others_go_on(tmp_path: Path, helm: str) -> None:
    template = CONFIG.replace(".Values.size | quote", 'required "size is needed" .Values.size')
    report = rendered(chart(tmp_path, templates__config=template, ci__bad_values="size: null\n"), helm)
    (failed,) = report.left_out
    assert (failed.source, failed.line, failed.render) == (
        str(tmp_path / "templates/config.yaml"),
        7,
        "shop (ci/bad-values.yaml)",
    )
    assert failed.reason == "does not render: size is needed"
    assert (failed.unread, report.verdict) == (True, "not checked")
    assert {one.resource.render for one in report.outcomes} == {"shop (default)", "workspace"}


def test_a_library_is_checked_as_a_chart_and_renders_nothing(tmp_path: Path, newest_helm: str) -> None:
    report = rendered(chart(tmp_path, Chart=CHART.replace("}", ", type: library}")), newest_helm)
    (left_out,) = report.left_out
    assert (left_out.render, left_out.unread) == ("shop (default)", False)
    assert {outcome.resource.kind for outcome in report.outcomes} == {"Chart"}


def test_the_renders_of_a_run_can_be_made_again_while_it_is_open(tmp_path: Path, helm: str) -> None:
    with checked([str(chart(tmp_path))], config=ONLY, rendering=Rendering(helm=helm)) as run:
        (one,) = run.rendered.values()
        assert one.renderer(one.chart, one.request) == one.text
        assert list(run.rendered) == renders(run.report)


def test_each_render_is_judged_as_of_its_own_version(tmp_path: Path, newest_helm: str) -> None:
    """pdb-api-served judges policy/v1beta1 by the version of Kubernetes."""
    budget = "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: a}\nspec: {maxUnavailable: 1}\n"
    folder = chart(tmp_path, templates__config=budget)
    report = rendered(folder, newest_helm, Asked(kube_versions=("1.24", "1.33")))
    failed = {
        one.resource.render for one in report.outcomes if one.policy.id == "pdb-api-served" and one.status == "fail"
    }
    assert failed == {"shop (default, Kubernetes 1.33)"}


@pytest.mark.parametrize("name", ["values-x.yaml", "foo.yaml"])
def test_a_file_of_ci_that_nobody_renders_is_noted(tmp_path: Path, newest_helm: str, name: str) -> None:
    folder = chart(tmp_path)
    (folder / "ci").mkdir()
    (folder / "ci" / name).write_text("{}\n")
    (note,) = (one for one in rendered(folder, newest_helm).notes if one.source)
    assert (note.level, note.source) == ("warning", str(folder / "ci" / name))
