"""Names and texts of Prometheus: labels, metrics, durations, paths, templates. All are questions about one text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.kubernetes import reading
from policycheck.language.functions.strings import needed_text, text_of
from policycheck.model import Value
from policycheck.prometheus import cardinality, durations, go_templates, names, paths

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings


def is_prometheus_label(_: Bindings, name: Value, utf8: Value) -> bool:
    """`is_prometheus_label(name, false)`: whether a label may be called so; true is for names of Prometheus 3."""
    return names.is_label_name(text_of(name) or "", utf8=utf8 is True)


def is_metric_name(_: Bindings, name: Value, utf8: Value) -> bool:
    """`is_metric_name(name, false)`: whether a metric may be called so; true is for names of Prometheus 3."""
    return names.is_metric_name(text_of(name) or "", utf8=utf8 is True)


def is_unbounded_label(_: Bindings, name: Value, allow: Value, deny: Value) -> bool:
    """`is_unbounded_label(name, allow, deny)`: whether its values have no end: user_id, pod_template_hash, yours."""
    text = text_of(name)
    return text is not None and cardinality.is_unbounded(text, allow=_texts(allow), deny=_texts(deny))


def is_generated_label(_: Bindings, name: Value) -> bool:
    """`is_generated_label(name)`: whether a controller writes it on pods, anew with each rollout or for each pod."""
    return text_of(name) in cardinality.EVERY_ROLLOUT


def sanitised(_: Bindings, key: Value) -> str | None:
    """`sanitised('app.kubernetes.io/name')`: the key as Prometheus writes it: app_kubernetes_io_name."""
    text = text_of(key)
    return None if text is None else names.sanitised(text)


def snake_case(_: Bindings, name: Value) -> str | None:
    """`snake_case('httpCode')`: the name in lower-case words with underscores: http_code."""
    text = text_of(name)
    return None if text is None else names.snake_case(text)


def is_snake_case(_: Bindings, name: Value) -> bool:
    """`is_snake_case(name)`: whether a name is written so already; leading underscores may stand."""
    text = text_of(name)
    return text is not None and names.is_snake_case(text)


def agreed_label(_: Bindings, name: Value, synonyms: Value) -> str | None:
    """`agreed_label('code', $params.synonyms)`: the word that your organisation chose; else the name's normal form."""
    text = text_of(name)
    table = {agreed: _texts(others) for agreed, others in reading.mapping(synonyms, "a table of synonyms").items()}
    return None if text is None else names.agreed_name(text, table)


def normalise_path(_: Bindings, path: Value) -> str | None:
    """`normalise_path('/users/123')`: the path with ids as `:id`, dates as `:date` and so on: /users/:id."""
    text = text_of(path)
    return None if text is None else paths.normalise_path(text)


def has_raw_id(_: Bindings, value: Value) -> bool:
    """`has_raw_id(value)`: whether a text is a path or a URL with a segment that names one thing."""
    text = text_of(value)
    return text is not None and paths.has_raw_id(text)


def is_prometheus_duration(_: Bindings, text: Value) -> bool:
    """`is_prometheus_duration('1h30m')`: whether Prometheus takes it: whole numbers, each unit once, y w d h m s ms."""
    return _milliseconds(text) is not None


def prometheus_duration(_: Bindings, text: Value) -> int | None:
    """`prometheus_duration('1m')`: how long it is, in milliseconds; null for null and for what is no duration."""
    return _milliseconds(text)


def template_fault(_: Bindings, text: Value) -> str:
    """`template_fault(text)`: why Prometheus does not parse the template of an alert, or ""."""
    return go_templates.template_fault(text_of(text) or "")


def template_mentions(_: Bindings, text: Value) -> list[Value]:
    """`template_mentions(text)`: what the template of an alert asks for: `$value`, `$labels.user_id`."""
    return list(go_templates.mentions(text_of(text) or ""))


def _milliseconds(value: Value) -> int | None:
    """In a rule file `for: 0` is a text like all others; of monitors the type is judged elsewhere."""
    written = str(value) if isinstance(value, int) and not isinstance(value, bool) else text_of(value)
    return None if written is None else durations.milliseconds(written)


def _texts(value: Value) -> list[str]:
    return [needed_text(one, "a name") for one in reading.sequence(value, "a list of names")]


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "is_prometheus_label": is_prometheus_label,
    "is_metric_name": is_metric_name,
    "is_unbounded_label": is_unbounded_label,
    "is_generated_label": is_generated_label,
    "sanitised": sanitised,
    "snake_case": snake_case,
    "is_snake_case": is_snake_case,
    "agreed_label": agreed_label,
    "normalise_path": normalise_path,
    "has_raw_id": has_raw_id,
    "is_prometheus_duration": is_prometheus_duration,
    "prometheus_duration": prometheus_duration,
    "template_fault": template_fault,
    "template_mentions": template_mentions,
}
