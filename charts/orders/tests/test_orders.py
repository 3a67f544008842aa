"""What the chart promises to those who install it, beyond what policies ask of every chart."""

import pytest


def test_a_password_never_leaves_its_secret(chart):
    deployment = chart.render(release="shop").get("Deployment", "shop-orders")
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    (password,) = [one for one in container["env"] if one["name"] == "DATABASE_PASSWORD"]
    assert password["valueFrom"]["secretKeyRef"] == {"name": "orders-db", "key": "password"}


@pytest.mark.parametrize("kube_version", ["1.29", "1.33"])
def test_one_replica_needs_no_disruption_budget(chart, kube_version):
    rendered = chart.render(values_files=["ci/staging-values.yaml"], kube_version=kube_version)
    rendered.check()
    assert rendered.search("[?kind == 'HorizontalPodAutoscaler']") == []


def test_without_a_budget_the_policy_says_so(chart):
    verdicts = chart.check(["pdb-*"], fails=["pdb-present"], set={"podDisruptionBudget.enabled": False})
    (finding,) = verdicts.findings
    assert finding.resource == "Deployment/orders"


def test_a_replica_count_is_a_number(chart):
    (error,) = chart.render({"replicaCount": "two"}).errors
    assert "replicaCount" in error.message


def test_pods_are_selected_by_name_and_release(chart):
    labels = chart.include("go-service.selectorLabels", release="shop").yaml
    assert labels == {"app.kubernetes.io/name": "orders", "app.kubernetes.io/instance": "shop"}


def test_production_pods(chart):
    rendered = chart.render(values_files=["ci/production-values.yaml"], release="shop")
    rendered.snapshot("Deployment/shop-orders spec.template.spec.containers[].resources")
    rendered.snapshot("PodDisruptionBudget/shop-orders spec")
