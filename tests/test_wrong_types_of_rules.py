"""A value of any type at any place of a monitor or of rules: said, once a place, and nothing is raised."""

from __future__ import annotations

from collections import Counter

import pytest

from policycheck.model import Outcome, Path, Value
from tests.manifests import as_stream, documents, positions, with_value
from tests.runs import bundled, judged

SHOP = """\
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {selector: {app: web}, ports: [{name: metrics, port: 9090}]}
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: {name: web, namespace: shop}
spec:
  sampleLimit: 5000
  labelLimit: 30
  podTargetLabels: [team]
  namespaceSelector: {matchNames: [shop]}
  selector: {matchLabels: {app: web}, matchExpressions: [{key: app, operator: In, values: [web]}]}
  endpoints:
    - port: metrics
      interval: 30s
      scrapeTimeout: 10s
      relabelings: [{sourceLabels: [__meta_kubernetes_namespace], targetLabel: ns, regex: (.+), action: replace}]
      metricRelabelings: [{action: labeldrop, regex: pod_ip}]
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: web, namespace: shop}
spec:
  groups:
    - name: web
      interval: 1m
      rules:
        - {record: "job:up:sum", expr: sum by (job) (up), labels: {team: shop}}
        - {alert: Down, expr: up == 0, for: 5m, labels: {severity: page}, annotations: {summary: "{{ $value }}"}}
"""
SERVICE, MONITOR, RULES = documents(SHOP)
VALUES: list[Value] = [{"a": "b"}, ["a"], "a", 7, True, None, 0.5]
PLACES = [
    (number, path) for number, body in enumerate((MONITOR, RULES)) for path in positions(body) if path[0] == "spec"
]


def outcomes_with(number: int, place: Path, value: Value) -> list[Outcome]:
    changed = [with_value(body, place, value) if one == number else body for one, body in enumerate((MONITOR, RULES))]
    return judged(as_stream([SERVICE, *changed]), *bundled(), namespace="shop")


def check(outcomes: list[Outcome]) -> None:
    assert [(one.policy.id, one.reason) for one in outcomes if one.status == "error"] == []
    unreadable = Counter(
        (one.resource.kind, finding.path)
        for one in outcomes
        for finding in one.findings
        if finding.message.startswith("cannot be judged")
    )
    assert [place for place, times in unreadable.items() if times > 1] == []


def test_what_is_changed_is_right_before() -> None:
    outcomes = judged(SHOP, *bundled(), namespace="shop")
    about = [one for one in outcomes if one.resource.kind in {"ServiceMonitor", "PrometheusRule"}]
    assert [one.policy.id for one in about if one.status == "fail"] == ["red-metrics-covered"]
    assert len(PLACES) > 50


@pytest.mark.parametrize("first", range(3))
def test_a_value_of_any_type_at_any_place(first: int) -> None:
    """Each place with three of the values, each value at every place or so."""
    for turn, (number, place) in enumerate(PLACES):
        check(outcomes_with(number, place, VALUES[(turn + 2 * first) % len(VALUES)]))


PLAIN = {
    "groups that are a text": "groups: web",
    "a group that is a text": "groups: [web]",
    "a null group": "groups: [null]",
    "rules that are a number": "groups: [{name: a, rules: 7}]",
    "a rule that is a list": "groups: [{name: a, rules: [[up]]}]",
    "an expression that is a mapping": "groups: [{name: a, rules: [{record: 'a:b', expr: {up: 1}}]}]",
    "labels that are a list": "groups: [{name: a, rules: [{record: 'a:b', expr: up, labels: [a]}]}]",
    "braces that Helm escaped": "groups: [{name: a, rules: [{alert: A, expr: '{{`up{a=\"{{ $b }}\"}`}}'}]}]",
    "a time that is a list": "groups: [{name: a, rules: [{alert: A, expr: up, for: [5m]}]}]",
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_a_file_that_is_wrong_has_a_finding(text: str) -> None:
    outcomes = judged(text, *bundled())
    check(outcomes)
    assert [one for one in outcomes if one.status == "fail"]


ODD = {
    "both ports": (MONITOR, ("spec", "endpoints", 0, "targetPort"), 9090),
    "a regex that RE2 refuses": (MONITOR, ("spec", "endpoints", 0, "relabelings", 0, "regex"), "(?!a)"),
    "a Service without ports": (SERVICE, ("spec", "ports"), None),
}


@pytest.mark.parametrize(("body", "place", "value"), ODD.values(), ids=ODD)
def test_a_monitor_that_is_wrong_has_a_finding(body: dict[str, Value], place: Path, value: Value) -> None:
    changed = [with_value(one, place, value) if one is body else one for one in (SERVICE, MONITOR)]
    outcomes = judged(as_stream(changed), *bundled(), namespace="shop")
    check(outcomes)
    assert [one for one in outcomes if one.status == "fail" and one.resource.kind == "ServiceMonitor"]
