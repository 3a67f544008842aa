"""What a probe reaches and runs, as policies ask it."""

from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.model import Path, Value
from tests.language.functions.calling import called
from tests.language.surroundings import bindings, context

SHOP = """\
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  containers:
    - name: web
      image: gcr.io/distroless/static
      ports: [{name: http, containerPort: 8080}, {name: app, containerPort: 9000}, {name: bare, containerPort: 9001}]
      volumeMounts: [{name: tools, mountPath: /tools}]
    - {name: db, image: "postgres:17", ports: [{name: postgresql, containerPort: 5432}]}
  initContainers:
    - {name: i, image: "i:1", ports: [{name: grpc, containerPort: 1}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports: [{name: app, port: 80, targetPort: app}, {name: grpc-bare, port: 81, targetPort: 9001}]
"""
INGRESS = """
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, annotations: {nginx.ingress.kubernetes.io/backend-protocol: GRPC}}
spec: {rules: [{http: {paths: [{backend: {service: {name: web, port: {number: 80}}}}]}}]}
"""


def asked(name: str, *arguments: Value, container: str | int = 0, manifests: str = SHOP) -> Value:
    where: Path = ("spec", "containers", container) if isinstance(container, int) else ("spec", container, 0)
    return called(name, *arguments, bound=bindings(context(manifests), item=where))


@pytest.mark.parametrize(
    ("port", "container", "number"),
    [
        ("http", 0, 8080),
        ("postgresql", 0, None),
        ("postgresql", 1, 5432),
        (1234, 0, 1234),
        (None, 0, None),
        ("8080", 0, None),
    ],
)
def test_a_port_is_resolved_in_the_container_around_the_item(port: Value, container: int, number: int | None) -> None:
    assert asked("resolve_port", port, container=container) == number


@pytest.mark.parametrize(
    ("port", "container", "protocol"),
    [
        ("http", 0, "http"),
        (8080, 0, "http"),
        ("app", 0, None),
        ("bare", 0, "grpc"),
        (9001, 0, "grpc"),
        (5432, 1, "tcp"),
        (9001, 1, None),
        (4321, 0, None),
        ("web", 0, None),
        ("grpc", "initContainers", None),
    ],
)
def test_what_a_port_speaks(port: Value, container: str | int, protocol: str | None) -> None:
    assert asked("app_protocol", port, container=container) == protocol


def test_an_ingress_may_say_what_a_port_speaks() -> None:
    assert asked("app_protocol", "app", manifests=SHOP + INGRESS) == "grpc"
    assert asked("app_protocol", "http", manifests=SHOP + INGRESS) == "http"


def test_a_number_that_nobody_declares_belongs_to_the_only_container() -> None:
    alone = """\
{apiVersion: v1, kind: Pod, metadata: {name: a, labels: {app: a}}, spec: {containers: [{name: a, image: "a:1"}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {selector: {app: a}, ports: [{name: grpc, port: 9000}]}}
"""
    assert asked("app_protocol", 9000, manifests=alone) == "grpc"
    assert asked("app_protocol", 9001, manifests=alone) is None


def test_without_a_container_around_there_is_no_port_of_it() -> None:
    bound = bindings(context(SHOP))
    assert called("resolve_port", "http", bound=bound) is None
    assert called("app_protocol", 8080, bound=bound) is None


def test_ports_that_are_none_are_refused_where_they_stand() -> None:
    with pytest.raises(Unreadable) as caught:
        asked("resolve_port", "http", manifests=SHOP.replace("containerPort: 8080", "containerPort: 0"))
    assert caught.value.path == ("spec", "containers", 0, "ports", 0, "containerPort")


def test_programs_images_and_mounts() -> None:
    assert asked("program", ["/bin/sh", "-c", "true"]) == "sh"
    assert asked("program", None) is None
    assert asked("is_mounted", "/tools/sh") is True
    assert asked("is_mounted", "/bin/sh") is False
    assert asked("is_mounted", None) is False
    assert asked("image", "web:1") == {"registry": "", "repository": "web", "tag": "1", "digest": ""}
    assert asked("image", None) is None
    assert asked("is_port", "http") is True
    with pytest.raises(Unreadable):
        asked("image", 1)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("gcr.io/distroless/static", False),
        ('"gcr.io/distroless/static:debug"', True),
        ('"alpine:3.20"', None),
        ("null", None),
    ],
)
def test_the_name_of_an_image_may_say_whether_it_has_a_shell(written: str, *, found: bool | None) -> None:
    assert asked("image_has_shell", manifests=SHOP.replace("gcr.io/distroless/static", written)) is found


def test_an_image_that_is_none_is_refused_where_it_stands() -> None:
    for written in ("7", "Shop/Web"):
        with pytest.raises(Unreadable) as caught:
            asked("image_has_shell", manifests=SHOP.replace("gcr.io/distroless/static", written))
        assert caught.value.path == ("spec", "containers", 0, "image")
