"""How the variables of a container come together: which refer to which, and which hide which."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.kubernetes import environment, reading
from policycheck.kubernetes.environment import Variable
from policycheck.language.functions.strings import text_of
from policycheck.language.items import Item
from policycheck.model import Path, Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings


def unresolved(bindings: Bindings, text: Value) -> list[Value]:
    """`unresolved(value)`: names in `$(NAME)` that nothing before the variable defines, nor, it is known, elsewhere."""
    subject = text_of(text)
    if subject is None:
        return []
    context = bindings.context
    before = _place_in_env(bindings.item.path)
    data_of = context.index.data_of(context.resource)
    container = bindings.container
    with reading.inside(*container.path):
        return list(environment.unresolved(subject, container.value, before, data_of))


def repeated_variables(bindings: Bindings) -> list[Item]:
    """`repeated_variables()`: env entries that hide an earlier one of their name."""
    found = []
    for container in bindings.context.containers.elements():
        with reading.inside(*container.path):
            variables = environment.repeated(container.value)
        found += [Item(variable.body, (*container.path, *variable.path)) for variable in variables]
    return found


def replaced_variables(bindings: Bindings) -> list[Item]:
    """`replaced_variables()`: env entries in the place of what envFrom gives: {name, value, given, source}."""
    data_of = bindings.context.index.data_of(bindings.context.resource)
    found = []
    for container in bindings.context.containers.elements():
        with reading.inside(*container.path):
            pairs = environment.replacing(container.value, data_of)
        found += [_replaced(container, entry, hidden, data_of) for entry, hidden in pairs]
    return found


def _replaced(container: Item, entry: Variable, hidden: Variable, data_of: environment.DataOf) -> Item:
    """Of a Secret the value is not told: what stands in it is no business of a comparison."""
    source = reading.mapping(hidden.body.get("valueFrom"), "a source").get("configMapKeyRef")
    named = reading.mapping(source, "a reference")
    name, key = str(named.get("name")), str(named.get("key"))
    given = (data_of("ConfigMap", name) or {}).get(key) if named else None
    value = None if entry.body.get("valueFrom") else entry.body.get("value")
    described = f"ConfigMap {name}" if named else "a Secret"
    shown = {"name": entry.name, "value": value, "given": given, "source": described}
    return Item(shown, (*container.path, *entry.path), made=True)


def _place_in_env(path: Path) -> int | None:
    return path[-1] if path[-2:-1] == ("env",) and isinstance(path[-1], int) else None


FUNCTIONS: dict[str, Callable[..., Value]] = {"unresolved": unresolved}
PLACED: dict[str, Callable[..., list[Item]]] = {
    "repeated_variables": repeated_variables,
    "replaced_variables": replaced_variables,
}
