"""Label selectors: one reading for budgets, Services, workloads, monitors and network policies (semantics 0.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from policycheck.kubernetes import reading
from policycheck.kubernetes.labels import is_label_key, is_label_value
from policycheck.model import Value

Operator = Literal["In", "NotIn", "Exists", "DoesNotExist"]

_OPERATORS: dict[str, Operator] = {"In": "In", "NotIn": "NotIn", "Exists": "Exists", "DoesNotExist": "DoesNotExist"}


class Requirement(NamedTuple):
    """What one label must be like. `values` is empty for Exists and DoesNotExist."""

    key: str
    operator: Operator
    values: frozenset[str] = frozenset()

    def holds(self, labels: Mapping[str, str]) -> bool:
        """NotIn holds where the key is absent."""
        match self.operator:
            case "In":
                return labels.get(self.key) in self.values
            case "NotIn":
                return labels.get(self.key) not in self.values
            case "Exists":
                return self.key in labels
            case "DoesNotExist":
                return self.key not in labels


Selector = tuple[Requirement, ...] | None
"""Requirements that must all hold: () takes everything. None takes nothing."""


def label_selector(value: Value) -> Selector:
    """Read matchLabels and matchExpressions; null or absent takes nothing, `{}` everything.

    Other fields are dropped as the API server drops them, so a plain map (`{app: a}`) takes everything. Raises
    Unreadable for what validation refuses: an unknown operator, In without values, a key or value that is no label's.
    """
    if value is None:
        return None
    selector = reading.mapping(value, "a label selector")
    wanted = reading.mapping(selector.get("matchLabels"), "a mapping of labels")
    expressions = reading.sequence(selector.get("matchExpressions"), "a list of selector expressions")
    return (*_all_equal(wanted), *(_expression(expression) for expression in expressions))


def map_selector(value: Value) -> Selector:
    """Read the plain map of a Service; absent and `{}` take nothing: its endpoints are managed by hand."""
    return _all_equal(reading.mapping(value, "a mapping of labels")) or None


def matches(selector: Selector, labels: Mapping[str, str]) -> bool:
    """Whether a selector takes an object with these labels."""
    return selector is not None and all(requirement.holds(labels) for requirement in selector)


def _all_equal(wanted: Mapping[str, Value]) -> tuple[Requirement, ...]:
    return tuple(Requirement(_key(key), "In", frozenset({_value(value)})) for key, value in wanted.items())


def _expression(value: Value) -> Requirement:
    expression = reading.mapping(value, "a selector expression")
    operator = _OPERATORS.get(reading.text(expression.get("operator"), "a selector operator"))
    values = reading.sequence(expression.get("values"), "a list of label values")
    if operator is None:
        raise reading.refused(expression.get("operator"), "In, NotIn, Exists or DoesNotExist")
    if bool(values) != (operator in {"In", "NotIn"}):
        raise reading.refused(expression.get("values"), f"what {operator} takes as values")
    return Requirement(_key(expression.get("key")), operator, frozenset(map(_value, values)))


def _key(value: Value) -> str:
    key = reading.text(value, "a label key")
    if not is_label_key(key):
        raise reading.refused(value, "a label key")
    return key


def _value(value: Value) -> str:
    text = reading.text(value, "a label value")
    if not is_label_value(text):
        raise reading.refused(value, "a label value")
    return text
