"""Two probes that ask the same have the same target."""

from __future__ import annotations

import pytest

from policycheck.kubernetes.probe_targets import handler_target
from policycheck.model import Value

CONTAINER: dict[str, Value] = {
    "ports": [{"name": "http", "containerPort": 8080}, {"name": "admin", "containerPort": 8081}, {"containerPort": 80}]
}
Probe = dict[str, Value]


def same(one: Probe, other: Probe) -> bool:
    target = handler_target(one, CONTAINER)
    assert target is not None
    return target == handler_target(other, CONTAINER)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"httpGet": {"port": 80}}, {"httpGet": {"port": 80, "path": "/", "scheme": "HTTP", "host": ""}}),
        ({"httpGet": {"port": 80, "path": "healthz"}}, {"httpGet": {"port": 80.0, "path": "/healthz"}}),
        ({"httpGet": {"port": "http"}}, {"httpGet": {"port": 8080}, "periodSeconds": 5}),
        ({"httpGet": {"port": "other"}}, {"httpGet": {"port": "other"}}),
        ({"tcpSocket": {"port": "admin"}}, {"tcpSocket": {"port": 8081}}),
        ({"grpc": {"port": 9000}}, {"grpc": {"port": 9000, "service": ""}}),
        ({"grpc": {"port": 9000}}, {"grpc": {"port": 9000, "service": None}, "exec": None}),
        ({"exec": {"command": ["a", "b"]}}, {"exec": {"command": ["a", "b"]}}),
    ],
)
def test_the_same_after_defaults(one: Probe, other: Probe) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"httpGet": {"port": "http"}}, {"httpGet": {"port": "admin"}}),
        ({"httpGet": {"port": "one"}}, {"httpGet": {"port": "two"}}),
        ({"httpGet": {"port": 80}}, {"httpGet": {"port": 80, "path": "/ready"}}),
        ({"httpGet": {"port": 80}}, {"httpGet": {"port": 80, "scheme": "HTTPS"}}),
        ({"httpGet": {"port": 80}}, {"httpGet": {"port": 80, "host": "db"}}),
        ({"httpGet": {"port": 80}}, {"httpGet": {"port": 80, "httpHeaders": [{"name": "Host", "value": "a"}]}}),
        ({"httpGet": {"port": 80}}, {"tcpSocket": {"port": 80}}),
        ({"tcpSocket": {"port": 80}}, {"grpc": {"port": 80}}),
        ({"tcpSocket": {"port": 80}}, {"tcpSocket": {"port": 80, "host": "db"}}),
        ({"grpc": {"port": 9000}}, {"grpc": {"port": 9000, "service": "ready"}}),
        ({"exec": {"command": ["a", "b"]}}, {"exec": {"command": ["a b"]}}),
    ],
)
def test_a_difference_in_anything_is_one(one: Probe, other: Probe) -> None:
    assert not same(one, other)


@pytest.mark.parametrize(
    "probe", [{}, {"httpGet": None}, {"httpGet": 80}, {"httpGet": {"port": 80}, "exec": {"command": ["a"]}}]
)
def test_without_exactly_one_handler_there_is_no_target(probe: Probe) -> None:
    assert handler_target(probe, CONTAINER) is None


@pytest.mark.parametrize("ports", [None, 8080, [8080, None], [{"name": 5}], [{"name": "web"}], {"web": 80}])
def test_ports_that_are_none_name_nothing_but_are_no_error(ports: Value) -> None:
    target = handler_target({"tcpSocket": {"port": "web"}}, {"ports": ports})
    assert target in (["tcpSocket", "", "web"], ["tcpSocket", "", None])


@pytest.mark.parametrize("handler", [{"port": [1]}, {"path": 5}, {"path": ["a"], "httpHeaders": 3, "host": {}}])
def test_what_is_wrong_with_a_handler_is_no_error_here(handler: Probe) -> None:
    assert same({"httpGet": handler}, {"httpGet": dict(handler)})
