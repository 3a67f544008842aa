"""What a probe asks: two probes that ask the same say the same (semantics B3.12)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from policycheck.kubernetes import reading
from policycheck.model import Value


def handler_target(probe: Mapping[str, Value], container: Mapping[str, Value]) -> list[Value] | None:
    """Return the handler's type and all that it is given, after defaults; None for a probe without exactly one handler.

    A port is its number, also where it is named as the container declares it: two names of one port are the same, two
    ports of unknown names are not. Nothing is refused here; what is wrong with a handler is for others to say.
    """
    written = [(name, probe[name]) for name in _TARGETS if isinstance(probe.get(name), dict)]
    if len(written) != 1:
        return None
    name, handler = written[0]
    return [name, *_TARGETS[name](reading.mapping(handler, "a handler"), container)]


def _http_get(handler: Mapping[str, Value], container: Mapping[str, Value]) -> list[Value]:
    path = handler.get("path") or "/"
    if isinstance(path, str) and not path.startswith("/"):
        path = f"/{path}"
    scheme = handler.get("scheme") or "HTTP"
    return [scheme, _host(handler), _number(handler, container), path, handler.get("httpHeaders") or []]


def _tcp_socket(handler: Mapping[str, Value], container: Mapping[str, Value]) -> list[Value]:
    return [_host(handler), _number(handler, container)]


def _grpc(handler: Mapping[str, Value], container: Mapping[str, Value]) -> list[Value]:
    return [_number(handler, container), handler.get("service") or ""]


def _exec(handler: Mapping[str, Value], _: Mapping[str, Value]) -> list[Value]:
    return [handler.get("command") or []]


_TARGETS: dict[str, Callable[[Mapping[str, Value], Mapping[str, Value]], list[Value]]] = {
    "httpGet": _http_get,
    "tcpSocket": _tcp_socket,
    "grpc": _grpc,
    "exec": _exec,
}


def _host(handler: Mapping[str, Value]) -> Value:
    """The pod's own address where none is written."""
    return handler.get("host") or ""


def _number(handler: Mapping[str, Value], container: Mapping[str, Value]) -> Value:
    port = handler.get("port")
    declared = container.get("ports")
    if not isinstance(port, str) or not isinstance(declared, list):
        return port
    named = (found for found in declared if isinstance(found, dict) and found.get("name") == port)
    return next((found.get("containerPort") for found in named), port)
