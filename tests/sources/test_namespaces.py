from __future__ import annotations

import pytest

from policycheck.sources.inputs import Input
from policycheck.sources.loading import load


def namespaces(*objects: str, given: str | None = None) -> tuple[list[str | None], list[str]]:
    """The effective namespaces of objects written `Kind` or `Kind namespace`, and the notes."""
    texts = []
    for written in objects:
        kind, _, namespace = written.partition(" ")
        api_version = {"ClusterRole": "rbac.authorization.k8s.io/v1", "Widget": "example.com/v1"}.get(kind, "v1")
        metadata = f"{{name: a, namespace: {namespace}}}" if namespace else "{name: a}"
        texts.append(f"apiVersion: {api_version}\nkind: {kind}\nmetadata: {metadata}\n")
    contents = load([Input("x.yaml", "---\n".join(texts).encode())], namespace=given)
    return [resource.namespace for resource in contents.resources], [note.text for note in contents.notes]


ASSUMED = ["assumed release namespace shop; pass --namespace"]


@pytest.mark.parametrize(
    ("objects", "expected", "notes"),
    [
        pytest.param(["Pod", "Service"], [None, None], [], id="none is written"),
        pytest.param(["Pod shop", "Service shop"], ["shop", "shop"], [], id="all are written"),
        pytest.param(["Pod", "Service shop"], ["shop", "shop"], ASSUMED, id="one is written"),
        pytest.param(["Pod", "Pod shop", "Service mon"], [None, "shop", "mon"], [], id="two are written"),
        pytest.param(["ClusterRole", "Pod shop"], [None, "shop"], [], id="what has no namespace lacks none"),
        pytest.param(["ClusterRole mon", "Pod shop", "Pod"], [None, "shop", "shop"], ASSUMED, id="nor does it count"),
        pytest.param(["Namespace", "Pod"], [None, None], [], id="a namespace is in none"),
    ],
)
def test_without_a_given_namespace_the_only_written_one_is_assumed(
    objects: list[str], expected: list[str | None], notes: list[str]
) -> None:
    assert namespaces(*objects) == (expected, notes)


def test_a_given_namespace_fills_in_and_is_no_assumption() -> None:
    assert namespaces("Pod", "Pod mon", "Service x", "ClusterRole y", given="shop") == (["shop", "mon", "x", None], [])


CRD = """\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{name: widgets.example.com}}
spec: {{group: example.com, scope: {scope}, names: {{kind: Widget}}}}
---
apiVersion: example.com/v1
kind: Widget
metadata: {{name: a}}
---
apiVersion: other.com/v1
kind: Widget
metadata: {{name: a}}
"""


@pytest.mark.parametrize(("scope", "expected"), [("Cluster", None), ("Namespaced", "shop")])
def test_a_definition_in_the_scope_says_whether_its_kind_has_a_namespace(scope: str, expected: str | None) -> None:
    contents = load([Input("x.yaml", CRD.format(scope=scope).encode())], namespace="shop")
    assert [resource.namespace for resource in contents.resources] == [None, expected, "shop"]


@pytest.mark.parametrize("spec", ["~", "[]", "{scope: Cluster}", "{scope: Cluster, names: []}", "{scope: [Cluster]}"])
def test_a_broken_definition_defines_nothing(spec: str) -> None:
    text = f"apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {{name: a}}\nspec: {spec}\n"
    assert len(load([Input("x.yaml", text.encode())]).resources) == 1


def test_each_scope_has_its_own_namespace() -> None:
    pods = [f"apiVersion: v1\nkind: Pod\nmetadata: {{name: a{extra}}}\n" for extra in ("", ", namespace: shop")]
    files = Input("x.yaml", "---\n".join(pods).encode())
    piped = Input("stdin", pods[0].encode(), render="stdin")
    contents = load([files, piped])
    assert [(resource.render, resource.namespace) for resource in contents.resources] == [
        ("manifests", "shop"),
        ("manifests", "shop"),
        ("stdin", None),
    ]
    assert [(note.source, note.level) for note in contents.notes] == [("x.yaml", "info")]
