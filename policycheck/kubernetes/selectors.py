"""Label selectors: one reading for budgets, Services, workloads, monitors and network policies (semantics 0.5)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from policycheck.errors import Unreadable
from policycheck.kubernetes import reading
from policycheck.kubernetes.labels import is_label_key, is_label_value
from policycheck.model import Value
from policycheck.records import Record

Operator = Literal["In", "NotIn", "Exists", "DoesNotExist"]

_FIELDS = ("matchLabels", "matchExpressions")
_OPERATORS: dict[str, Operator] = {"In": "In", "NotIn": "NotIn", "Exists": "Exists", "DoesNotExist": "DoesNotExist"}


class Requirement(Record):
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
    Unreadable, at its place in the selector, for what validation refuses: an unknown operator, In without values, a key
    or value that is no label's.
    """
    if value is None:
        return None
    selector = reading.mapping(value, "a label selector")
    with reading.inside("matchLabels"):
        equal = _all_equal(selector.get("matchLabels"))
    with reading.inside("matchExpressions"):
        expressions = reading.sequence(selector.get("matchExpressions"), "a list of selector expressions")
        return (*equal, *(_expression(one, number) for number, one in enumerate(expressions)))


def exact_selector(value: Value) -> Selector:
    """Read a selector whose author means something by every key: as label_selector, but for a plain map.

    The API server drops keys it does not know, so that everything is taken, or, where it validates fields, refuses the
    object; neither is meant (semantics 0.5), and it is Unreadable.
    """
    selector = label_selector(value)
    for key in reading.mapping(value, "a label selector"):
        if key not in _FIELDS:
            message = f"{key} is not a field of a label selector, and without it all pods are taken"
            raise Unreadable(message, path=(key,))
    return selector


def map_selector(value: Value) -> Selector:
    """Read the plain map of a Service; absent and `{}` take nothing: its endpoints are managed by hand."""
    return _all_equal(value) or None


def matches(selector: Selector, labels: Mapping[str, str]) -> bool:
    """Whether a selector takes an object with these labels."""
    return selector is not None and all(requirement.holds(labels) for requirement in selector)


def _all_equal(value: Value) -> tuple[Requirement, ...]:
    return tuple(_equal(key, label) for key, label in reading.mapping(value, "a mapping of labels").items())


def _equal(key: str, value: Value) -> Requirement:
    # By the text of the value: 1 and true are equal to a cache, and both are refused.
    return _one_of(key, value) if isinstance(value, str) else _read_one(key, value)


@lru_cache(maxsize=4096)
def _one_of(key: str, value: str) -> Requirement:
    """The same few labels select everywhere in a render."""
    return _read_one(key, value)


def _read_one(key: str, value: Value) -> Requirement:
    with reading.inside(key):
        return Requirement(_key(key), "In", frozenset({_value(value)}))


def _expression(value: Value, number: int) -> Requirement:
    with reading.inside(number):
        return _requirement(reading.mapping(value, "a selector expression"))


def _requirement(expression: Mapping[str, Value]) -> Requirement:
    with reading.inside("operator"):
        operator = _operator(expression.get("operator"))
    with reading.inside("values"):
        written = reading.sequence(expression.get("values"), "a list of label values")
        if bool(written) != (operator in {"In", "NotIn"}):
            raise reading.refused(expression.get("values"), f"what {operator} takes as values")
        values = frozenset(map(_value, written))
    with reading.inside("key"):
        return Requirement(_key(expression.get("key")), operator, values)


def _operator(value: Value) -> Operator:
    operator = _OPERATORS.get(reading.text(value, "a selector operator"))
    if operator is None:
        raise reading.refused(value, "In, NotIn, Exists or DoesNotExist")
    return operator


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
