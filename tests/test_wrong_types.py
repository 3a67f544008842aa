"""A value of any type at any place of a pod: said once and where it stands, and other workloads are judged as ever."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from policycheck.model import Outcome, Path, Value
from tests.manifests import as_stream, documents, positions, with_value
from tests.pods import PODS
from tests.runs import bundled, judged

VALUES: dict[str, Value] = {
    "mapping": {"a": "b"},
    "list": ["a"],
    "text": "a",
    "number": 7,
    "true": True,
    "null": None,
    "fraction": 0.5,
}
UNRELATED = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: mail, namespace: post}
spec:
  replicas: 2
  selector: {matchLabels: {app: mail}}
  template:
    metadata: {labels: {app: mail}}
    spec:
      containers:
        - name: mail
          image: example/mail:1
          env: [{name: SMTP_PASSWORD, value: swordfish}, {name: GOMEMLIMIT, value: 1Gi}]
          ports: [{name: http, containerPort: 8080}]
          livenessProbe: {grpc: {port: smtp}}
---
apiVersion: v1
kind: Service
metadata: {name: mail, namespace: post}
spec: {selector: {app: mail}, ports: [{name: http, port: 80, targetPort: web}]}
"""
WORKLOAD, *AROUND = documents(PODS)
CONTAINERS: Path = ("spec", "template", "spec", "containers")
OTHERS = (*AROUND, *documents(UNRELATED))
PLACES = [path for path in positions(WORKLOAD) if path[0] == "spec"]


def outcomes_with(place: Path, value: Value) -> list[Outcome]:
    manifests = as_stream([with_value(WORKLOAD, place, value), *OTHERS])
    return judged(manifests, *bundled(), namespace="shop")


def said_of(name: str, outcomes: Iterable[Outcome]) -> list[tuple[str, str, str, Path]]:
    """What is found in the resources of that name."""
    return [
        (one.policy.id, one.severity, finding.message, finding.path)
        for one in outcomes
        if one.resource.name == name
        for finding in one.findings
    ]


def type_of(value: Value) -> str:
    return "number" if isinstance(value, float) else type(value).__name__.replace("int", "number")


def is_refused(place: Path, value: Value) -> bool:
    """Whether Kubernetes refuses a value of that type; null is absent, which most fields may be, and some have two."""
    written = WORKLOAD
    for part in place:
        written = written[part]  # type: ignore[index]  # the path exists
    types = {type_of(written)}
    if place[-2:] in {("httpGet", "port"), ("tcpSocket", "port")} or place[-2:-1] == ("rollingUpdate",):
        types = {"number", "str"}
    if not {"requests", "limits"}.isdisjoint(place[-2:-1]) or place[-1] == "divisor":
        types = {"number", "str"}
    return type_of(value) not in types if value is not None else place == CONTAINERS


BEFORE = outcomes_with(("spec", "replicas"), 3)


def test_what_is_changed_is_right_before_and_the_other_workload_is_not() -> None:
    off = {one.policy.id for one in bundled() if not one.policy.default}
    assert [said for said in said_of("payments", BEFORE) if said[1] == "error" and said[0] not in off] == []
    assert len(said_of("mail", BEFORE)) > 5
    assert len(PLACES) > 200
    assert {type(place[-1]) for place in PLACES} == {str, int}


def check(place: Path, value: Value) -> None:
    outcomes = outcomes_with(place, value)
    said = said_of("payments", outcomes)
    assert [(one.policy.id, one.reason) for one in outcomes if one.status == "error"] == []
    unreadable = Counter(path for _, _, message, path in said if message.startswith("cannot be judged"))
    assert [path for path, times in unreadable.items() if times > 1] == []
    if is_refused(place, value):
        assert len([one for one in said if one[1] == "error" and one[3] == place]) == 1, said
    assert said_of("mail", outcomes) == said_of("mail", BEFORE)


@pytest.mark.parametrize("first", range(len(VALUES)), ids=VALUES)
def test_a_value_of_any_type_at_any_place(first: int) -> None:
    """Two of the values at every place, each value at every third place or so."""
    values = list(VALUES.values())
    for number, place in enumerate(PLACES):
        if (number - first) % len(VALUES) in {0, 3}:
            check(place, values[first])


@pytest.mark.parametrize("field", ["env", "ports", "resources", "containers"])
def test_each_field_that_an_author_mistypes_with_each_value(field: str) -> None:
    for place in (path for path in PLACES if path[-1] == field):
        for value in VALUES.values():
            check(place, value)
