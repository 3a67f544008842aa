"""What a chart's own files say, and what of them is found in its render."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.index.charts import chart_of
from policycheck.kubernetes.chart_values import secret_values
from policycheck.language.functions.strings import text_of
from policycheck.language.items import Item
from policycheck.model import Value, dotted

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings

_LONGEST = 63
"""Characters of a label's value."""


def default_secrets(bindings: Bindings) -> list[Item]:
    """`default_secrets()`: what values.yaml gives to keys that are secrets by their name: {key, value}."""
    return [
        Item({"key": leaf.name, "value": leaf.value}, ("values", *leaf.path), made=True)
        for leaf in secret_values(bindings.context.resource.body.get("values"))
    ]


def secret_default(bindings: Bindings, text: Value) -> str | None:
    """`secret_default(text)`: the key of values.yaml whose secret default is this text, or null; `db.password`."""
    subject = text_of(text)
    chart = chart_of(bindings.context.index, bindings.context.resource)
    if chart is None or not subject:
        return None
    found = (leaf for leaf in secret_values(chart.body.get("values")) if leaf.value == subject)
    return next((dotted(leaf.path) for leaf in found), None)


def own_chart_label(bindings: Bindings) -> str | None:
    """`own_chart_label()`: what helm.sh/chart says on an object of a chart's own templates; null for any other."""
    resource = bindings.context.resource
    chart = chart_of(bindings.context.index, resource)
    template = resource.document.template
    if chart is None or template is None or not template.startswith(f"{chart.name}/templates/"):
        return None
    version = text_of_version(chart.body.get("metadata"))
    return f"{chart.name}-{version}".replace("+", "_")[:_LONGEST].rstrip("-_.") if version else None


def text_of_version(metadata: Value) -> str | None:
    version = metadata.get("version") if isinstance(metadata, dict) else None
    return None if version is None else str(version)


FUNCTIONS: dict[str, Callable[..., Value]] = {"own_chart_label": own_chart_label, "secret_default": secret_default}
PLACED: dict[str, Callable[..., list[Item]]] = {"default_secrets": default_secrets}
