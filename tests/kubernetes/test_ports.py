from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import Unreadable
from policycheck.kubernetes.containers import PodContainer, containers
from policycheck.kubernetes.ports import (
    ContainerPort,
    ServicePort,
    container_ports,
    is_port,
    is_port_name,
    is_service_port_name,
    landings,
    reached_containers,
    resolved_port,
    service_ports,
)
from policycheck.model import Value


def port(name: str, number: int, protocol: Value = None) -> dict[str, Value]:
    return {"name": name, "containerPort": number, "protocol": protocol}


POD: dict[str, Value] = {
    "initContainers": [
        {"name": "proxy", "restartPolicy": "Always", "ports": [port("mesh", 15090)]},
        {"name": "migrate", "ports": [port("once", 1)]},
    ],
    "containers": [
        {"name": "web", "ports": [port("http", 8080), port("dns", 53, "UDP")]},
        {"name": "agent", "ports": [port("http", 9090), port("metrics", 9100)]},
        {"name": "quiet"},
    ],
}


def running(spec: Value = POD) -> tuple[PodContainer, ...]:
    return containers(spec)


def names(found: tuple[PodContainer, ...]) -> list[Value]:
    return [container.body["name"] for container in found]


def service_port(**fields: Value) -> ServicePort:
    return service_ports({"ports": [fields]})[0]


@pytest.mark.parametrize("name", ["http", "a", "8a", "grpc-web", "x" * 15, "a1-b2"])
def test_port_names(name: str) -> None:
    assert is_port_name(name)


@pytest.mark.parametrize("name", ["", "8080", "x" * 16, "HTTP", "a--b", "-a", "a-", "a_b", "a.b", "http\n", "1-2"])
def test_what_is_no_port_name(name: str) -> None:
    assert not is_port_name(name)


@pytest.mark.parametrize("name", ["8080", "a-very-long-service-port-name", "x" * 63, "a--b"])
def test_a_service_port_name_is_a_dns_label(name: str) -> None:
    assert is_service_port_name(name)


@pytest.mark.parametrize("name", ["", "x" * 64, "HTTP", "-a", "a-", "a.b", "a\n"])
def test_what_is_no_service_port_name(name: str) -> None:
    assert not is_service_port_name(name)


def test_container_ports_have_their_defaults() -> None:
    declared: dict[str, Value] = {"ports": [{"containerPort": 8080.0}, port("dns", 53, "UDP")]}
    assert container_ports(declared) == (ContainerPort(0, "", 8080, "TCP"), ContainerPort(1, "dns", 53, "UDP"))
    assert container_ports({}) == container_ports({"ports": None}) == ()


@pytest.mark.parametrize(
    "declared",
    [
        8080,
        [8080],
        [{}],
        [{"containerPort": "80"}],
        [{"containerPort": 0}],
        [{"containerPort": 65536}],
        [{"containerPort": 80.5}],
        [{"containerPort": 80, "protocol": "tcp"}],
        [{"containerPort": 80, "name": "HTTP"}],
        [{"containerPort": 80, "name": "8080"}],
    ],
    ids=repr,
)
def test_a_container_port_that_is_refused_is_unreadable(declared: Value) -> None:
    with pytest.raises(Unreadable):
        container_ports({"ports": declared})


@pytest.mark.parametrize("target", [None, 0, "", 0.0], ids=repr)
def test_without_a_target_the_port_is_the_target(target: Value) -> None:
    assert service_port(port=80, targetPort=target) == ServicePort(0, "", 80, 80, "TCP")


@pytest.mark.parametrize("target", ["8080", "HTTP", -1, 65536, 80.5, True, False, [80]], ids=repr)
def test_a_target_that_is_refused_is_unreadable(target: Value) -> None:
    with pytest.raises(Unreadable):
        service_port(port=80, targetPort=target)


@pytest.mark.parametrize("fields", [{}, {"port": "80"}, {"port": 80, "protocol": "ICMP"}, {"port": 80, "name": "A"}])
def test_a_service_port_that_is_refused_is_unreadable(fields: dict[str, Value]) -> None:
    with pytest.raises(Unreadable):
        service_port(**fields)


@pytest.mark.parametrize("spec", [None, {}, {"ports": None}], ids=repr)
def test_a_service_may_have_no_ports(spec: Value) -> None:
    assert service_ports(spec) == ()


@pytest.mark.parametrize(
    ("fields", "number", "reached"),
    [
        pytest.param({"port": 80, "targetPort": 8080}, 8080, ["web"], id="a declared number"),
        pytest.param({"port": 9100}, 9100, ["agent"], id="the port's own number"),
        pytest.param({"port": 80, "targetPort": 7000}, 7000, [], id="an undeclared number"),
        pytest.param({"port": 53}, 53, [], id="a number of another protocol"),
        pytest.param({"port": 53, "protocol": "UDP"}, 53, ["web"], id="a number of the same protocol"),
        pytest.param({"port": 80, "targetPort": "http"}, 8080, ["web"], id="the first container with the name"),
        pytest.param({"port": 80, "targetPort": "metrics"}, 9100, ["agent"], id="a later container's name"),
        pytest.param({"port": 80, "targetPort": "mesh"}, 15090, ["proxy"], id="a native sidecar's name"),
    ],
)
def test_a_service_port_lands(fields: dict[str, Value], number: int, reached: list[str]) -> None:
    ((_, landed),) = landings([service_port(**fields)], running())
    assert landed is not None
    assert (landed.number, names(landed.containers)) == (number, reached)


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"port": 80, "targetPort": "web"}, id="a name that no container declares"),
        pytest.param({"port": 80, "targetPort": "dns"}, id="a name of another protocol"),
        pytest.param({"port": 80, "targetPort": "once"}, id="a name of an init container"),
    ],
)
def test_a_name_without_a_port_has_no_endpoints(fields: dict[str, Value]) -> None:
    assert landings([service_port(**fields)], running()) == []


def test_the_containers_that_a_service_reaches() -> None:
    ports = service_ports(
        {"ports": [{"port": 1, "targetPort": "metrics"}, {"port": 2, "targetPort": "http"}, {"port": 3}]}
    )
    assert names(reached_containers(ports, running())) == ["web", "agent"]


def test_an_undeclared_number_reaches_the_only_container() -> None:
    alone = running({"containers": [{"name": "web"}]})
    assert names(reached_containers(service_ports({"ports": [{"port": 80}]}), alone)) == ["web"]


def test_an_undeclared_name_reaches_no_container() -> None:
    alone = running({"containers": [{"name": "web"}]})
    assert reached_containers(service_ports({"ports": [{"port": 80, "targetPort": "http"}]}), alone) == ()


@pytest.mark.parametrize("written", [1, 65535, 8080.0, 0x50, "http", "8a"])
def test_what_a_probe_may_ask(written: Value) -> None:
    assert is_port(written)


@pytest.mark.parametrize("written", [None, 0, -1, 65536, 80.5, True, "", "8080", "a--b", "HTTP", [], {}])
def test_what_the_api_server_refuses_as_the_port_of_a_probe(written: Value) -> None:
    assert not is_port(written)


@given(st.integers() | st.floats() | st.text() | st.none() | st.booleans())
def test_a_port_of_a_probe_resolves_to_a_port_or_to_nothing(written: Value) -> None:
    found = resolved_port(written, {"ports": [port("http", 8080)]})
    assert found is None or 0 < found < 65536
    assert found is None or is_port(written)


def test_a_name_is_looked_up_in_its_own_container_and_a_number_need_not_be_declared() -> None:
    container: dict[str, Value] = {"ports": [port("http", 8080), port("admin", 9090)]}
    assert [resolved_port(written, container) for written in ("admin", "web", 8081, 8080.0)] == [9090, None, 8081, 8080]
    assert resolved_port("http", {}) is None


def test_a_service_port_keeps_the_protocol_it_is_said_to_speak() -> None:
    assert service_port(port=80, appProtocol="grpc").app_protocol == "grpc"
    assert service_port(port=80).app_protocol == ""
    with pytest.raises(Unreadable):
        service_port(port=80, appProtocol=["grpc"])
