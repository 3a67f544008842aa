"""Which protocol a port speaks, as names, Services and Ingresses say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import Unreadable
from policycheck.kubernetes.app_protocols import (
    AppProtocol,
    app_protocol,
    grpc_backends,
    named_protocol,
    service_protocol,
)
from policycheck.kubernetes.ports import service_ports
from policycheck.model import Value


@pytest.mark.parametrize(
    ("name", "protocol"),
    [
        ("grpc", "grpc"),
        ("grpc-otlp", "grpc"),
        ("otlp-grpc", "grpc"),
        ("grpc-web", "http"),
        ("grpc-metrics", "http"),
        ("http-grpc", "http"),
        ("http", "http"),
        ("http-metrics", "http"),
        ("admin-https", "https"),
        ("metrics", None),
        ("web", None),
        ("tcp-postgresql", "tcp"),
        ("redis", "tcp"),
        ("redis-metrics", None),
        ("grpclb", None),
        ("httpd", None),
        ("", None),
    ],
)
def test_the_name_of_a_port_tells_what_it_speaks(name: str, protocol: AppProtocol | None) -> None:
    assert named_protocol(name) == protocol


@pytest.mark.parametrize(
    ("fields", "protocol"),
    [
        ({"appProtocol": "grpc"}, "grpc"),
        ({"appProtocol": "GRPC", "name": "http"}, "grpc"),
        ({"appProtocol": "tcp"}, "tcp"),
        ({"appProtocol": "kubernetes.io/h2c"}, None),
        ({"appProtocol": "", "name": "https"}, "https"),
        ({"name": "grpc-web"}, "http"),
        ({"name": "tcp"}, None),
        ({}, None),
    ],
)
def test_a_services_app_protocol_counts_before_its_name(fields: dict[str, Value], protocol: AppProtocol | None) -> None:
    (port,) = service_ports({"ports": [{"port": 80, **fields}]})
    assert service_protocol(port) == protocol


@pytest.mark.parametrize(
    ("own", "heard", "found"),
    [
        pytest.param("grpc", {"http"}, "grpc", id="a port named gRPC is"),
        pytest.param("app", {"grpc"}, "grpc", id="a Service says so"),
        pytest.param("http", {"grpc"}, "grpc", id="all Services say so"),
        pytest.param("app", {"grpc", "http"}, None, id="Services speak both to it"),
        pytest.param("http", {"grpc", "http"}, "http", id="both, and its name decides"),
        pytest.param("http", {"https"}, "http", id="its own name before a Service's"),
        pytest.param("", {"tcp"}, "tcp", id="a Service's where it has none"),
        pytest.param("", set(), None, id="nobody says anything"),
    ],
)
def test_names_and_services_are_weighed(own: str, heard: set[AppProtocol], found: AppProtocol | None) -> None:
    assert app_protocol(own, heard) == found


@given(st.text(max_size=15), st.lists(st.sampled_from(["grpc", "http", "https", "tcp"])))
def test_what_is_found_was_said_by_somebody(own: str, heard: list[AppProtocol]) -> None:
    assert app_protocol(own, heard) in {None, named_protocol(own), *heard}
    assert app_protocol(own, heard) == app_protocol(own, [*reversed(heard), *heard])


def ingress(annotations: Value, *ports: Value) -> dict[str, Value]:
    paths = [{"backend": {"service": {"name": "web", "port": port}}} for port in ports]
    return {"metadata": {"annotations": annotations}, "spec": {"rules": [{"http": {"paths": paths}}, {"host": "a"}]}}


NGINX = "nginx.ingress.kubernetes.io/backend-protocol"


@pytest.mark.parametrize(
    ("annotations", "found"),
    [
        ({NGINX: "GRPC"}, {("web", "grpc"), ("web", 80)}),
        ({NGINX: "grpcs"}, {("web", "grpc"), ("web", 80)}),
        ({"alb.ingress.kubernetes.io/backend-protocol-version": "GRPC"}, {("web", "grpc"), ("web", 80)}),
        ({NGINX: "HTTPS"}, set()),
        ({NGINX: True}, set()),
        ({"example.com/protocol": "GRPC"}, set()),
        (None, set()),
    ],
)
def test_an_ingress_says_by_annotation_that_it_speaks_grpc(annotations: Value, found: set[tuple[str, Value]]) -> None:
    assert grpc_backends(ingress(annotations, {"name": "grpc"}, {"number": 80}, {})) == found


def test_the_default_backend_is_one_too_and_a_resource_is_none() -> None:
    body = ingress({NGINX: "GRPC"})
    body["spec"] = {"defaultBackend": {"service": {"name": "web", "port": {"number": 80}}}}
    assert grpc_backends(body) == {("web", 80)}
    body["spec"] = {"defaultBackend": {"resource": {"kind": "Bucket", "name": "web"}}}
    assert grpc_backends(body) == frozenset()


@pytest.mark.parametrize("spec", ["hunter2", {"rules": "hunter2"}, {"rules": [{"http": ["hunter2"]}]}])
def test_what_is_no_ingress_cannot_be_read(spec: Value) -> None:
    with pytest.raises(Unreadable):
        grpc_backends({"metadata": {"annotations": {NGINX: "GRPC"}}, "spec": spec})
