"""Which protocol a port speaks, as far as names and annotations tell (semantics B3.7, B3.13, B3.15)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Literal

from policycheck.kubernetes import reading
from policycheck.kubernetes.ports import ServicePort
from policycheck.model import Value

AppProtocol = Literal["grpc", "http", "https", "tcp"]
"""`tcp`: a protocol of its own, of a database or a queue."""

_OF_ITS_OWN = frozenset(
    {
        *("amqp", "amqps", "cql", "kafka", "ldap", "ldaps", "mariadb", "memcache", "memcached", "mongo", "mongodb"),
        *("mqtt", "mysql", "pgsql", "postgres", "postgresql", "redis", "valkey", "zookeeper"),
    }
)
_BESIDE = frozenset({"exporter", "gateway", "metrics", "rest", "ui", "web"})
"""What a server offers over HTTP beside its own protocol: `grpc-web`, `grpc-gateway`, `redis-metrics`."""

_GRPC_ANNOTATIONS = ("/backend-protocol", "/backend-protocol-version")
"""How the names of Ingress annotations end that say what the Ingress speaks to its backends."""


def named_protocol(name: str) -> AppProtocol | None:
    """Read the name of a port: `http-metrics`, `grpc`, `tcp-postgresql`; None where it tells nothing."""
    tokens = frozenset(name.split("-"))
    if "https" in tokens or "http" in tokens:
        return "https" if "https" in tokens else "http"
    if tokens & _BESIDE:
        return "http" if "grpc" in tokens else None
    if "grpc" in tokens:
        return "grpc"
    return "tcp" if tokens & _OF_ITS_OWN else None


def service_protocol(port: ServicePort) -> AppProtocol | None:
    """Read a port of a Service: its appProtocol where it is written, else its name."""
    written = port.app_protocol.lower()
    return "tcp" if written == "tcp" else named_protocol(written or port.name)


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
    annotations = reading.mapping(
        reading.mapping(ingress.get("metadata"), "metadata").get("annotations"), "annotations"
    )
    protocols = [value for key, value in annotations.items() if key.endswith(_GRPC_ANNOTATIONS)]
    if not any(isinstance(value, str) and value.upper() in {"GRPC", "GRPCS"} for value in protocols):
        return frozenset()
    spec = reading.mapping(ingress.get("spec"), "an Ingress's spec")
    backends = [spec.get("defaultBackend"), *_backends_of_rules(spec)]
    return frozenset(found for backend in backends if (found := _service_port(backend)))


def _backends_of_rules(spec: Mapping[str, Value]) -> Iterator[Value]:
    for rule in reading.sequence(spec.get("rules"), "a list of rules"):
        http = reading.mapping(reading.mapping(rule, "a rule").get("http"), "a rule's http")
        for path in reading.sequence(http.get("paths"), "a list of paths"):
            yield reading.mapping(path, "a path").get("backend")


def _service_port(backend: Value) -> tuple[str, str | int] | None:
    service = reading.mapping(reading.mapping(backend, "a backend").get("service"), "a backend's service")
    port = reading.mapping(service.get("port"), "a backend's port")
    name, found = service.get("name"), port.get("name") or port.get("number")
    return (name, found) if isinstance(name, str) and isinstance(found, (str, int)) else None
