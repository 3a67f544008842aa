"""Kustomize folders in a run: built by a real kubectl, each a scope of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from policycheck import Overrides, check, configure
from policycheck.api.asked import Rendering
from policycheck.renderers.kustomize import kubectl
from policycheck.renderers.matrix import Asked
from tests.renderers.sample_charts import resource, write

FILES = {
    "k/base/kustomization.yaml": "resources: [web.yaml]\n",
    "k/base/web.yaml": resource("ConfigMap", "web"),
    "k/prod/kustomization.yaml": "resources: [../base]\nnamePrefix: prod-\n",
    "k/prod/patches/never-read.yaml": "half: [\n",
}
CONFIG = configure(overrides=Overrides(enable=("all",), kube_version="1.33"))
with_kubectl = pytest.mark.skipif(kubectl() is None, reason="no kubectl on PATH")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(FILES, tmp_path)


@with_kubectl
def test_each_folder_is_built_and_judged_by_itself() -> None:
    report = check(["k"], config=CONFIG)
    assert [render.id for render in report.renders] == ["k/base (kustomize)", "k/prod (kustomize)"]
    names = {(outcome.resource.render, outcome.resource.name) for outcome in report.outcomes}
    assert names == {("k/base (kustomize)", "web"), ("k/prod (kustomize)", "prod-web")}
    assert (report.verdict, report.left_out) == ("passed", ())


@with_kubectl
def test_several_versions_judge_one_build_each() -> None:
    report = check(["k/prod"], config=CONFIG, rendering=Rendering(Asked(kube_versions=("1.29", "1.33"))))
    assert [render.id for render in report.renders] == [
        "k/prod (kustomize, Kubernetes 1.29)",
        "k/prod (kustomize, Kubernetes 1.33)",
    ]


@with_kubectl
def test_a_folder_that_cannot_be_built_is_unread_and_the_others_go_on(tmp_path: Path) -> None:
    write({"k/broken/kustomization.yaml": "resources: [nope.yaml]\n"}, tmp_path)
    report = check(["k"], config=CONFIG)
    (failed,) = report.left_out
    assert (failed.source, failed.render, failed.unread) == ("k/broken", "k/broken (kustomize)", True)
    assert (report.verdict, report.resources) == ("not checked", 2)


@with_kubectl
def test_a_component_is_built_where_it_is_used(tmp_path: Path) -> None:
    component = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: a-\n"
    write({"k/part/kustomization.yaml": component}, tmp_path)
    report = check(["k"], config=CONFIG)
    (left_out,) = report.left_out
    assert (left_out.source, left_out.unread, report.verdict) == ("k/part", False, "passed")


def test_without_kubectl_it_is_unread_and_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("KUBECTL", raising=False)
    report = check(["k/prod"], config=CONFIG)
    (left_out,) = report.left_out
    assert (left_out.unread, report.verdict) == (True, "not checked")
    assert "no kubectl on PATH" in left_out.reason
