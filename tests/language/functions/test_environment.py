"""Variables that refer to each other, and that hide each other."""

from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.language.functions import resolve_placed
from policycheck.model import Path, Value, dotted
from tests.language.functions.calling import called
from tests.language.surroundings import bindings, context

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      image: web:1
      envFrom: [{configMapRef: {name: c}}]
      env: [{name: A, value: $(B)}, {name: B, value: b}, {name: A, value: $(C)}]
      args: [$(A)]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data: {C: c}
"""
WEB: Path = ("spec", "containers", 0)


@pytest.mark.parametrize(
    ("place", "text", "missed"),
    [
        (("env", 0), "$(A) $(B) $(C) $(D)", ["A", "B", "D"]),
        (("env", 2), "$(A) $(B) $(C) $(D)", ["D"]),
        (("args", 0), "$(A) $(B) $(C) $(D)", ["D"]),
        (("env", 0), None, []),
    ],
)
def test_a_text_sees_what_stands_before_it(place: Path, text: Value, missed: list[str]) -> None:
    assert called("unresolved", text, bound=bindings(context(POD), item=(*WEB, *place))) == missed


def test_a_name_written_again_hides_the_first() -> None:
    items = resolve_placed("repeated_variables")(bindings(context(POD)), [], ()).elements()
    assert [(dotted(item.path), item.value) for item in items] == [
        ("spec.containers[0].env[2]", {"name": "A", "value": "$(C)"})
    ]


@pytest.mark.parametrize(("env", "place"), [("5", "env"), ("[5]", "env[0]"), ("[{name: 5}]", "env[0].name")])
def test_what_cannot_be_read_says_where(env: str, place: str) -> None:
    pod = f"{{apiVersion: v1, kind: Pod, metadata: {{name: a}}, spec: {{containers: [{{name: a, env: {env}}}]}}}}"
    with pytest.raises(Unreadable) as caught:
        called("repeated_variables", bound=bindings(context(pod)))
    assert dotted(caught.value.path or ()) == f"spec.containers[0].{place}"
