"""Which protocol a port speaks, as far as names and annotations tell (semantics B3.7, B3.13, B3.15)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from policycheck.kubernetes import reading
from policycheck.model import Value

AppProtocol = Literal["grpc", "http", "https", "tcp"]
"""`tcp`: a protocol of its own, of a database or a queue."""

_TOKENS: tuple[tuple[AppProtocol, frozenset[str]], ...] = (
    ("https", frozenset({"https"})),
    ("http", frozenset({"http", "web", "metrics", "gateway"})),
    ("grpc", frozenset({"grpc", "grpcs"})),
    (
        "tcp",
        frozenset(
            {
                *("amqp", "amqps", "cql", "kafka", "ldap", "ldaps", "mariadb", "memcache", "memcached", "mongo"),
                *("mongodb", "mqtt", "mysql", "pgsql", "postgres", "postgresql", "redis", "valkey", "zookeeper"),
            }
        ),
    ),
)
"""In the order in which they count: `grpc-web`, `grpc-gateway` and `grpc-metrics` are spoken over plain HTTP."""

_GRPC_ANNOTATIONS = ("/backend-protocol", "/backend-protocol-version")
"""How the names of Ingress annotations end that say what the Ingress speaks to its backends."""


def named_protocol(name: str) -> AppProtocol | None:
    """Read the name of a port: `http-metrics`, `grpc`, `tcp-postgresql`; None where it tells nothing."""
    tokens = frozenset(name.split("-"))
    found = next((protocol for protocol, words in _TOKENS if tokens & words), None)
    if found == "http" and "http" not in tokens and "grpc" not in tokens:
        return None  # a "metrics" or "web" port of its own may speak either of HTTP and HTTPS
    return found


def service_protocol(port: Mapping[str, Value]) -> AppProtocol | None:
    """Read a port of a Service: its appProtocol where it is written, else its name."""
    written = reading.text(port.get("appProtocol"), "an appProtocol").lower()
    if written == "tcp":
        return "tcp"
    return named_protocol(written or reading.text(port.get("name"), "a port name"))


def app_protocol(own_name: str, heard: Collection[AppProtocol]) -> AppProtocol | None:
    """Weigh the name of a container port and what the Services that land on it say; None where that is undecided.

    A port named gRPC is; another is where all Services that say anything say so. Else its own name counts.
    """
    own = named_protocol(own_name)
    said = set(heard)
    if own == "grpc" or said == {"grpc"}:
        return "grpc"
    return own or (said.pop() if len(said) == 1 else None)


def grpc_backends(ingress: Mapping[str, Value]) -> frozenset[tuple[str, str | int]]:
    """Return the (Service, port name or number) that an Ingress speaks gRPC to, as an annotation of it says."""
    annotations = reading.mapping(reading.mapping(ingress.get("metadata"), "metadata").get("annotations"), "annotations")
    protocols = [value for key, value in annotations.items() if key.endswith(_GRPC_ANNOTATIONS)]
    if not any(isinstance(value, str) and value.upper() in {"GRPC", "GRPCS"} for value in protocols):
        return frozenset()
    spec = reading.mapping(ingress.get("spec"), "an Ingress's spec")
    backends = [spec.get("defaultBackend")]
    for value in reading.sequence(spec.get("rules"), "a list of rules"):
        http = reading.mapping(reading.mapping(value, "a rule").get("http"), "a rule's http")
        for path in reading.sequence(http.get("paths"), "a list of paths"):
            backends.append(reading.mapping(path, "a path").get("backend"))
    return frozenset(found for backend in backends if (found := _service_port(backend)))


def _service_port(backend: Value) -> tuple[str, str | int] | None:
    service = reading.mapping(reading.mapping(backend, "a backend").get("service"), "a backend's service")
    port = reading.mapping(service.get("port"), "a backend's port")
    name, found = service.get("name"), port.get("name") or port.get("number")
    return (name, found) if isinstance(name, str) and isinstance(found, (str, int)) else None
