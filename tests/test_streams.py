"""Each fixtures/streams/NAME.yaml is what helm makes of fixtures/charts/NAME, and has mistakes that are found.

The README's first example reports on `shop`; `platform` is as large and as varied as charts in use.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from policycheck import Overrides, check, configure
from policycheck.model import dotted
from tests.runs import TODAY

JOB = "spec.jobTemplate.spec.template.spec"
POD = "spec.template.spec"
FINDINGS = {
    "shop": {
        ("k8s-string-map", "ConfigMap/shop-orders", "data.GIFT_WRAP"),
        ("yaml-keys-unique", "Service/shop-orders", 'metadata.labels["app.kubernetes.io/part-of"]'),
        ("pdb-present", "Deployment/shop-orders", "metadata.name"),
        ("readiness-probe-present", "Deployment/shop-orders", "spec.template.spec.containers[0]"),
        ("secret-env-from-secret", "Deployment/shop-orders", "spec.template.spec.containers[0].env[2].value"),
        ("memory-limit-set", "Deployment/shop-orders", "spec.template.spec.containers[0].resources"),
        ("monitor-port-exists", "ServiceMonitor/shop-orders", "spec.endpoints[0].port"),
    },
    "platform": {
        ("gomemlimit-leaves-headroom", "Deployment/shop-checkout", "spec.template.spec.containers[0].env[13]"),
        ("pdb-present", "Deployment/shop-search", "metadata.name"),
        ("liveness-probe-present", "Deployment/shop-storefront", "spec.template.spec.containers[1]"),
        ("sidecar-readiness-probe-present", "StatefulSet/shop-carts", "spec.template.spec.containers[1]"),
        ("memory-limit-ratio", "CronJob/shop-expire-carts", f"{JOB}.containers[0].resources.limits.memory"),
        ("memory-limit-ratio", "CronJob/shop-reindex", f"{JOB}.containers[0].resources.limits.memory"),
        ("monitor-port-exists", "ServiceMonitor/shop-search", "spec.endpoints[0].port"),
        ("log-volume-absent", "DaemonSet/shop-shipper", f"{POD}.containers[0].volumeMounts[1].mountPath"),
        ("setting-given-once", "Deployment/shop-checkout", f"{POD}.containers[0].env[0]"),
        ("config-change-restarts-pods", "Deployment/shop-search", f"{POD}.containers[0].envFrom[0]"),
    },
}
each_name = pytest.mark.parametrize("name", FINDINGS)


def stream(name: str) -> str:
    return f"fixtures/streams/{name}.yaml"


def written(text: str) -> list[str]:
    """The lines that say something: helm 3 and helm 4 put their empty lines otherwise."""
    return [line for line in text.splitlines() if line]


def test_every_chart_has_its_stream_and_its_findings(root: Path) -> None:
    charts = {path.parent.name for path in root.glob("fixtures/charts/*/Chart.yaml")}
    streams = {path.stem for path in root.glob("fixtures/streams/*.yaml")}
    assert charts == streams == set(FINDINGS)


@each_name
def test_the_stream_is_the_render_of_the_chart(name: str, helm: str, root: Path) -> None:
    render = ["template", "shop", f"fixtures/charts/{name}", "--namespace", "shop", "--kube-version", "1.33.0"]
    done = subprocess.run((helm, *render), cwd=root, capture_output=True, text=True, check=True)
    stored = (root / stream(name)).read_text()
    assert written(done.stdout) == written(stored), f"helm {' '.join(render)} > {stream(name)}"


@each_name
def test_the_stream_shows_a_handful_of_natural_mistakes(name: str, root: Path) -> None:
    config = configure(overrides=Overrides(namespace="shop", kube_version="1.33"))
    report = check([str(root / stream(name))], config=config, today=TODAY)
    assert report.verdict == "failed"
    assert {
        (outcome.policy.id, f"{outcome.resource.kind}/{outcome.resource.name}", dotted(finding.path))
        for outcome in report.outcomes
        for finding in outcome.findings
    } == FINDINGS[name]
