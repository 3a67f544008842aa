"""Rule files and PrometheusRules through one view: their groups, and what stands in each rule (semantics B5.15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policycheck.kubernetes import reading
from policycheck.model import Path, Value
from policycheck.records import Record

GROUP_FIELDS = frozenset(
    (
        *("name", "interval", "limit", "rules", "labels", "query_offset"),
        *("partial_response_strategy", "source_tenants", "evaluation_delay", "align_evaluation_time_on_interval"),
    )
)
"""Prometheus' and, in the second line, those of Thanos and Mimir, which read the same files."""

RULE_FIELDS = frozenset(("record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations"))


class Group(Record):
    """A group of rules. `file` is that of a ConfigMap, "" where the path leads to the group itself."""

    body: dict[str, Value]
    path: Path
    file: str = ""


class Rule(Record):
    """A rule of a group. `called` is how a message names it: `alert HighErrors`, `record a:b in rules.yaml`."""

    body: dict[str, Value]
    path: Path
    group: Group
    called: str


def groups(holder: Mapping[str, Value], path: Path = (), *, file: str = "") -> Iterator[Group]:
    """The groups under `groups` of a rule file, or of a PrometheusRule's spec at `path`.

    Of a `file` inside a ConfigMap all stands at `path`. Unreadable, at its place, for a group that is no mapping.
    """
    for number, body in enumerate(_listed(holder, "groups", path, file)):
        place = ("groups", number)
        with reading.inside(*_inner(path, place, file)):
            group = reading.mapping(_present(body), "a rule group")
        yield Group(group, _inner(path, place, file), file)


def rules(group: Group) -> Iterator[Rule]:
    """Its rules, in order; Unreadable, at its place, for one that is no mapping."""
    for number, body in enumerate(_listed(group.body, "rules", group.path, group.file)):
        place = _inner(group.path, ("rules", number), group.file)
        with reading.inside(*place):
            rule = reading.mapping(_present(body), "a rule")
        yield Rule(rule, place, group, _called(rule, group.file))


def _called(rule: Mapping[str, Value], file: str) -> str:
    name = next((f"{key} {rule[key]}" for key in ("alert", "record") if rule.get(key)), "the rule")
    return f"{name} in {file}" if file else name


def _listed(body: Mapping[str, Value], key: str, path: Path, file: str) -> list[Value]:
    with reading.inside(*_inner(path, (key,), file)):
        return reading.sequence(body.get(key), f"a list of {key}")


def _inner(path: Path, steps: Path, file: str) -> Path:
    return path if file else (*path, *steps)


def _present(body: Value) -> Value:
    """A null among rules is no rule: Prometheus refuses the file."""
    return "" if body is None else body


def is_rules_file(body: Value) -> bool:
    """Whether a YAML text is a rule file: groups, of which one has rules with an expr."""
    if not isinstance(body, dict) or "apiVersion" in body or "kind" in body:
        return False
    return any(isinstance(group, dict) and _has_expr(group.get("rules")) for group in _list(body.get("groups")))


def _has_expr(rules: Value) -> bool:
    return any(isinstance(rule, dict) and "expr" in rule for rule in _list(rules))


def _list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []
