"""Where settings come from, which files follow their ConfigMap, and who waits for that."""

from __future__ import annotations

import pytest

from policycheck.language.functions import registry
from policycheck.language.items import Item
from policycheck.model import Value
from tests.language.functions.calling import called
from tests.language.surroundings import bindings, context

SHOP = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
        - name: web
          args: [--log-level=info, --port=80, --mode=$(MODE), ARGS]
          env: [{name: LOG_LEVEL, value: debug}, {name: MODE, value: fast}, {name: DB_PORT, value: "5432"}]
          envFrom: [{configMapRef: {name: more}}]
          livenessProbe: {exec: {command: [probe, --mode=slow]}}
          volumeMounts: [{name: config, mountPath: /etc/web}, {name: config, mountPath: /a, subPath: web.yaml}]
        - {name: side, env: [{name: PORT, value: "81"}]}
      volumes: [{name: config, configMap: {name: web}}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: web}
immutable: true
data: {web.yaml: "log: {level: debug, list: [{level: x}]}"}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: more}
data: {COLOUR: red}
"""
CONTAINER = ("spec", "template", "spec", "containers", 0)


def placed(name: str, manifests: str = SHOP) -> list[Item]:
    return registry.PLACED[name](bindings(context(manifests)))


def test_a_setting_given_thrice_is_told_at_what_wins() -> None:
    (found,) = placed("repeated_settings")
    shown = ["env LOG_LEVEL", "log.level in web.yaml", "log.level in web.yaml"]
    assert found.value == {"wins": "--log-level", "loses": shown, "agree": False}
    assert found.path == (*CONTAINER, "args", 0)


def test_mounts_know_their_objects() -> None:
    assert [found.value for found in placed("config_mounts")] == [
        {"kind": "ConfigMap", "name": "web", "sub_path": "", "immutable": True},
        {"kind": "ConfigMap", "name": "web", "sub_path": "web.yaml", "immutable": True},
    ]


def test_each_config_map_of_the_render_is_a_source_once() -> None:
    found = {str(item.value): item.path for item in placed("config_sources")}
    assert found == {
        "{'name': 'web'}": (*CONTAINER, "volumeMounts", 0),
        "{'name': 'more'}": (*CONTAINER, "envFrom", 0),
    }


@pytest.mark.parametrize(
    ("written", "claim"),
    [
        ("args: [--log-level=info, --watch,", "flag --watch"),
        ("args: [--log-level=info, --watch=false,", None),
        ("command: [web, watch], args: [--log-level=info,", "flag watch"),
    ],
)
def test_a_claim_is_told_by_what_makes_it(written: str, claim: Value) -> None:
    inline = written.replace(", args", "\n          args")
    manifests = SHOP.replace("args: [--log-level=info,", inline)
    assert called("claims_reload", bound=bindings(context(manifests))) == claim


def test_annotations_and_variables_claim_too() -> None:
    annotated = SHOP.replace(
        "{name: web}\nspec", '{name: web, annotations: {policycheck.dev/hot-reload: "true"}}\nspec', 1
    )
    assert called("claims_reload", bound=bindings(context(annotated))) == "annotation policycheck.dev/hot-reload"
    variable = SHOP.replace("name: PORT", "name: HOT_RELOAD")
    assert called("claims_reload", bound=bindings(context(variable))) == "env HOT_RELOAD"
