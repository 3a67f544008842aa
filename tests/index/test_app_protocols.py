"""What Services and Ingresses say of a port: those of its own namespace, that land on it."""

from __future__ import annotations

import pytest

from policycheck.index import Index
from policycheck.index.app_protocols import heard_of
from policycheck.index.elsewhere import UnreadableElsewhere
from policycheck.kubernetes.containers import containers
from policycheck.model import Resource, Value
from tests.index.cluster import resource

WEB = {"app": "web"}
SPEC: Value = {
    "containers": [
        {"name": "web", "ports": [{"name": "app", "containerPort": 9000}]},
        {"name": "side", "ports": [{"name": "app", "containerPort": 9001}]},
    ]
}
POD = resource("Pod", labels=WEB, spec=SPEC)
ANNOTATIONS = {"nginx.ingress.kubernetes.io/backend-protocol": "GRPC"}


def service(**port: Value) -> Resource:
    return resource("Service", labels=None, spec={"selector": WEB, "ports": [{"port": 80, **port}]})


def ingress(spec: Value, *, namespace: str = "shop") -> Resource:
    made = resource("Ingress", namespace=namespace, api_version="networking.k8s.io/v1", spec=spec)
    made.body["metadata"] = {"name": "web", "annotations": ANNOTATIONS}
    return made


TO_WEB: Value = {"defaultBackend": {"service": {"name": "web", "port": {"number": 80}}}}


def heard(*resources: Resource, number: int = 9000, container: int = 0) -> set[str]:
    running = containers(SPEC)
    return set(heard_of(Index([POD, *resources]), POD, running, running[container], number))


@pytest.mark.parametrize(
    ("resources", "found"),
    [
        pytest.param([service(name="http", targetPort="app")], {"http"}, id="by name"),
        pytest.param([service(name="http", targetPort=9000)], {"http"}, id="by number"),
        pytest.param([service(targetPort="app", appProtocol="grpc")], {"grpc"}, id="by appProtocol"),
        pytest.param(
            [service(name="http", targetPort="app"), service(name="grpc", targetPort=9000)],
            {"http", "grpc"},
            id="two Services",
        ),
        pytest.param([service(name="grpc", targetPort=9001)], set(), id="on another port"),
        pytest.param([service(name="grpc", targetPort="app", protocol="UDP")], set(), id="of another protocol"),
        pytest.param([service(name="app", targetPort="app")], set(), id="a name that tells nothing"),
        pytest.param([service(targetPort="app"), ingress(TO_WEB)], {"grpc"}, id="an Ingress"),
        pytest.param([service(targetPort="app"), ingress(TO_WEB, namespace="ops")], set(), id="an Ingress elsewhere"),
        pytest.param([ingress(TO_WEB)], set(), id="an Ingress to no Service"),
    ],
)
def test_what_is_said_of_a_port(resources: list[Resource], found: set[str]) -> None:
    assert heard(*resources) == found


def test_a_name_is_that_of_the_first_container_that_declares_it() -> None:
    assert heard(service(name="http", targetPort="app"), number=9001, container=1) == set()
    assert heard(service(name="http", targetPort=9001), number=9001, container=1) == {"http"}


def test_a_number_that_nobody_declares_is_of_no_one_of_several() -> None:
    assert heard(service(name="http", targetPort=1234), number=1234) == set()


@pytest.mark.parametrize("wrong", [service(targetPort=0.5), ingress({"rules": "hunter2"})])
def test_what_cannot_be_read_stands_elsewhere(wrong: Resource) -> None:
    with pytest.raises(UnreadableElsewhere) as caught:
        heard(service(name="app", targetPort="app"), wrong)
    assert caught.value.resource is wrong
    assert "hunter2" not in caught.value.message
