"""What annotations and labels say."""

from __future__ import annotations

import pytest

from policycheck.language.functions.labelling import annotations_and_labels
from policycheck.model import dotted
from tests.language.surroundings import bindings, context

JOB = """\
apiVersion: batch/v1
kind: Job
metadata: {name: a, annotations: {a.b/c: x, empty: "", number: 1}, labels: {d: w}}
spec: {template: {metadata: {labels: {e: z}}, spec: {}}}
"""
POD = "{apiVersion: v1, kind: Pod, metadata: {name: a, labels: {d: w}}, spec: {}}"


def found(manifest: str) -> dict[str, object]:
    return {dotted(item.path): item.value for item in annotations_and_labels(bindings(context(manifest)))}


def test_texts_of_a_resource_and_of_its_pods_stand_at_their_keys() -> None:
    assert found(JOB) == {
        'metadata.annotations["a.b/c"]': {"key": "a.b/c", "name": "c", "value": "x"},
        "metadata.labels.d": {"key": "d", "name": "d", "value": "w"},
        "spec.template.metadata.labels.e": {"key": "e", "name": "e", "value": "z"},
    }


def test_those_of_a_pod_are_there_once() -> None:
    assert len(annotations_and_labels(bindings(context(POD)))) == 1


@pytest.mark.parametrize("metadata", ["x", "[]", "{labels: x}", "{annotations: [x]}", "null"])
def test_what_has_another_shape_says_nothing(metadata: str) -> None:
    assert found(f"{{apiVersion: v1, kind: Service, metadata: {metadata}}}") == {}
