"""The grammars of what objects are named and found by: labels, annotations, ports (semantics 0.5, 0.6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.kubernetes import labels, reading
from policycheck.kubernetes.repeated_ports import repeated_ports
from policycheck.language.functions.strings import text_of
from policycheck.language.items import Item
from policycheck.model import Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings


def is_label_key(_: Bindings, key: Value) -> bool:
    """`is_label_key('app.kubernetes.io/name')`: whether a label may be called so."""
    return labels.is_label_key(text_of(key) or "")


def is_label_value(_: Bindings, value: Value) -> bool:
    """`is_label_value('web')`: whether a label may have this value: 63 letters, digits and -_. inside, or ""."""
    return labels.is_label_value(text_of(value) or "")


def is_annotation_key(_: Bindings, key: Value) -> bool:
    """`is_annotation_key('helm.sh/hook')`: whether an annotation may be called so."""
    return labels.is_annotation_key(text_of(key) or "")


def repeated_port_names(bindings: Bindings) -> list[Item]:
    """`repeated_port_names()`: ports whose name an earlier one of the pod has: {name, container, same_container}."""
    context = bindings.context
    running = [found for found in context.roles if found.role in {"main", "sidecar"}]
    with reading.inside(*context.pod_spec.path):
        found = repeated_ports(running)
    return [
        Item(
            {"name": one.name, "container": one.container, "same_container": one.same_container},
            (*context.pod_spec.path, *one.path),
            made=True,
        )
        for one in found
    ]


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "is_label_key": is_label_key,
    "is_label_value": is_label_value,
    "is_annotation_key": is_annotation_key,
}
PLACED: dict[str, Callable[..., list[Item]]] = {"repeated_port_names": repeated_port_names}
