from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.exact_yaml.reader import read
from policycheck.kubernetes import fields
from policycheck.kubernetes.field_faults import Fault, field_faults
from policycheck.model import Value, dotted
from tests.kubernetes.walks import ANY_KEY, Walk, all_walks, walks_to

OF_PROBES = {"GRPCAction", "HTTPGetAction", "TCPSocketAction"}


def fields_without_inside() -> set[str]:
    """Types whose values are no list and no mapping, or nothing is known of."""
    return {"string", "boolean", "integer", "int-or-string", "quantity", fields.ANY}


def found(manifest: str) -> dict[str, str]:
    """Everything wrong in a manifest: path -> what stands there."""
    body = read(manifest).body
    assert isinstance(body, dict)
    faults = field_faults(body, str(body["apiVersion"]), str(body["kind"]))
    return {dotted(fault.path): fault.found if fault.kind != "unknown" else "unknown" for fault in faults}


def of_walk(walk: Walk, value: Value) -> list[Fault]:
    """What is found in the smallest object with this value at the end of the walk."""
    return list(field_faults(walk.body(value), f"{walk.group}/v1".lstrip("/"), walk.kind))


def config_map(data: str) -> str:
    return f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata: {{key: {data}}}\n"


@pytest.mark.parametrize(
    ("written", "type_"),
    [
        ("yes", "boolean"),
        ("y", "boolean"),
        ("1.10", "number"),
        ("12345e6", "number"),
        ("017", "number"),
        ("[a]", "list"),
        ("{a: b}", "mapping"),
    ],
)
def test_what_yaml_does_not_read_as_text_is_refused_in_a_config_map(written: str, type_: str) -> None:
    assert found(config_map(written)) == {"data.key": type_}


@pytest.mark.parametrize("written", ['"yes"', "~", '""', "22:22", "2026-01-31", "yEs", "1e", "null"])
def test_text_and_null_are_taken_in_a_config_map(written: str) -> None:
    assert found(config_map(written)) == {}


WORKLOAD = """
apiVersion: apps/v1
kind: Deployment
metadata:
  name: a
  labels: {app.kubernetes.io/version: 1.10}
  annotations: {prometheus.io/scrape: true}
spec:
  replicas: "2"
  selector: {matchLabels: {app: 7}}
  strategy: {rollingUpdate: {maxSurge: 25%, maxUnavailable: 2.5}}
  template:
    metadata: {annotations: {prometheus.io/port: 9090}}
    spec:
      nodeSelector: {gpu: on}
      initContainers:
      - {name: i, image: x, env: [{name: A, value: a}, {name: B, value: no}]}
      containers:
      - name: a
        image: x
        args: [--port, "1"]
        env:
        - {name: A, value: ~}
        - {name: B, value: 8080}
        - {name: C, valueFrom: {configMapKeyRef: {name: c, key: k, optional: true}}}
        ports: [{containerPort: "80"}, {containerPort: 0x2}, {containerPort: 2.0, hostPort: true}]
        resources: {limits: {cpu: 0.5, memory: 1Gi}}
        readinessProbe: {httpGet: {port: http}, periodSeconds: 2.5}
"""


def test_every_wrong_value_of_a_workload_is_found_at_its_path() -> None:
    pod = "spec.template.spec"
    assert found(WORKLOAD) == {
        'metadata.labels["app.kubernetes.io/version"]': "number",
        'metadata.annotations["prometheus.io/scrape"]': "boolean",
        "spec.selector.matchLabels.app": "number",
        'spec.template.metadata.annotations["prometheus.io/port"]': "number",
        f"{pod}.nodeSelector.gpu": "boolean",
        f"{pod}.initContainers[0].env[1].value": "boolean",
        f"{pod}.containers[0].env[1].value": "number",
        "spec.replicas": "string",
        "spec.strategy.rollingUpdate.maxUnavailable": "number",
        f"{pod}.containers[0].ports[0].containerPort": "string",
        f"{pod}.containers[0].ports[2].hostPort": "boolean",
        f"{pod}.containers[0].readinessProbe.periodSeconds": "number",
    }


def test_a_services_selector_is_a_map_of_strings() -> None:
    service = "apiVersion: v1\nkind: Service\nspec: {selector: {matchLabels: {app: a}}, ports: [{port: 80}]}\n"
    assert found(service) == {"spec.selector.matchLabels": "mapping"}


def test_a_services_ports_are_integers_and_its_target_ports_either() -> None:
    ports = '{port: "80", targetPort: http}, {port: 80, targetPort: true}, {port: 2.0, targetPort: 8080}'
    service = f"apiVersion: v1\nkind: Service\nspec: {{ports: [{ports}]}}\n"
    assert found(service) == {"spec.ports[0].port": "string", "spec.ports[1].targetPort": "boolean"}


def test_a_secrets_data_and_string_data_are_strings() -> None:
    manifest = "apiVersion: v1\nkind: Secret\ndata: {a: 12}\nstringData: {b: on, c: ~}\n"
    assert found(manifest) == {"data.a": "number", "stringData.b": "boolean"}


RULES = """
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
spec:
  groups:
  - name: g
    rules: [{alert: A, expr: 1, labels: {severity: 1}, annotations: {summary: ~}}]
"""

SCALED = """
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
spec:
  minReplicaCount: "1"
  triggers: [{type: cron, metadata: {desiredReplicas: 3}}]
"""


def test_the_fields_of_known_custom_kinds_are_read_too() -> None:
    assert found(RULES) == {"spec.groups[0].rules[0].labels.severity": "number"}
    assert found(SCALED) == {"spec.triggers[0].metadata.desiredReplicas": "number", "spec.minReplicaCount": "string"}


def test_of_an_unknown_kind_only_the_metadata_is_read() -> None:
    widget = (
        "apiVersion: example.com/v1\nkind: Widget\nmetadata: {labels: {a: 1}}\nspec: {labels: {a: 1}, replicas: x}\n"
    )
    assert found(widget) == {"metadata.labels.a": "number"}


def test_a_schema_inside_a_custom_resource_definition_is_no_manifest() -> None:
    crd = """
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com, annotations: {version: 1}}
spec:
  versions:
  - name: v1
    schema:
      openAPIV3Schema:
        properties:
          labels: {default: {a: 1}, additionalProperties: true, maxLength: 5}
          replicas: {type: integer, default: "x"}
"""
    assert found(crd) == {"metadata.annotations.version": "number"}


def test_an_alpha_or_beta_of_a_built_in_api_may_have_other_fields() -> None:
    scaler = "kind: HorizontalPodAutoscaler\nspec: {minReplicas: '1', metrics: {resource: a}, colour: red}\n"
    assert found(f"apiVersion: autoscaling/v2beta1\n{scaler}") == {"spec.minReplicas": "string"}
    assert found(f"apiVersion: autoscaling/v2\n{scaler}") == {
        "spec.minReplicas": "string",
        "spec.metrics": "mapping",
        "spec.colour": "unknown",
    }


def test_an_unknown_field_comes_with_those_that_there_are() -> None:
    probe = {"httpGet": {"port": 80}, "periodSecond": 3}
    body: dict[str, Value] = {"spec": {"containers": [{"readinessProbe": probe}]}}
    (fault,) = field_faults(body, "v1", "Pod")
    assert fault.path == ("spec", "containers", 0, "readinessProbe", "periodSecond")
    assert "periodSeconds" in fault.known


WRONG = [(True, "boolean"), (1.5, "number"), (["x"], "list"), ({"x": "y"}, "mapping"), ("x", "string")]
EXPECTED = {"string": "a string", "boolean": "true or false", "integer": "a whole number"}

wrong = st.sampled_from(WRONG)


@given(st.sampled_from([walk for walk in walks_to("string") if walk.path[-1] == ANY_KEY]), wrong)
def test_a_wrong_entry_is_found_in_every_map_of_strings(walk: Walk, wrong: tuple[Value, str]) -> None:
    value, type_ = wrong
    assert of_walk(walk, value) == ([] if type_ == "string" else [Fault(walk.path, "text", type_, "a string")])
    assert of_walk(walk, None) == []


@given(st.sampled_from(walks_to("integer", "int-or-string")), wrong)
def test_a_wrong_value_is_found_in_every_field_of_integers(walk: Walk, wrong: tuple[Value, str]) -> None:
    value, type_ = wrong
    legal = walk.types[-2] in OF_PROBES or (type_ == "string" and walk.types[-1] == "int-or-string")
    assert of_walk(walk, value) == ([] if legal else [Fault(walk.path, "integer", type_, "a whole number")])
    for right in (0, 2.0, None):
        assert of_walk(walk, right) == []


@given(st.sampled_from([walk for walk in walks_to("string", "boolean") if walk.path[-1] != ANY_KEY]), wrong)
def test_a_wrong_value_is_found_in_every_field_of_text_and_of_truth(walk: Walk, wrong: tuple[Value, str]) -> None:
    value, type_ = wrong
    kind = "text" if (walk.types[-2], walk.path[-1]) == ("EnvVar", "value") else "type"
    expected = [Fault(walk.path, kind, type_, EXPECTED[walk.types[-1]])]  # type: ignore[arg-type]  # it is a Kind
    assert of_walk(walk, value) == ([] if type_ == walk.types[-1] else expected)
    assert of_walk(walk, None) == []


CONTAINERS = [walk for walk in all_walks() if walk.path and walk.types[-1] not in fields_without_inside()]


@given(st.sampled_from(CONTAINERS), st.sampled_from([*WRONG, (7, "number")]))
def test_a_wrong_value_is_found_in_place_of_every_list_and_mapping(walk: Walk, wrong: tuple[Value, str]) -> None:
    value, type_ = wrong
    expected = "list" if walk.types[-1].startswith(fields.LIST) else "mapping"
    found = [fault for fault in of_walk(walk, value) if fault.path == walk.path]
    assert found == ([] if type_ == expected else [Fault(walk.path, "type", type_, f"a {expected}")])
    assert of_walk(walk, None) == []


@given(st.sampled_from([walk for walk in all_walks() if fields.structure(walk.types[-1])]))
def test_a_field_that_no_structure_has_is_unknown(walk: Walk) -> None:
    (fault,) = of_walk(walk, {"noSuchField": None})
    assert (fault.path, fault.kind) == ((*walk.path, "noSuchField"), "unknown")
    assert set(fault.known) == set(fields.structure(walk.types[-1]))


@given(st.sampled_from(walks_to("quantity", "any")), st.sampled_from([True, 1, "x", [], {}, {"a": 1}]))
def test_quantities_and_what_is_not_known_are_not_judged(walk: Walk, value: Value) -> None:
    assert of_walk(walk, value) == []
