"""The rules of a PrometheusRule, of a rule file, and of rule files inside a ConfigMap, through one view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from policycheck.kubernetes import reading
from policycheck.language.context import Context
from policycheck.language.items import Item, computed
from policycheck.model import Value
from policycheck.prometheus.config_files import rule_files
from policycheck.prometheus.rules import GROUP_FIELDS, RULE_FIELDS, Group, Rule, groups, rules

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings


def rule_groups(bindings: Bindings) -> list[Item]:
    """`rule_groups()`: groups of rules: {name, interval, ..., unknown, again, where}.

    `unknown` are its fields that Prometheus does not know, `again` says that an earlier group of the file has its name;
    `where` is "" or its place in a file of a ConfigMap.
    """
    return bindings.context.collection(_groups).elements()


def prometheus_rules(bindings: Bindings) -> list[Item]:
    """`rules()`: every rule: {record, alert, expr, labels, ..., unknown, group, where}; expr is a text."""
    return bindings.context.collection(_rules).elements()


def rule_labels(bindings: Bindings) -> list[Item]:
    """`rule_labels()`: labels that rules and groups set: {name, value, of, where}; of is alert, record or group."""
    return bindings.context.collection(_labels).elements()


def rule_templates(bindings: Bindings) -> list[Item]:
    """`rule_templates()`: templates in alerts: {name, value, of, where}; of is label or annotation."""
    return bindings.context.collection(_templates).elements()


def _sources(context: Context) -> Iterator[tuple[list[Group], str]]:
    """The groups of each file there is, with the name that places inside it are given, "" where paths are."""
    resource = context.resource
    if resource.kind == "ConfigMap":
        for file in rule_files(resource.body):
            yield list(groups(file.body, file.path, file=file.name)), file.name
    elif resource.kind == "PrometheusRule":
        with reading.inside("spec"):
            spec = reading.mapping(resource.body.get("spec"), "a spec")
        yield list(groups(spec, ("spec",))), ""
    else:
        yield list(groups(resource.body)), ""


def _groups(context: Context) -> Item:
    found = []
    for of_file, file in _sources(context):
        names: list[Value] = []
        for group in of_file:
            name = group.body.get("name")
            told = {"unknown": _unknown(group.body, GROUP_FIELDS), "again": name in names, "where": group.where}
            names.append(name)
            found.append(Item({**group.body, **told}, group.path, made=bool(file)))
    return computed(found)


def _each(context: Context) -> list[tuple[Rule, bool]]:
    """Every rule, and whether it stands inside a file."""
    return context.remembered(
        _each,
        lambda: [
            (rule, bool(file))
            for of_file, file in _sources(context)
            for group in of_file
            for rule in rules(group, file=file)
        ],
    )


def _rules(context: Context) -> Item:
    return computed([Item(_told(rule), rule.path, made=made) for rule, made in _each(context)])


def _told(rule: Rule) -> Value:
    name = rule.group.body.get("name")
    unknown = _unknown(rule.body, RULE_FIELDS)
    return {**rule.body, "expr": _expr(rule.body), "unknown": unknown, "group": name, "where": rule.where}


def _expr(rule: dict[str, Value]) -> str | None:
    """The expression: a number is one too; what is no text is another policy's finding."""
    written = rule.get("expr")
    if isinstance(written, (int, float)) and not isinstance(written, bool):
        return str(written)
    return written if isinstance(written, str) else None


def _labels(context: Context) -> Item:
    found: list[Item] = []
    for rule, made in _each(context):
        of = "alert" if rule.body.get("alert") else "record"
        found += _entries(rule.body, "labels", rule, of, made=made)
    for of_file, file in _sources(context):
        for group in of_file:
            whole = Rule(group.body, group.path, group, group.where)
            found += _entries(group.body, "labels", whole, "group", made=bool(file))
    return computed(found)


def _entries(body: dict[str, Value], field: str, rule: Rule, of: str, *, made: bool) -> Iterator[Item]:
    """Entries that have a text; in a rule file numbers and booleans are texts too."""
    path = rule.path if made else (*rule.path, field)
    with reading.inside(*path):
        entries = reading.mapping(body.get(field), f"a mapping of {field}")
    for name, value in entries.items():
        if value is not None and not isinstance(value, (dict, list)):
            told: Value = {"name": name, "value": _text(value), "of": of, "where": rule.where}
            yield Item(told, path if made else (*path, name), made=True)


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _templates(context: Context) -> Item:
    found = []
    for rule, made in _each(context):
        if rule.body.get("alert"):
            for field, of in (("labels", "label"), ("annotations", "annotation")):
                found += [entry for entry in _entries(rule.body, field, rule, of, made=made) if _is_template(entry)]
    return computed(found)


def _is_template(entry: Item) -> bool:
    return isinstance(entry.value, dict) and "{{" in str(entry.value["value"])


def _unknown(body: dict[str, Value], known: frozenset[str]) -> Value:
    return sorted(body.keys() - known)


PLACED: dict[str, Callable[..., list[Item]]] = {
    "rule_groups": rule_groups,
    "rules": prometheus_rules,
    "rule_labels": rule_labels,
    "rule_templates": rule_templates,
}
