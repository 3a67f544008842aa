from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.model import Document, DuplicateKey, KeyNote, LeftOut, Resource
from policycheck.sources.manifests import documents, resources


def read(text: str | bytes, *, named: bool = True) -> list[Resource | LeftOut]:
    data = text if isinstance(text, bytes) else text.encode()
    found: list[Resource | LeftOut] = []
    for document in documents(data, "x.yaml"):
        found += [document] if isinstance(document, LeftOut) else resources(document, named=named)
    return found


def only_resources(text: str) -> list[Resource]:
    found = read(text)
    assert all(isinstance(one, Resource) for one in found), found
    return [one for one in found if isinstance(one, Resource)]


def left_out(text: str | bytes, *, named: bool = True) -> LeftOut:
    (one,) = read(text, named=named)
    assert isinstance(one, LeftOut)
    return one


POD = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n"


# --- documents --------------------------------------------------------------------------------------------------------


def test_a_document_knows_its_lines_its_template_and_its_text() -> None:
    stream = b"---\n# Source: c/templates/a.yaml\na: 1\n---\n# Source: c/templates/b.yaml\nb: 1\nb: 2\ny: 3\n"
    first, second = documents(stream, "stdin")
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.line, first.template, first.body) == (1, "c/templates/a.yaml", {"a": 1})
    assert (second.line, second.template, second.body) == (4, "c/templates/b.yaml", {"b": 2, "true": 3})
    assert second.duplicates == (DuplicateKey(("b",), 6, 7),)
    assert second.key_notes == (KeyNote("retyped", ("true",), 8, "y"),)
    assert bytes(second.text).startswith(b"---\n# Source: c/templates/b.yaml")


def test_a_document_that_cannot_be_read_is_left_out_and_the_next_is_read() -> None:
    found = read(f"{POD}---\na: 1\nb: [\n---\n{POD}")
    assert [type(one) for one in found] == [Resource, LeftOut, Resource]
    assert isinstance(found[1], LeftOut)
    assert (found[1].line, found[1].unread) == (7, True)


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(b"a: \x00\n", id="a zero byte"),
        pytest.param(b"a: \xff\n", id="no UTF-8"),
        pytest.param(b"\tb: 1\n", id="a tab"),
        pytest.param(b"a: .inf\n", id="an infinity"),
        pytest.param(b"a: *b\n", id="an unknown alias"),
        pytest.param(b"~: 1\n", id="a null key"),
        pytest.param(b'{"a": \n', id="half a JSON document"),
        pytest.param(b"[" * 5000, id="bottomless"),
    ],
)
def test_only_the_bad_document_is_lost(bad: bytes) -> None:
    found = read(POD.encode() + b"---\n" + bad + b"\n---\n" + POD.encode())
    assert [type(one) for one in found] == [Resource, LeftOut, Resource]
    assert isinstance(found[1], LeftOut)
    assert found[1].line in (5, 6, 7)
    assert found[1].unread


@pytest.mark.parametrize("text", ["", "\n", "# only comments\n---\n# and more\n", "---\n---\n", "---\n~\n---\nnull\n"])
def test_documents_without_content_are_no_documents(text: str) -> None:
    assert read(text) == []


@given(st.binary())
def test_any_bytes_are_documents_or_left_out(data: bytes) -> None:
    lines = data.count(b"\n") + 1
    for one in read(data):
        assert isinstance(one, LeftOut)
        assert 1 <= (one.line or 0) <= lines


# --- resources --------------------------------------------------------------------------------------------------------


def test_a_resource_has_its_group_kind_name_and_namespace() -> None:
    (resource,) = only_resources("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, namespace: shop}\n")
    assert (resource.api_version, resource.group, resource.kind) == ("apps/v1", "apps", "Deployment")
    assert (resource.name, resource.namespace, resource.base) == ("a", "shop", ())


@pytest.mark.parametrize(
    ("metadata", "name"),
    [
        ("{name: a}", "a"),
        ("{generateName: a-}", "a-*"),
        ("{name: a, generateName: b-}", "a"),
        ("{name: 5}", ""),
        ("{name: 5, generateName: b-}", "b-*"),
        ("{}", ""),
        ("~", ""),
        ("[a]", ""),
        ("a", ""),
    ],
)
def test_a_resource_without_a_name_is_still_a_resource(metadata: str, name: str) -> None:
    (resource,) = only_resources(f"apiVersion: v1\nkind: Pod\nmetadata: {metadata}\n")
    assert (resource.name, resource.namespace) == (name, None)


@pytest.mark.parametrize("namespace", ["''", "~", "5", "[a]"])
def test_a_namespace_that_is_no_text_is_none(namespace: str) -> None:
    (resource,) = only_resources(f"apiVersion: v1\nkind: Pod\nmetadata: {{namespace: {namespace}}}\n")
    assert resource.namespace is None


# --- lists ------------------------------------------------------------------------------------------------------------

POD_ITEM = "{apiVersion: v1, kind: Pod, metadata: {name: a}}"


def test_a_list_is_unwrapped_with_the_path_of_each_item() -> None:
    inner = f"{{apiVersion: v1, kind: List, items: [{POD_ITEM}]}}"
    found = only_resources(f"apiVersion: v1\nkind: List\nitems:\n- {POD_ITEM}\n- {inner}\n")
    assert [resource.base for resource in found] == [("items", 0), ("items", 1, "items", 0)]
    assert {resource.kind for resource in found} == {"Pod"}


def test_the_items_of_a_typed_list_inherit_its_kind() -> None:
    found = only_resources(
        "apiVersion: apps/v1\nkind: DeploymentList\n"
        "items: [{metadata: {name: a}}, {kind: Other, metadata: {name: b}}]\n"
    )
    assert [(resource.api_version, resource.kind, resource.name) for resource in found] == [
        ("apps/v1", "Deployment", "a"),
        ("apps/v1", "Other", "b"),
    ]
    assert found[0].body["kind"] == "Deployment"


@pytest.mark.parametrize("items", ["", "items:", "items: []"])
def test_an_empty_list_holds_nothing(items: str) -> None:
    assert read(f"apiVersion: v1\nkind: List\n{items}\n") == []


def test_a_kind_that_only_ends_in_list_is_a_resource() -> None:
    (resource,) = only_resources("apiVersion: example.com/v1\nkind: AllowList\nspec: {}\n")
    assert resource.kind == "AllowList"


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(
    ("items", "line"), [("{a: 1}", 3), ("text", 3), ("\n- 5", 4), ("\n- {}", 4), (f"\n- {POD_ITEM}\n- []", 5)]
)
def test_an_item_that_is_no_resource_is_unread_at_its_line(items: str, line: int, *, named: bool) -> None:
    found = read(f"apiVersion: v1\nkind: List\nitems: {items}\n", named=named)
    (one,) = [one for one in found if isinstance(one, LeftOut)]
    assert (one.line, one.unread) == (line, True)


def test_json_lists_and_json_in_a_row_are_resources() -> None:
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "\U0001f600"}}
    text = (
        json.dumps({"apiVersion": "v1", "kind": "List", "items": [pod]}) + json.dumps(pod) + "\n---\n" + json.dumps(pod)
    )
    assert [resource.name for resource in only_resources(text)] == ["\U0001f600"] * 3


# --- what is no resource ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word"),
    [
        pytest.param("Error: INSTALLATION FAILED: no chart\n", "helm's error text", id="an error of helm"),
        pytest.param("Error: a: b: c\n\nUse --debug\n", "helm's error text", id="an error that is no YAML"),
        pytest.param(f"{POD}Error: YAML parse error: x\n", "helm's error text", id="an error below a resource"),
        pytest.param("NAME: x\nSTATUS: pending-install\nHOOKS:\n", "--dry-run", id="the head of a dry run"),
        pytest.param(
            "NAME: x\nLAST DEPLOYED: Mon Jan  1 00:00:00 2026\nNAMESPACE: default\nSTATUS: deployed\nMANIFEST:\n",
            "--dry-run",
            id="the head of a dry run without hooks",
        ),
        pytest.param("WARNING: Kubernetes configuration file is group-readable.\n", "2>&1", id="a warning of helm"),
        pytest.param("level=WARN msg=x\n", "2>&1", id="a log line of helm 4"),
        pytest.param("coalesce.go:237: warning: cannot overwrite table\n", "2>&1", id="a log line of helm 3"),
        pytest.param("replicaCount: 1\nimage: {tag: x}\n", "values of a chart", id="values"),
        pytest.param("apiVersion: v2\nname: a\nversion: 1.0.0\n", "Chart.yaml", id="a chart's file"),
        pytest.param("- a\n- b\n", "bare list", id="a list"),
        pytest.param(f"[{POD_ITEM}]", "kind: List", id="a list of resources"),
        pytest.param('[{"a": 1}]', "bare list", id="a JSON list"),
        pytest.param("hello\n", "plain text", id="a word"),
        pytest.param("42\n", "plain text", id="a number"),
        pytest.param("a: {{ .Values.a }}\n", "template", id="a template"),
        pytest.param("{}\n", "`apiVersion` and `kind`", id="an empty mapping"),
        pytest.param("apiVersion: v1\n", "no `kind`", id="no kind"),
        pytest.param("kind: Pod\n", "no `apiVersion`", id="no apiVersion"),
        pytest.param("apiVersion: ''\nkind: Pod\n", "no `apiVersion`", id="an empty apiVersion"),
        pytest.param("apiVersion: v1\nkind:\n", "no `kind`", id="a null kind"),
        pytest.param("apiVersion: 1\nkind: Pod\n", "`apiVersion` is no text", id="a number as apiVersion"),
        pytest.param("apiVersion: v1\nkind: [Pod]\n", "`kind` is no text", id="a list as kind"),
    ],
)
def test_what_is_no_resource_is_named_and_unread(text: str, word: str) -> None:
    one = left_out(text)
    assert word in one.reason
    assert one.unread


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        pytest.param("replicaCount: 1\nimage: {}\n", False, id="values"),
        pytest.param("- a\n", False, id="a list"),
        pytest.param("text\n", False, id="text"),
        pytest.param("apiVersion: 1\nproviders: []\n", False, id="another program's apiVersion"),
        pytest.param("kind: Pod\nmetadata: {name: a}\n", True, id="a resource without apiVersion"),
        pytest.param("apiVersion: v1\nmetadata: {name: a}\n", True, id="a resource without kind"),
        pytest.param("apiVersion: 1\nkind: Pod\n", True, id="an apiVersion that is no text"),
        pytest.param("a: [\n", True, id="no YAML"),
    ],
)
def test_in_a_folder_only_what_was_meant_as_a_resource_is_unread(text: str, *, unread: bool) -> None:
    assert left_out(text, named=False).unread is unread


def test_what_is_no_resource_is_left_out_at_its_first_line() -> None:
    assert left_out("# a comment\n---\n\n# more\n- a\n").line == 5


def test_reasons_never_quote_the_text() -> None:
    for text in ("hunter2\n", "- hunter2\n", "hunter2: 1\n", "a: 'hunter2\n", "kind: [hunter2]\n", "Error: hunter2\n"):
        assert "hunter2" not in left_out(text).reason
