"""A field path that no matched kind has is refused when the policy is loaded: null is where JMESPath fails open.

`static_types` walks the expressions; here is what their names and functions stand for. What is not listed is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policycheck.kubernetes import fields
from policycheck.language.static_types import Call, Result, check
from policycheck.language.tokens import column_of
from policycheck.language.type_words import UNKNOWN, Types, as_list, elements_of, items_of, lists_of, object_with, union
from policycheck.language.written import Written, refusal
from policycheck.model import Policy

READY: Mapping[str, Types] = {
    "allContainers": frozenset(["[]Container", "[]EphemeralContainer"]),
    "container": frozenset(["Container", "EphemeralContainer"]),
    "containers": frozenset(["[]Container"]),
    "env": frozenset(["[]EnvVar", fields.LIST + object_with(["envFrom"])]),
    "initContainers": frozenset(["[]Container"]),
    "lifecycleHooks": frozenset(["[]LifecycleHandler", fields.LIST + object_with(["hook"])]),
    "pod": frozenset(["Pod", "PodTemplateSpec"]),
    "ports": frozenset(["[]ContainerPort"]),
    "probes": frozenset(["[]Probe", fields.LIST + object_with(["probe"])]),
    "release": frozenset([object_with(["name", "namespace", "kubeVersion"])]),
    "volumes": frozenset(["[]Volume"]),
}
"""The types of the `$names` that are the same in every policy."""


def check_policy_paths(policy: Policy, written: Iterable[Written]) -> None:
    """PolicyError for the first path that is null for whatever the policy matches; `written` has foreach first."""
    names = {**READY, "self": matched_types(policy.match.kinds)}
    chosen: list[Types] = []
    for one in written:
        current = union(chosen) if chosen else names["self"]
        if one.key == "foreach":
            chosen.append(elements_of(_checked(policy, one, names["self"], names)))
        else:
            _checked(policy, one, current, {**names, "item": current})


def matched_types(kinds: Iterable[str]) -> Types:
    """The types of what a policy matches: not known where it names no kinds, or one whose fields we do not know."""
    return union(fields.roots(kind) for kind in kinds)


def _checked(policy: Policy, written: Written, current: Types, names: Mapping[str, Types]) -> Types:

    types, unknown = check(written.expression.ast, current, names, FUNCTIONS)
    for one in unknown:
        text = written.expression.text
        message = f"no matched kind has {one.path}{one.hint}"
        raise refusal(policy, written.key, message, text, column_of(text, one.field))
    return types


def _first(call: Call) -> Types:
    return call.arguments[0].types if call.arguments else UNKNOWN


def _first_as_list(call: Call) -> Types:
    return as_list(_first(call))


def _item_of_first(call: Call) -> Types:
    return items_of(_first(call))


def _list_of_first(call: Call) -> Types:
    return lists_of(_first(call))


def _one_of_all(call: Call) -> Types:
    return union(argument.types for argument in call.arguments)


def _kind(call: Call) -> Types:
    """Objects of the kind that the first argument names."""
    kind = call.literals[0] if call.literals else None
    return matched_types([kind]) if isinstance(kind, str) else UNKNOWN


def _list_of_kind(call: Call) -> Types:
    return lists_of(_kind(call))


def _objects(*keys: str) -> Result:
    """A list of objects with these keys."""
    return lambda _: frozenset([fields.LIST + object_with(keys)])


def _services(_: Call) -> Types:
    return frozenset(["[]Service"])


def _entries(_: Call) -> Types:
    return frozenset([fields.LIST + object_with(["key", "value"])])


def _image(_: Call) -> Types:
    return frozenset([object_with(["registry", "repository", "tag", "digest"])])


_COPY = ("name", "file", "lines", "other", "likeness", "charts", "library", "define", "include")

FUNCTIONS: Mapping[str, Result] = {
    "controllers": lambda _: frozenset(
        [fields.LIST + object_with(["kind", "name", "replicas", "scales", "autoscaled"])]
    ),
    "amounts": _objects("of", "role", "field", "resource", "value", "request", "limit"),
    "base_image": lambda _: frozenset([object_with(["family", "libc", "has_shell", "bare"])]),
    "chart_dependencies": _objects(
        *("name", "version", "repository", "where", "library", "used", "vendored", "locked", "elsewhere")
    ),
    "chart_templates": _objects("file", "name"),
    "copied_defines": _objects(*_COPY),
    "copied_templates": _objects(*_COPY),
    "copied_files": _objects("source", "target", "file", "context", "ignored", "final"),
    "declared_ports": lambda _: frozenset(["[]ContainerPort"]),
    "autoscaler_bounds": lambda _: frozenset([object_with(["minimum", "maximum", "idle"])]),
    "autoscalers": lambda _: frozenset(["[]HorizontalPodAutoscaler", "[]ScaledObject"]),
    "config_mounts": _objects("kind", "name", "sub_path", "immutable"),
    "config_sources": _objects("name"),
    "earlier_autoscalers": lambda _: frozenset(["[]HorizontalPodAutoscaler", "[]ScaledObject"]),
    "defines": _objects("name", "file", "library", "taken", "again"),
    "entries": _entries,
    "flags": _objects("flag", "name", "value"),
    "go_builds": _objects("cgo", "crosses", "static", "stripped", "tags", "shipped", "libc", "cached", "final"),
    "image": _image,
    "image_instructions": _objects("keyword", "words", "json"),
    "images_used": _objects("image", "by"),
    "includes": _objects("name", "chart", "defined", "declared", "located", "complete", "umbrella"),
    "library_copies": _objects("name", "lines", "library", "define", "include"),
    "limit_range_bounds": _objects("source", "type", "resource", "min", "max", "ratio", "request", "limit"),
    "int_or_percent": lambda _: frozenset([object_with(["number", "percent"])]),
    "loose_contents": _objects("file"),
    "map": _list_of_first,
    "max": _item_of_first,
    "max_by": _item_of_first,
    "min": _item_of_first,
    "min_by": _item_of_first,
    "misplaced_resources": _objects("key", "meant"),
    "monitored_services": _services,
    "named": _kind,
    "not_null": _one_of_all,
    "peers": _list_of_kind,
    "plain_texts": _objects("what", "text"),
    "probe_numbers": _objects("probe", "key", "number"),
    "reached_by": _services,
    "reverse": _first,
    "selected_by": _list_of_kind,
    "selector": lambda _: frozenset([fields.LIST + object_with(["key", "operator", "values"])]),
    "sort": _first,
    "sort_by": _first,
    "repeated_settings": _objects("wins", "loses", "agree"),
    "replaced_variables": _objects("name", "value", "given", "source"),
    "run_commands": _objects("program", "words", "final"),
    "support_end": lambda _: frozenset([object_with(["system", "since"])]),
    "rolling_update": lambda _: frozenset([object_with(["surge", "unavailable"])]),
    "selected_workloads": _objects("kind", "name"),
    "repeated_port_names": _objects("name", "container", "same_container"),
    "target_ports": _objects("port", "target", "declared_by", "undeclared_by"),
    "target_containers": _objects("name", "requests"),
    "template_faults": _objects("file", "problem"),
    "template_fields": _objects("key", "value", "above", "driven", "unscaled"),
    "to_array": _first_as_list,
    "utilization_metrics": _objects("resource", "container"),
    "values_read": _objects("path", "guarded", "known"),
    "variable": lambda _: frozenset(["EnvVar"]),
    "vendored_charts": _objects("entry", "name", "declared"),
}
"""What functions give, where it has fields."""
