"""Every function a policy may call, a module a subject: found by name, imported when an expression first calls it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

from policycheck.language.items import Item, computed
from policycheck.model import Path, Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings

T = TypeVar("T")

_BY_MODULE = {
    "autoscalers": "autoscaler_bounds autoscalers earlier_autoscalers queue_signs",
    "basics": "ceil contains ends_with floor join keys length starts_with to_number to_string type",
    "budgets": "controllers disruptions_allowed int_or_percent pods_kept renders_its_pods selector selects_elsewhere",
    "chart_copies": "copied_defines copied_templates library_copies",
    "chart_dependencies": "chart_dependencies is_bounded lock_digest semver_in vendored_charts",
    "chart_includes": "included_fields",
    "chart_templates": ("chart_templates defines includes loose_contents template_fields template_faults values_read"),
    "charts": "default_secrets own_chart_label secret_default",
    "configuration": "claims_reload config_mounts config_sources repeated_settings",
    "documents": (
        "duplicate_keys overridden_keys retyped_keys unknown_fields wrong_integers wrong_strings wrong_types"
    ),
    "environment": "repeated_variables replaced_variables unresolved",
    "dockerfiles": (
        "base_image copied_files go_builds image_brings image_instructions images_used run_commands support_end"
    ),
    "go_runtime": "gomaxprocs gomemlimit is_gomemlimit",
    "images": "image_command image_has_shell image_program image_variable",
    "labelling": "annotations_and_labels",
    "lists": "entries every get none some",
    "logs": "log_setting",
    "metadata": "is_annotation_key is_label_key is_label_value repeated_port_names",
    "monitors": "declared_ports monitored_by monitored_pods monitored_services watches_render",
    "numbers": "add div mul quantity sub",
    "probe_timing": (
        "failure_window grace_period handler_target is_pipeline probe_numbers slept_seconds startup_budget time_to_kill"
    ),
    "probes": "app_protocol image is_mounted is_port program resolve_port",
    "prometheus_names": (
        "agreed_label has_raw_id is_generated_label is_metric_name is_prometheus_duration is_prometheus_label "
        "is_snake_case is_unbounded_label normalise_path prometheus_duration sanitised snake_case template_fault "
        "template_mentions"
    ),
    "prometheus_rules": "alert_annotations rule_groups rule_labels rule_templates rules",
    "promql": "id_patterns promql promql_fault promql_labels promql_shown raw_paths",
    "relations": "named peers selected_by selected_elsewhere selects_pods target",
    "releases": "published_images release_builds release_hooks release_runs",
    "resources": (
        "amount amounts containers_request effective_limit effective_request limit_range_bounds "
        "misplaced_resources page_size quantities resource_type"
    ),
    "rollouts": "rolling_update shell_stays",
    "scaling": "target_containers utilization_metrics vertical_autoscalers",
    "scrape_annotations": "scrape_annotations",
    "scrapes": (
        "colliding_labels copied_labels drops_label is_relabel_action relabel_fault relabel_steps scrape_endpoints "
        "scraped_labels static_labels"
    ),
    "secret_objects": (
        "config_values is_base64 is_encoded_twice is_guessable is_json_object is_plain_word "
        "missing_secret_keys secret_data secret_key_refs secret_keys secret_values"
    ),
    "secrets": "is_reference is_secret_header is_secret_name secret_patterns",
    "service_accounts": "granted_by mounts_token",
    "services": "selected_workloads target_ports",
    "strings": "glob lower matches replace split trim upper",
    "texts": "flags plain_texts",
    "variables": "env_value is_divisor variable",
    "versions": "kube_at_least",
    "workloads": "reached_by replica_floor",
}
"""The names that each module gives. A small run calls few of them, and pays for no others; `registry` has them all."""

HOMES = {name: module for module, names in _BY_MODULE.items() for name in names.split()}
_FOLLOWING = frozenset({"entries", "get"})
_PURE = ("basics", "lists", "numbers", "prometheus_names", "secrets", "strings")
OF_VALUES = frozenset(name for module in _PURE for name in _BY_MODULE[module].split()) | {
    "is_annotation_key",
    "is_label_key",
    "is_label_value",
}
"""Functions whose answer depends on their arguments alone, and that are no business of a run's surroundings."""
OF_CONTAINER = frozenset(
    {
        "app_protocol",
        "effective_limit",
        "effective_request",
        "env_value",
        "handler_target",
        "image_command",
        "image_has_shell",
        "image_program",
        "image_variable",
        "is_mounted",
        "reached_by",
        "resolve_port",
        "unresolved",
        "variable",
    }
)
"""Functions of `$container`, so of an item that `foreach` has chosen."""


def resolve(name: str) -> Callable[..., Value]:
    """The function of that name, called with the bindings and its arguments; known to exist since it was loaded."""
    if name not in HOMES:
        from policycheck.language.functions import standard  # noqa: PLC0415 - imports jmespath

        return lambda _, *arguments: standard.call(name, list(arguments))
    function: Callable[..., Value] | None = _found(name, "FUNCTIONS")
    if function is not None:
        return function
    choose = _placed(name)
    return lambda bindings, *arguments: [item.value for item in choose(bindings, *arguments)]


def resolve_placed(name: str) -> Callable[[Bindings, list[Value], Path], Item]:
    """The same, giving places; a function of values stands where it was called."""
    if name not in HOMES or _found(name, "PLACED") is None:
        function = resolve(name)
        return lambda bindings, arguments, path: Item(function(bindings, *arguments), path, made=True)
    choose = _placed(name)

    def run(bindings: Bindings, arguments: list[Value], _: Path) -> Item:
        if arguments:
            return computed(choose(bindings, *arguments))
        # Without arguments it is about the resource as a whole: the same for all policies.
        return bindings.context.remembered(name, lambda: computed(choose(bindings)))

    return run


def resolve_following(name: str) -> Callable[..., Item] | None:
    """A function that chooses from its first argument, called with that as an Item: it keeps its place."""
    return _found(name, "FOLLOWING") if name in _FOLLOWING else None


def _placed(name: str) -> Callable[..., list[Item]]:
    choose: Callable[..., list[Item]] | None = _found(name, "PLACED")
    if choose is None:
        raise KeyError(name)
    return choose


def _found(name: str, registry: str) -> Callable[..., T] | None:
    module = import_module(f"{__name__}.{HOMES[name]}")
    table: dict[str, Callable[..., T]] = getattr(module, registry, {})
    return table.get(name)
