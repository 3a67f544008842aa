"""A PromQL tree walked once, from the leaves up: each part says what labels its result names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import TypeVar

import promql_parser as parser

from policycheck.prometheus.promql import MadeLabel, Matcher, Ranged, Reading

_OPS = {"MatchOp.Equal": "=", "MatchOp.NotEqual": "!=", "MatchOp.Re": "=~", "MatchOp.NotRe": "!~"}
_KEEP_ALL = frozenset(("topk", "bottomk", "limitk", "limit_ratio"))
"""Aggregations that choose series and change none of their labels."""
_SETS = frozenset(("and", "unless"))

Made = tuple[MadeLabel, ...]
T = TypeVar("T")


class _Walk:
    """What was met so far; `made` gives the labels that a part names for its result."""

    def __init__(self) -> None:
        self.metrics: list[str] = []
        self.matchers: list[Matcher] = []
        self.created: list[MadeLabel] = []
        self.removed: list[str] = []
        self.ranged: list[Ranged] = []
        self.replacements: list[str] = []
        self.calls: list[str] = []
        self.operators: list[str] = []

    def made(self, tree: parser.Expr) -> Made:
        visit = _VISITS.get(type(tree))
        return visit(self, tree) if visit else ()

    def selector(self, tree: parser.VectorSelector) -> Made:
        # The parser makes a new object each time that it is asked for a field: each is asked for once.
        metric, written = tree.name or "", tree.matchers
        for one in chain(written.matchers, *written.or_matchers):
            name, operator, value = one.name, _OPS[str(one.op)], one.value
            if name == "__name__" and operator == "=":
                metric = metric or value
            self.matchers.append(Matcher(metric, name, operator, value))
        if metric:
            self.metrics.append(metric)
        return ()

    def matrix(self, tree: parser.MatrixSelector) -> Made:
        return self.selector(tree.vector_selector)

    def inner(self, tree: parser.ParenExpr | parser.UnaryExpr | parser.SubqueryExpr) -> Made:
        return self.made(tree.expr)

    def aggregate(self, tree: parser.AggregateExpr) -> Made:
        name = str(tree.op)
        self.calls.append(name)
        made = self.made(tree.expr)
        modifier = tree.modifier
        if tree.param is not None and name != "count_values":
            self.made(tree.param)
        if name not in _KEEP_ALL:
            made = self.grouped(made, modifier)
        if name == "count_values" and isinstance(tree.param, parser.StringLiteral):
            made = (*made, self.creates(tree.param.val, name))
        return made

    def grouped(self, made: Made, modifier: parser.AggModifier | None) -> Made:
        """Without a modifier an aggregation has no labels at all."""
        if modifier is None:
            return ()
        labels = modifier.labels
        if modifier.type == parser.AggModifierType.Without:
            self.removed += labels
            return tuple([one for one in made if one.name not in labels])
        return tuple([self.creates(name, "by") for name in labels])

    def binary(self, tree: parser.BinaryExpr) -> Made:
        operator = str(tree.op)
        self.operators.append(operator)
        left, right = self.made(tree.lhs), self.made(tree.rhs)
        if operator == "or":
            return left + right
        if operator in _SETS:
            return left
        return self.joined(left, right, tree.modifier)

    def joined(self, left: Made, right: Made, modifier: parser.BinModifier | None) -> Made:
        """One to one keeps the labels it matched on; many to one those of the many, with what group_left adds."""
        if modifier is None:
            return left or right
        many = str(modifier.card)
        if many.endswith(("ManyToOne", "OneToMany")):
            word, kept = ("group_left", left) if many.endswith("ManyToOne") else ("group_right", right)
            return (*kept, *(self.creates(name, word) for name in modifier.group_labels or ()))
        matching = modifier.matching
        if matching is None:
            return left or right
        if matching.type == parser.LabelModifierType.Exclude:
            self.removed += matching.labels
            return tuple(one for one in left if one.name not in matching.labels)
        return tuple(self.creates(name, "on") for name in matching.labels)

    def call(self, tree: parser.Call) -> Made:
        name, arguments = tree.func.name, tree.args
        self.calls.append(name)
        made = tuple([one for argument in arguments for one in self.made(argument)])
        self.ranged += [Ranged(name, metric) for metric in _ranged_metrics(arguments)]
        texts = [argument.val for argument in arguments if isinstance(argument, parser.StringLiteral)]
        if name in {"label_replace", "label_join"} and texts:
            made = (*made, self.creates(texts[0], name))
            if name == "label_replace":
                self.replacements += texts[1:2]
        if name == "histogram_quantile":
            made = tuple(one for one in made if one.name != "le")
        return made

    def creates(self, name: str, by: str) -> MadeLabel:
        made = MadeLabel(name, by)
        self.created.append(made)
        return made


def _ranged_metrics(arguments: list[parser.Expr]) -> list[str]:
    """The metrics of range selectors that are arguments themselves; a subquery ranges over what may be anything."""
    names = [one.vector_selector.name for one in arguments if isinstance(one, parser.MatrixSelector)]
    return [name for name in names if name]


_VISITS: dict[type[parser.Expr], Callable[..., Made]] = {
    parser.VectorSelector: _Walk.selector,
    parser.MatrixSelector: _Walk.matrix,
    parser.ParenExpr: _Walk.inner,
    parser.UnaryExpr: _Walk.inner,
    parser.SubqueryExpr: _Walk.inner,
    parser.AggregateExpr: _Walk.aggregate,
    parser.BinaryExpr: _Walk.binary,
    parser.Call: _Walk.call,
}


def _once(found: Sequence[T]) -> tuple[T, ...]:
    """Each in the order in which it was met first."""
    return tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)


def reading_of(tree: parser.Expr) -> Reading:
    walk = _Walk()
    result = walk.made(tree)
    return Reading(
        metrics=tuple(walk.metrics),
        matchers=tuple(walk.matchers),
        result=_once(result),
        created=_once(walk.created),
        removed=_once(walk.removed),
        ranged=_once(walk.ranged),
        replacements=tuple(walk.replacements),
        calls=tuple(walk.calls),
        operators=tuple(walk.operators),
    )
