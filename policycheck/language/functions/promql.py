"""What PromQL expressions say, as their parser reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from policycheck.language.functions.strings import text_of
from policycheck.model import Value
from policycheck.prometheus import paths
from policycheck.prometheus.promql import MadeLabel, Matcher, read, refused_by_legacy, shown

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings


def promql(_: Bindings, expression: Value) -> Value:
    """`promql(expr)`: {metrics, matchers, result, created, removed, ranged, replacements, calls, operators, fault}."""
    # `result` are the labels {name, by} named for what comes out, `created` those named anywhere; `removed` the names
    # in without and ignoring, `ranged` the functions over ranges {function, metric}, `fault` the parser's text or "".
    return _whole(text_of(expression) or "")


def promql_fault(_: Bindings, expression: Value, utf8: Value) -> str:
    """`promql_fault(expr, false)`: why an expression cannot be read, or ""; true lets names of Prometheus 3 pass."""
    found = read(text_of(expression) or "")
    return found.fault or ("" if utf8 is True else refused_by_legacy(found))


def promql_shown(_: Bindings, expression: Value) -> str:
    """`promql_shown(expr)`: an expression for a message: one line, without what stands in quotes."""
    return shown(text_of(expression) or "")


def promql_labels(_: Bindings, expression: Value) -> list[Value]:
    """`promql_labels(expr)`: labels that the expression names for its result: {name, by}."""
    return _labels(read(text_of(expression) or "").result)


def raw_paths(_: Bindings, expression: Value) -> list[Value]:
    """`raw_paths(expr)`: paths with raw ids in matchers and in what label_replace writes: {label, value, normal}."""
    return _raw_paths(text_of(expression) or "")


def id_patterns(_: Bindings, expression: Value) -> list[Value]:
    """`id_patterns(expr)`: matchers whose regular expression stands for ids of a path: {name, value}."""
    found = read(text_of(expression) or "").matchers
    return _matchers([one for one in found if one.op in {"=~", "!~"} and paths.matches_ids(one.value)])


@lru_cache(maxsize=8192)
def _whole(expression: str) -> Value:
    """Once for all policies: values are never changed by who gets them."""
    found = read(expression)
    return {
        "metrics": list(found.metrics),
        "matchers": _matchers(found.matchers),
        "result": _labels(found.result),
        "created": _labels(found.created),
        "removed": list(found.removed),
        "ranged": [{"function": function, "metric": metric} for function, metric in found.ranged],
        "replacements": list(found.replacements),
        "calls": list(found.calls),
        "operators": list(found.operators),
        "fault": found.fault,
    }


@lru_cache(maxsize=8192)
def _raw_paths(expression: str) -> list[Value]:
    """Asked for by the assert and again by its message."""
    found = read(expression)
    written = [
        (one.name, path)
        for one in found.matchers
        for path in paths.raw_paths(one.value, is_pattern=one.op in {"=~", "!~"})
    ]
    written += [("label_replace", text) for text in found.replacements if paths.has_raw_id(text)]
    return [{"label": label, "value": path, "normal": paths.normalise_path(path)} for label, path in written]


def _matchers(found: Iterable[Matcher]) -> list[Value]:
    return [{"metric": metric, "name": name, "op": op, "value": value} for metric, name, op, value in found]


def _labels(found: Iterable[MadeLabel]) -> list[Value]:
    return [{"name": name, "by": by} for name, by in found]


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "promql": promql,
    "promql_fault": promql_fault,
    "promql_labels": promql_labels,
    "promql_shown": promql_shown,
    "raw_paths": raw_paths,
    "id_patterns": id_patterns,
}
