"""Which variables a container gets, and with what values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from policycheck.kubernetes import reading, resource_fields
from policycheck.kubernetes.expansion import references
from policycheck.language.collections import env
from policycheck.language.functions.resources import resources_of
from policycheck.language.functions.strings import needed_text
from policycheck.model import Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings
    from policycheck.language.items import Item


def variable(bindings: Bindings, name: Value) -> Value:
    """`variable('GOGC')`: the current container's variable of that name, as in $env, or null."""
    place = bindings.container.path
    variables = (item for item in bindings.context.collection(env).elements() if item.path[: len(place)] == place)
    return next(
        (item.value for item in variables if reading.mapping(item.value, "a variable").get("name") == name), None
    )


def env_value(bindings: Bindings, entry: Value) -> str | None:
    """`env_value($item)`: a variable's text where the render shows it: written, in a ConfigMap, of own resources."""
    body = reading.mapping(entry, "a variable")
    source = reading.mapping(body.get("valueFrom"), "a variable's source")
    if source.get("resourceFieldRef") is not None:
        return _of_resources(bindings, reading.mapping(source["resourceFieldRef"], "a resourceFieldRef"))
    if source.get("configMapKeyRef") is not None:
        return _of_config_map(bindings, reading.mapping(source["configMapKeyRef"], "a configMapKeyRef"))
    written = None if source else body.get("value") or ""
    return written if isinstance(written, str) and not references(written) else None


def is_divisor(_: Bindings, divisor: Value, resource: Value) -> bool:
    """`is_divisor(divisor, resource)`: whether a resourceFieldRef may divide the resource so."""
    return resource_fields.is_divisor(divisor, needed_text(resource, "a resource such as limits.cpu"))


def _of_config_map(bindings: Bindings, reference: Mapping[str, Value]) -> str | None:
    context = bindings.context
    name, key = reading.text(reference.get("name"), "a name"), reading.text(reference.get("key"), "a key")
    data = context.index.data_of(context.resource)("ConfigMap", name) or {}
    value = data.get(key)
    return value if isinstance(value, str) else None


def _of_resources(bindings: Bindings, reference: Mapping[str, Value]) -> str | None:
    """A request that nothing sets is 0; a limit is the node's then, which nobody knows here."""
    container = _container(bindings, reading.text(reference.get("containerName"), "a container's name"))
    if container is None:
        return None
    side, _, resource = reading.text(reference.get("resource"), "a resource").partition(".")
    found = resources_of(bindings.context, container)
    amount = (found.limits if side == "limits" else found.requests).get(resource)
    if not amount:
        return "0" if side == "requests" else None
    return str(resource_fields.divided(amount, reference.get("divisor")))


def _container(bindings: Bindings, name: str) -> Item | None:
    if not name:
        return bindings.container
    candidates = bindings.context.containers.elements()
    named = (item for item in candidates if isinstance(item.value, dict) and item.value.get("name") == name)
    return next(named, None)


FUNCTIONS: dict[str, Callable[..., Value]] = {"variable": variable, "env_value": env_value, "is_divisor": is_divisor}
