"""Live objects and installs, against a fake API server: it shows that we ask and judge, not what a cluster would do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fake_cluster.server import FakeCluster, fake_cluster
from tests.pytest_plugin.projects import write, write_chart

pytest_plugins = ["pytester"]

WEB = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: {{ .Release.Name }}}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.0.0
          resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {{ .Values.limits | toJson }}}
"""
LIMITS = 'replicas: 1\nlevel: info\nlimits: {memory: 64Mi, cpu: "1"}\n'


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeCluster]:
    with fake_cluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running


@pytest.fixture
def web(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, helm: str) -> Path:
    monkeypatch.setenv("HELM", helm)
    write(pytester.path / "pytest.ini", "[pytest]\n")
    return write_chart(pytester.path / "charts/web", templates__deployment=WEB, values=LIMITS)


def test_a_chart_is_installed_judged_as_it_lives_and_taken_out(
    web: Path, pytester: pytest.Pytester, cluster: FakeCluster
) -> None:
    write(web / "ci/more-values.yaml", "level: debug\n")
    result = pytester.runpytest_subprocess("charts", "-m", "cluster", "-v", f"--kubeconfig={cluster.kubeconfig}")
    assert result.parseoutcomes()["passed"] == 2
    result.stdout.fnmatch_lines_random(["charts/web/Chart.yaml::ci/more-values.yaml::installs PASSED*"])
    asked = cluster.objects.requests
    assert [one for one in asked if one.startswith("POST") and one.endswith("/secrets")], "helm stored its release"
    assert [one for one in asked if one.startswith("GET") and one.endswith("/deployments/web")], "we looked at it"
    assert not cluster.objects.held, "nothing is left, no namespace either"


def test_what_lives_in_the_cluster_is_judged_by_the_same_policies(
    web: Path, pytester: pytest.Pytester, cluster: FakeCluster
) -> None:
    write(web / "values.yaml", 'replicas: 1\nlevel: info\nlimits: {cpu: "1"}\n')
    result = pytester.runpytest_subprocess("charts", "-m", "cluster", f"--kubeconfig={cluster.kubeconfig}")
    result.assert_outcomes(failed=1, deselected=result.parseoutcomes()["deselected"])
    result.stdout.fnmatch_lines(["memory-limit-set fails", "*container web has no memory limit"])
    assert not cluster.objects.held


def test_what_does_not_install_fails_with_the_words_of_helm(
    web: Path, pytester: pytest.Pytester, cluster: FakeCluster
) -> None:
    write(web / "templates/job.yaml", "apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\n")
    result = pytester.runpytest_subprocess("charts", "-m", "cluster", f"--kubeconfig={cluster.kubeconfig}")
    result.assert_outcomes(failed=1, deselected=result.parseoutcomes()["deselected"])
    result.stdout.fnmatch_lines(["helm * install web: INSTALLATION FAILED: *"])
    assert not cluster.objects.held


def test_only_the_option_names_a_cluster(
    web: Path, pytester: pytest.Pytester, cluster: FakeCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert web.exists()
    monkeypatch.setenv("KUBECONFIG", str(cluster.kubeconfig))
    result = pytester.runpytest_subprocess("charts", "-m", "cluster")
    assert result.parseoutcomes()["skipped"] == 1
    assert not cluster.objects.requests


LIVE = """\
import pytest

def test_live(chart, kube_cluster):
    with pytest.raises(AssertionError, match="the cluster holds no .* in namespace shop"):
        chart.check_live(kube_cluster, namespace="shop")
    with pytest.raises(Exception, match="the cluster knows no Rollout of argoproj.io/v1"):
        chart.check_live(kube_cluster, namespace="shop", kinds=["argoproj.io/v1/Rollout"])
    kube_cluster.kube_client.session.post(
        f"{kube_cluster.kube_client.url}/apis/apps/v1/namespaces/shop/deployments",
        json=chart.render().get("Deployment"),
    ).raise_for_status()
    verdicts = chart.check_live(kube_cluster, namespace="shop", kinds=["apps/v1/Deployment"])
    assert verdicts.passed("memory-limit-set")
    verdicts = chart.check_live(kube_cluster, ["memory-request-set"], namespace="shop", kinds=["apps/v1/Deployment"])
    assert verdicts.failed == ()
"""


def test_a_test_looks_into_the_cluster_of_pytest_helm_charts(
    web: Path, pytester: pytest.Pytester, cluster: FakeCluster
) -> None:
    write(web / "tests/test_live.py", LIVE)
    result = pytester.runpytest_subprocess("charts/web/tests", f"--kubeconfig={cluster.kubeconfig}")
    result.assert_outcomes(passed=1, warnings=result.parseoutcomes().get("warnings", 0))
