"""What a probe reaches and runs: ports of its container, programs of its image (semantics B3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.index.app_protocols import heard_of
from policycheck.kubernetes import app_protocols, commands, images, ports, reading
from policycheck.language.functions.strings import text_of
from policycheck.language.items import reading_at
from policycheck.model import Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings
    from policycheck.language.context import Context
    from policycheck.language.items import Item


def is_port(_: Bindings, value: Value) -> bool:
    """`is_port(httpGet.port)`: whether a probe may name a port so: 1 to 65535, or a name of at most 15 characters."""
    return ports.is_port(value)


def resolve_port(bindings: Bindings, port: Value) -> int | None:
    """`resolve_port(httpGet.port)`: the number of the current container's port; null for a name it does not declare."""
    container = bindings.container
    with reading.inside(*container.path):
        return ports.resolved_port(port, reading.mapping(container.value, "a container"))


def app_protocol(bindings: Bindings, port: Value) -> str | None:
    """`app_protocol(port)`: grpc, http, https or tcp (a database's), as names, Services and Ingresses say, or null."""
    number = resolve_port(bindings, port)
    context, container = bindings.context, bindings.container
    key = ("app_protocol", container.path, number)
    return None if number is None else context.remembered(key, lambda: _spoken(context, container, number))


def _spoken(context: Context, container: Item, number: int) -> str | None:
    running = [found for found in context.roles if found.role in {"main", "sidecar"}]
    own = next((found for found in running if (*context.pod_spec.path, *found.path) == container.path), None)
    if own is None:
        return None
    with reading.inside(*context.pod_spec.path):
        with reading.inside(*own.path):
            name = next((found.name for found in ports.container_ports(own.body) if found.number == number), "")
        heard = heard_of(context.index, context.resource, running, own, number)
    return app_protocols.app_protocol(name, heard)


def program(_: Bindings, command: Value) -> str | None:
    """`program(exec.command)`: the program that a command runs, without its folder, or null."""
    return commands.program(command)


def is_mounted(bindings: Bindings, path: Value) -> bool:
    """`is_mounted(path)`: whether a file of the current container comes from a volume, not from its image."""
    found, container = text_of(path), bindings.container
    with reading_at(container.path):
        return found is not None and commands.is_mounted(found, reading.mapping(container.value, "a container"))


def image(_: Bindings, reference: Value) -> Value:
    """`image($container.image)`: {registry, repository, tag, digest} of a reference, "" where one is not written."""
    text = text_of(reference)
    return None if text is None else dict(images.image(text)._asdict())


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "is_port": is_port,
    "resolve_port": resolve_port,
    "app_protocol": app_protocol,
    "program": program,
    "is_mounted": is_mounted,
    "image": image,
}
