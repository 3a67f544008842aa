from __future__ import annotations

import pytest

from policycheck.kubernetes.misplaced_resources import misplaced_resources
from policycheck.kubernetes.pod_templates import pod_template
from policycheck.model import Document, Resource, Value

LIMITS: Value = {"limits": {"memory": "1Gi"}}


def places(kind: str, body: dict[str, Value], group: str = "apps") -> list[str]:
    document = Document("manifests.yaml", 1, memoryview(b""), None, body)
    pod = pod_template(body, group, kind)
    assert pod
    found = misplaced_resources(Resource(f"{group}/v1", group, kind, "a", None, body, document), pod)
    return [f"{'.'.join(map(str, one.path))}: {one.meant}" for one in found]


def test_resources_around_a_template() -> None:
    template: Value = {"resources": LIMITS, "spec": {"resources": LIMITS, "containers": [{"resources": LIMITS}]}}
    assert places("Deployment", {"spec": {"resources": LIMITS, "template": template}}) == [
        "spec.resources: in a container",
        "spec.template.resources: in a container",
    ]


def test_in_a_kind_whose_fields_are_not_known_they_may_be_its_own() -> None:
    assert places("Service", {"spec": {"resources": LIMITS, "template": {}}}, "serving.knative.dev") == []


def test_the_singular_and_what_slipped_among_the_variables() -> None:
    container: Value = {"resources": {"limit": {}, "requests": {}}, "env": [{"name": "A"}, {"resources": LIMITS}, None]}
    spec: Value = {
        "resources": {"request": {}},
        "initContainers": [{"resources": {"limit": {}}}],
        "containers": [container],
    }
    assert places("Pod", {"spec": spec}, "") == [
        "spec.resources.request: requests",
        "spec.containers.0.resources.limit: limits",
        "spec.containers.0.env.1.resources: beside env",
        "spec.initContainers.0.resources.limit: limits",
    ]


@pytest.mark.parametrize(
    "spec", [None, 5, {"containers": 5}, {"containers": [5, {"resources": 5, "env": 5}]}, {"resources": []}], ids=repr
)
def test_another_shape_is_passed_over(spec: Value) -> None:
    assert places("Pod", {"spec": spec}, "") == []
