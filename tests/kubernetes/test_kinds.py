from __future__ import annotations

import pytest

from policycheck.kubernetes.kinds import (
    CLUSTER_SCOPED,
    HOME_GROUPS,
    NAMESPACED,
    group_of,
    is_cluster_scoped,
    matches_kind,
)


@pytest.mark.parametrize(
    ("choice", "group", "kind", "taken"),
    [
        pytest.param("Service", "", "Service", True, id="a bare kind at home"),
        pytest.param("Service", "serving.knative.dev", "Service", False, id="a bare kind is not another project's"),
        pytest.param("serving.knative.dev/Service", "serving.knative.dev", "Service", True, id="group and kind"),
        pytest.param("core/Service", "", "Service", True, id="the core group by name"),
        pytest.param("v1/Service", "", "Service", True, id="the core group as its apiVersion"),
        pytest.param("core/Service", "serving.knative.dev", "Service", False, id="core is not any group"),
        pytest.param("Deployment", "apps", "Deployment", True, id="the group of today"),
        pytest.param("Deployment", "extensions", "Deployment", True, id="a legacy group"),
        pytest.param(
            "apps/Deployment", "extensions", "Deployment", False, id="a named group leaves out the legacy one"
        ),
        pytest.param("Rollout", "argoproj.io", "Rollout", True, id="a known custom kind"),
        pytest.param("Rollout", "example.com", "Rollout", False, id="a known custom kind of another group"),
        pytest.param("Widget", "example.com", "Widget", True, id="an unknown kind lives anywhere"),
        pytest.param("example.com/Widget", "example.org", "Widget", False, id="an unknown kind in a named group"),
        pytest.param("Deploy*", "apps", "Deployment", False, id="no globs"),
        pytest.param("deployment", "apps", "Deployment", False, id="case counts"),
        pytest.param("/Service", "", "Service", True, id="an empty group is the core group"),
    ],
)
def test_a_choice_takes_a_kind(choice: str, group: str, kind: str, taken: bool) -> None:  # noqa: FBT001 - the table
    assert matches_kind(choice, group, kind) is taken


@pytest.mark.parametrize(
    ("api_version", "group"),
    [("v1", ""), ("apps/v1", "apps"), ("monitoring.coreos.com/v1", "monitoring.coreos.com"), ("", "")],
)
def test_the_group_stands_before_the_slash(api_version: str, group: str) -> None:
    assert group_of(api_version) == group


@pytest.mark.parametrize(
    ("group", "kind"),
    [
        ("", "Namespace"),
        ("", "PersistentVolume"),
        ("rbac.authorization.k8s.io", "ClusterRole"),
        ("apiextensions.k8s.io", "CustomResourceDefinition"),
        ("networking.k8s.io", "IngressClass"),
        ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"),
    ],
)
def test_these_kinds_have_no_namespace(group: str, kind: str) -> None:
    assert is_cluster_scoped(group, kind)


@pytest.mark.parametrize(("group", "kind"), [("", "Secret"), ("apps", "Deployment"), ("example.com", "Namespace")])
def test_these_kinds_have_a_namespace(group: str, kind: str) -> None:
    assert not is_cluster_scoped(group, kind)


def test_no_kind_is_both_namespaced_and_cluster_scoped() -> None:
    both = {
        (group, kind) for group, kinds in NAMESPACED.items() for kind in kinds if kind in CLUSTER_SCOPED.get(group, ())
    }
    assert both == set()


def test_every_home_is_named_once() -> None:
    assert [kind for kind, groups in HOME_GROUPS.items() if len(set(groups)) != len(groups)] == []
