"""The install test of a render: installed, waited for, judged as it lives in the cluster, and taken out."""

from __future__ import annotations

import os
from uuid import uuid4

import pytest
from pytest_helm_charts.clusters import ExistingCluster

from policycheck.authoring.chart_tests.chart import Chart
from policycheck.authoring.chart_tests.install import Installation, installed
from policycheck.errors import PolicycheckError
from policycheck.model import Render
from policycheck.pytest_plugin.workshop import opened_chart, shown, workshop


def install(folder: str, render: Render, kubeconfig: str, config: pytest.Config) -> None:
    """Fail with what helm or the policies say. Everything is in a namespace of its own, which is deleted again."""
    namespace = f"policycheck-{uuid4().hex[:8]}"
    cluster = ExistingCluster(kubeconfig)
    cluster.create()
    said = ""
    try:
        _install(shown(folder, config), render, (cluster, namespace), config)
    except (AssertionError, PolicycheckError) as error:
        said = str(error)
    finally:
        _delete(cluster, namespace)
        cluster.destroy()
    if said:
        pytest.fail(said, pytrace=False)


def _install(path: str, render: Render, where: tuple[ExistingCluster, str], config: pytest.Config) -> None:
    cluster, namespace = where
    opened, shared = opened_chart(path, config), workshop(config)
    own = tuple(os.path.join(config.invocation_params.dir, file) for file in render.values)
    values = (*shared.values_files, *own)
    release = render.release or opened.file.name
    with installed(Installation(opened.folder, release, namespace, cluster.kube_config_path, values)):
        chart = Chart(path, opened, shared)
        chart.check_live(cluster, namespace=namespace, release=release, values_files=own)


def _delete(cluster: ExistingCluster, namespace: str) -> None:
    import pykube  # noqa: PLC0415 - idem

    found = pykube.Namespace.objects(cluster.kube_client).get_or_none(name=namespace)
    if found is not None:
        found.delete()
