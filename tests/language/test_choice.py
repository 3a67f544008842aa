"""Whether a `match` takes a resource: every written choice must."""

from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.language.choice import applies, takes_kind
from policycheck.model import Hooks, Match, Pods
from tests.language.surroundings import context

SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: web-front, namespace: shop, labels: {app: web, "app.kubernetes.io/part-of": shop-eu}}
"""


def takes(match: Match, manifests: str = SERVICE) -> bool:
    surroundings = context(manifests)
    resource = surroundings.resource
    return takes_kind(match, resource.group, resource.kind, surroundings.index) and applies(match, surroundings)


def workload(kind: str, *, restart: str | None = None, hook: str | None = None) -> str:
    annotations = f"annotations: {{helm.sh/hook: {hook}}}" if hook else ""
    policy = f"restartPolicy: {restart}, " if restart else ""
    spec = f"{{{policy}containers: [{{name: a}}]}}"
    bodies = {
        "Pod": ("v1", spec),
        "Deployment": ("apps/v1", f"{{template: {{spec: {spec}}}}}"),
        "DaemonSet": ("apps/v1", f"{{template: {{spec: {spec}}}}}"),
        "Rollout": ("argoproj.io/v1alpha1", f"{{template: {{spec: {spec}}}}}"),
        "Job": ("batch/v1", f"{{template: {{spec: {spec}}}}}"),
        "CronJob": ("batch/v1", f"{{jobTemplate: {{spec: {{template: {{spec: {spec}}}}}}}}}"),
        "ConfigMap": ("v1", "{}"),
    }
    version, body = bodies[kind]
    return f"{{apiVersion: {version}, kind: {kind}, metadata: {{name: a, {annotations}}}, spec: {body}}}"


@pytest.mark.parametrize(
    ("match", "taken"),
    [
        (Match(), True),
        (Match(kinds=("Service",)), True),
        (Match(kinds=("Pod", "Service")), True),
        (Match(kinds=("core/Service",)), True),
        (Match(kinds=("v1/Service",)), True),
        (Match(kinds=("serving.knative.dev/Service",)), False),
        (Match(kinds=("service",)), False),
        (Match(kinds=("Pod",)), False),
        (Match(api_versions=("v1",)), True),
        (Match(api_versions=("v*",)), True),
        (Match(api_versions=("apps/*", "v1")), True),
        (Match(api_versions=("v2",)), False),
        (Match(names=("web-*",)), True),
        (Match(names=("*-front", "x")), True),
        (Match(names=("web",)), False),
        (Match(names=("WEB-*",)), False),
        (Match(names=("web-?ront",)), True),
        (Match(namespaces=("sh*",)), True),
        (Match(namespaces=("kube-*",)), False),
        (Match(namespaces=("",)), False),
        (Match(labels={"app": "web"}), True),
        (Match(labels={"app": "w*", "app.kubernetes.io/part-of": "shop-??"}), True),
        (Match(labels={"app": "web", "tier": "*"}), False),
        (Match(labels={"app": "api"}), False),
        (Match(kinds=("Service",), names=("web-*",), namespaces=("other",)), False),
        (Match(pod="any"), False),
    ],
    ids=repr,
)
def test_a_service_is_taken_where_every_choice_takes_it(match: Match, taken: bool) -> None:  # noqa: FBT001 - a case
    assert takes(match) is taken


def test_a_label_that_is_no_string_fits_no_glob() -> None:
    assert not takes(Match(labels={"a": "*"}), "{apiVersion: v1, kind: Pod, metadata: {name: a, labels: {a: 1}}}")
    assert not takes(Match(labels={"a": "*"}), "{apiVersion: v1, kind: Pod, metadata: {name: a, labels: web}}")


def test_a_resource_without_a_namespace_is_taken_by_the_empty_one_only() -> None:
    manifests = "{apiVersion: v1, kind: Namespace, metadata: {name: shop}}"
    assert takes(Match(namespaces=("",)), manifests)
    assert not takes(Match(namespaces=("shop",)), manifests)


@pytest.mark.parametrize(
    ("manifests", "pods"),
    [
        (workload("Deployment"), {"any", "long-running"}),
        (workload("DaemonSet"), {"any", "long-running"}),
        (workload("Rollout"), {"any", "long-running"}),
        (workload("Job"), {"any", "job"}),
        (workload("CronJob"), {"any", "job"}),
        (workload("Pod"), {"any", "long-running"}),
        (workload("Pod", restart="Always"), {"any", "long-running"}),
        (workload("Pod", restart="Never"), {"any", "job"}),
        (workload("Pod", restart="OnFailure"), {"any", "job"}),
        (workload("Deployment", hook="pre-install"), {"any", "job"}),
        (workload("Pod", hook="post-upgrade"), {"any", "job"}),
        (workload("ConfigMap"), set()),
        ("{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}", set()),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_pods_are_any_or_those_that_stay_or_those_that_end(manifests: str, pods: set[Pods]) -> None:
    choices: tuple[Pods, ...] = ("any", "long-running", "job")
    assert {choice for choice in choices if takes(Match(pod=choice), manifests)} == pods


@pytest.mark.parametrize(
    ("hook", "hooks", "taken"),
    [
        ("test", "exclude", False),
        ("test", "include", True),
        ("test-success", "exclude", False),
        ("pre-install", "exclude", True),
        ('"test,pre-install"', "exclude", True),
        ("pre-install", "include", True),
    ],
)
def test_only_test_hooks_are_left_out(hook: str, hooks: Hooks, taken: bool) -> None:  # noqa: FBT001 - a case
    assert takes(Match(hooks=hooks), workload("Pod", hook=hook)) is taken


def test_a_pod_that_cannot_be_read_is_neither_taken_nor_left() -> None:
    with pytest.raises(Unreadable):
        takes(Match(pod="long-running"), workload("Pod", restart="always"))
    with pytest.raises(Unreadable):
        takes(Match(pod="any"), "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: 5}}")
