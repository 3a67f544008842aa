"""The `$names` of one judgement: the resource's surroundings, the policy's parameters, the current item."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from policycheck.index.charts import chart_of
from policycheck.language.collections import COLLECTIONS
from policycheck.language.context import Context
from policycheck.language.items import Item
from policycheck.model import Value

ITEM_NAMES = frozenset({"item", "container"})
"""Bound once `foreach` has chosen; refused inside it."""


class Bindings:
    """Changes only in its item: the engine walks the items of one policy on one resource."""

    __slots__ = ("context", "item", "params")

    def __init__(self, context: Context, params: Mapping[str, Value]) -> None:
        self.context = context
        self.params = params
        self.item = context.root

    @property
    def container(self) -> Item:
        """The container around the current item; null where it stands in none."""
        return self.context.container_around(self.item.path) or Item(None, self.item.path)

    def value(self, name: str) -> Value:
        return self.placed(name).value

    def placed(self, name: str) -> Item:
        """The value of a `$name` and where it stands; what stands outside the resource is placed at its root."""
        make = COLLECTIONS.get(name)
        if make is not None:
            return self.context.collection(make)
        if name == "item":
            return self.item
        if name == "container":
            return self.container
        return Item(_OUTSIDE[name](self), (), made=name != "self")


def _release(bindings: Bindings) -> Value:
    release = bindings.context.release
    major, minor = release.kube_version
    return {"name": release.name, "namespace": release.namespace, "kubeVersion": f"{major}.{minor}"}


def _chart(bindings: Bindings) -> Value:
    """The chart and its values where its folder was given, else the name in the `# Source:` comment of a render."""
    resource = bindings.context.resource
    if chart := chart_of(bindings.context.index, resource):
        return {"name": chart.name, "values": chart.body.get("values")}
    template = resource.document.template
    return {"name": template.partition("/")[0]} if template else None


_OUTSIDE: dict[str, Callable[[Bindings], Value]] = {
    "self": lambda bindings: bindings.context.resource.body,
    "params": lambda bindings: bindings.params,
    "release": _release,
    "chart": _chart,
}
NAMES = frozenset({"item", "container", *_OUTSIDE, *COLLECTIONS})
