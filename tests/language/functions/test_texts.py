"""Texts in clear, each at its place, and what command lines give by name."""

from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.language.functions import resolve_placed
from policycheck.model import Value, dotted
from tests.language.surroundings import bindings, context

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  initContainers: [{name: wait, image: wait:1, command: [wait]}]
  containers:
    - name: web
      image: web:1
      command: [sh, -c]
      args: ["app --token=a1b2 --url=http://u:swordfish@h"]
      env: [{name: LEVEL, value: info}, {name: DB_PASS, value: a1b2}, {name: FROM, valueFrom: {fieldRef: {}}}]
      livenessProbe: {httpGet: {httpHeaders: [{name: Host, value: h}, {name: X-Api-Key, value: a1b2}]}}
      lifecycle: {preStop: {exec: {command: [stop]}}}
"""

CONFIG = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data:
  level: info
  db-password: "postgres://u:pw@h"
  app.yaml: "token: a1b2\\npassword: 'postgres://u:pw@h'\\nurl: postgres://u:swordfish@h\\n"
"""


def found(name: str, manifest: str) -> list[tuple[str, Value]]:
    items = resolve_placed(name)(bindings(context(manifest)), [], ()).elements()
    return [(dotted(item.path), item.value) for item in items]


def test_texts_of_containers_stand_where_they_are_written() -> None:
    web = "spec.containers[0]"
    assert found("plain_texts", POD) == [
        (f"{web}.env[0].value", {"what": "env LEVEL", "text": "info"}),
        (f"{web}.env[2].value", {"what": "env FROM", "text": ""}),
        (f"{web}.command[0]", {"what": "the command line", "text": "sh"}),
        (f"{web}.command[1]", {"what": "the command line", "text": "-c"}),
        (f"{web}.args[0]", {"what": "the command line", "text": "app  --url=http://u:swordfish@h"}),
        (f"{web}.lifecycle.preStop.exec.command[0]", {"what": "the command line", "text": "stop"}),
        ("spec.initContainers[0].command[0]", {"what": "the command line", "text": "wait"}),
        (f"{web}.livenessProbe.httpGet.httpHeaders[0].value", {"what": "header Host", "text": "h"}),
    ]


def test_texts_of_a_configmap_lack_what_a_name_tells() -> None:
    assert found("plain_texts", CONFIG) == [
        ("data.level", {"what": "level", "text": "info"}),
        ("data.db-password", {"what": "db-password", "text": "postgres://u:@h"}),
        (
            'data["app.yaml"]',
            {
                "what": "app.yaml",
                "text": "token: a1b2\npassword: 'postgres://u:@h'\nurl: postgres://u:swordfish@h\n",
            },
        ),
    ]


def test_flags_stand_where_their_values_do() -> None:
    assert found("flags", POD) == [
        ("spec.containers[0].args[0]", {"flag": "--token", "name": "token", "value": "a1b2"}),
        ("spec.containers[0].args[0]", {"flag": "--url", "name": "url", "value": "http://u:swordfish@h"}),
    ]


@pytest.mark.parametrize("name", ["flags", "plain_texts"])
def test_other_kinds_have_none(name: str) -> None:
    assert found(name, "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {args: [--token=a]}}") == []
    assert found(name, "{apiVersion: example.com/v1, kind: ConfigMap, metadata: {name: a}, data: {a: b}}") == []


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ("args: --token=a", "args"),
        ("command: [5]", "command[0]"),
        ("livenessProbe: 5", "livenessProbe"),
        ("lifecycle: {preStop: {exec: {command: x}}}", "lifecycle.preStop.exec.command"),
        ("lifecycle: 5", "lifecycle"),
    ],
)
@pytest.mark.parametrize("name", ["flags", "plain_texts"])
def test_what_cannot_be_read_says_where(name: str, field: str, place: str) -> None:
    with pytest.raises(Unreadable) as caught:
        found(
            name, f"{{apiVersion: v1, kind: Pod, metadata: {{name: a}}, spec: {{containers: [{{name: a, {field}}}]}}}}"
        )
    assert dotted(caught.value.path or ()) == f"spec.containers[0].{place}"
