"""The rules of a PrometheusRule, of a rule file, and of rule files inside a ConfigMap, through one view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from policycheck.kubernetes import reading
from policycheck.language.context import Context
from policycheck.language.items import Item, computed
from policycheck.model import Resource, Value
from policycheck.prometheus.config_files import rule_files
from policycheck.prometheus.rules import GROUP_FIELDS, RULE_FIELDS, Group, Rule, groups, rules

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings


def rule_groups(bindings: Bindings) -> list[Item]:
    """`rule_groups()`: groups of rules: their fields and {unknown, again, called}."""
    # `unknown` are fields that Prometheus does not know, `again` says that an earlier group of the file has its name,
    # `called` is how a message names it.
    return bindings.context.collection(_groups).elements()


def prometheus_rules(bindings: Bindings) -> list[Item]:
    """`rules()`: every rule: {record, alert, expr, labels, ..., unknown, called}; expr is a text."""
    return bindings.context.collection(_rules).elements()


def rule_labels(bindings: Bindings) -> list[Item]:
    """`rule_labels()`: labels that rules and groups set: {name, value, of, called}; of is alert, record or group."""
    return bindings.context.collection(_labels).elements()


def alert_annotations(bindings: Bindings) -> list[Item]:
    """`alert_annotations()`: annotations of alerts: {name, value, of, called}."""
    return bindings.context.collection(_annotations).elements()


def rule_templates(bindings: Bindings) -> list[Item]:
    """`rule_templates()`: templates in alerts: {name, value, of, called}; of is label or annotation."""
    return bindings.context.collection(_templates).elements()


def _files(context: Context) -> list[list[Group]]:
    """The groups of each file there is: in a ConfigMap there may be several."""
    return context.remembered(_files, lambda: _read_files(context.resource))


def _read_files(resource: Resource) -> list[list[Group]]:
    if resource.kind == "ConfigMap":
        return [list(groups(file.body, file.path, file=file.name)) for file in rule_files(resource.body)]
    if resource.kind != "PrometheusRule":
        return [list(groups(resource.body))]
    with reading.inside("spec"):
        spec = reading.mapping(resource.body.get("spec"), "a spec")
    return [list(groups(spec, ("spec",)))]


def _groups(context: Context) -> Item:
    found = []
    for of_file in _files(context):
        names: list[Value] = []
        for group in of_file:
            name = group.body.get("name")
            told = {"unknown": _unknown(group.body, GROUP_FIELDS), "again": name in names, "called": _called(group)}
            names.append(name)
            found.append(Item({**group.body, **told}, group.path, made=bool(group.file)))
    return computed(found)


def _called(group: Group) -> str:
    name = f"group {group.body['name']}" if group.body.get("name") else "the group"
    return f"{name} in {group.file}" if group.file else name


def _each(context: Context) -> list[Rule]:
    return context.remembered(
        _each, lambda: [rule for of_file in _files(context) for group in of_file for rule in rules(group)]
    )


def _rules(context: Context) -> Item:
    return computed([Item(_told(rule), rule.path, made=bool(rule.group.file)) for rule in _each(context)])


def _told(rule: Rule) -> Value:
    unknown = _unknown(rule.body, RULE_FIELDS)
    return {**rule.body, "expr": _expr(rule.body), "unknown": unknown, "called": rule.called}


def _expr(rule: dict[str, Value]) -> str | None:
    """The expression: a number is one too; what is no text is another policy's finding."""
    written = rule.get("expr")
    if isinstance(written, (int, float)) and not isinstance(written, bool):
        return str(written)
    return written if isinstance(written, str) else None


def _labels(context: Context) -> Item:
    found: list[Item] = []
    for rule in _each(context):
        found += _entries(rule, "labels", "alert" if rule.body.get("alert") else "record", rule.called)
    for of_file in _files(context):
        for group in of_file:
            if "labels" in group.body:  # few have any
                found += _entries(group, "labels", "group", _called(group))
    return computed(found)


def _entries(holder: Rule | Group, field: str, of: str, called: str) -> Iterator[Item]:
    """Entries that have a text; in a rule file numbers and booleans are texts too."""
    written = holder.body.get(field)
    if written is None:
        return
    inside_file = bool(holder.group.file if isinstance(holder, Rule) else holder.file)
    path = holder.path if inside_file else (*holder.path, field)
    with reading.inside(*path):
        entries = reading.mapping(written, f"a mapping of {field}")
    for name, value in entries.items():
        if value is not None and not isinstance(value, (dict, list)):
            text = str(value).lower() if isinstance(value, bool) else str(value)
            told: Value = {"name": name, "value": text, "of": of, "called": called}
            yield Item(told, path if inside_file else (*path, name), made=True)


def _annotations(context: Context) -> Item:
    return computed(_of_alerts(context, "annotations", "annotation"))


def _of_alerts(context: Context, field: str, of: str) -> list[Item]:
    alerts = [rule for rule in _each(context) if rule.body.get("alert")]
    return [entry for rule in alerts for entry in _entries(rule, field, of, rule.called)]


def _templates(context: Context) -> Item:
    found = [*_of_alerts(context, "labels", "label"), *context.collection(_annotations).elements()]
    return computed([entry for entry in found if isinstance(entry.value, dict) and "{{" in str(entry.value["value"])])


def _unknown(body: dict[str, Value], known: frozenset[str]) -> Value:
    return sorted(body.keys() - known)


PLACED: dict[str, Callable[..., list[Item]]] = {
    "rule_groups": rule_groups,
    "rules": prometheus_rules,
    "rule_labels": rule_labels,
    "rule_templates": rule_templates,
    "alert_annotations": alert_annotations,
}
