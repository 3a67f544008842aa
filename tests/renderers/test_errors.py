"""A chart that does not render says where and what to do, the same whether helm or Helm in process says it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from policycheck.errors import RenderError
from policycheck.renderers.documents import generation_of
from policycheck.renderers.helm_sdk import HelmSdk
from policycheck.renderers.rendering import render
from policycheck.renderers.request import Renderer, RenderRequest
from tests.renderers.helms import installed
from tests.renderers.sample_charts import Files, Variant, dependencies, meta, subchart, write

CONFIG_MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n"


class Broken(NamedTuple):
    """A chart's files and what is asked of it; `says` is the error in Helm 4's words, `helm_3` where those differ."""

    files: Files
    says: str
    variant: Variant = Variant()
    helm_3: str = ""
    rendered_line: int | None = None
    pointer: str | None = None


def values(text: str) -> Variant:
    return Variant(files=(("v.yaml", text),))


SCHEMA = '{"properties": {"replicas": {"type": "integer"}, "image": {"additionalProperties": false,'
SCHEMA += '"properties": {"tag": {}}}}}'
NIL = "set it in the values, or ask for it with `dig`"

BROKEN: dict[str, Broken] = {
    "required": Broken(
        {"templates/x.yaml": CONFIG_MAP + '# {{ required "set .Values.host" .Values.host }}\n'},
        "demo/templates/x.yaml:5:6: set .Values.host",
    ),
    "fail": Broken({"templates/x.yaml": '\n\n  {{- fail "no\\nmore" }}'}, "demo/templates/x.yaml:3:7: no\nmore"),
    "fail in a helper, which Helm places at the caller": Broken(
        {
            "templates/x.yaml": 'a: {{ include "h" . }}\n',
            "templates/_h.tpl": '{{ define "h" }}\n{{ fail "never" }}{{ end }}',
        },
        "demo/templates/x.yaml:1:7: never",
    ),
    "a value of nothing": Broken(
        {"templates/x.yaml": "a: 1\nb: {{ .Values.a.b.c }}\n"},
        f"demo/templates/x.yaml:2:14: `.Values.a.b.c`: nothing is set that could hold .b; {NIL}",
    ),
    "a value of nothing in a helper": Broken(
        {
            "templates/x.yaml": '{{ include "h" . }}\n',
            "templates/_h.tpl": '{{ define "h" }}\n{{ .Values.a.b.c }}{{ end }}',
        },
        f"demo/templates/_h.tpl:2:11: `.Values.a.b.c`: nothing is set that could hold .b; {NIL}"
        " (called from demo/templates/x.yaml:1)",
    ),
    "a value of nothing in a tpl text": Broken(
        {"templates/x.yaml": 'a: {{ tpl "{{ .Values.a.b.c }}" . }}\n'},
        f'demo/templates/x.yaml:1:7: `tpl "{{{{ .Values.a.b.c }}}}" .`: nothing is set that could hold .b; {NIL}',
    ),
    "a template that is none": Broken(
        {"templates/x.yaml": "a: 1\nb: {{ if }}\n"},
        "demo/templates/x.yaml:2: this is no template: missing value for if",
    ),
    "an unknown function": Broken(
        {"templates/x.yaml": "a: 1\nb: {{ nofunc 1 }}\n"},
        'demo/templates/x.yaml:2: this is no template: function "nofunc" not defined',
    ),
    "an unknown helper": Broken(
        {"templates/x.yaml": 'b: {{ include "no" . }}\n'},
        'demo/templates/x.yaml:1:7: `include "no" .`: no template "no"',
    ),
    "a panic of a function": Broken(
        {"templates/x.yaml": "b: {{ index (list 1) 5 }}\n"},
        "demo/templates/x.yaml:1:7: `index (list 1) 5`: index out of range: 5",
    ),
    "output that is no YAML": Broken(
        {"templates/x.yaml": "{{ if true }}\n" + CONFIG_MAP + "{{ end }}---\n" + CONFIG_MAP + " password: hunter2\n"},
        "demo/templates/x.yaml: what it renders is not YAML: while parsing a block mapping, did not find expected key;"
        " correct the indentation, or a quote inside a quoted value; line 11 of what it renders: `password: ...`",
        rendered_line=11,
    ),
    "output that is a list": Broken(
        {"templates/x.yaml": CONFIG_MAP + "---\n- a\n"},
        "demo/templates/x.yaml: what it renders is not YAML for Kubernetes: no mapping, as every resource is;"
        " line 6 of what it renders: `- a`",
        rendered_line=6,
    ),
    "a subchart's template": Broken(
        {
            "Chart.yaml": dependencies("name: web, version: 1.0.0, alias: front"),
            **subchart("web", {"templates/x.yaml": "\n{{ fail `here` }}"}, folder="the-folder"),
        },
        "demo/charts/the-folder/templates/x.yaml:2:4: here",
    ),
    "a schema, in a values file": Broken(
        {"values.schema.json": SCHEMA, "values.yaml": "replicas: 1\nimage: {tag: x}\n"},
        "v.yaml:3:3: values.schema.json refuses image.tga: no such value; replicas: got string, want integer",
        values("replicas: two\nimage:\n  tga: 1\n"),
        helm_3="v.yaml:3:3: values.schema.json refuses image.tga: no such value;"
        " replicas: Invalid type. Expected: integer, given: string",
        pointer="/image/tga",
    ),
    "a schema, in the chart's own values": Broken(
        {"values.schema.json": SCHEMA, "values.yaml": "# how many\nreplicas: two\n"},
        "demo/values.yaml:2:1: values.schema.json refuses replicas: got string, want integer",
        helm_3="demo/values.yaml:2:1: values.schema.json refuses replicas:"
        " Invalid type. Expected: integer, given: string",
        pointer="/replicas",
    ),
    "a schema, by --set": Broken(
        {"values.schema.json": SCHEMA},
        "--set: values.schema.json refuses replicas: got string, want integer",
        Variant(set_values=("replicas=two",)),
        helm_3="--set: values.schema.json refuses replicas: Invalid type. Expected: integer, given: string",
        pointer="/replicas",
    ),
    "a subchart's schema": Broken(
        {"values.yaml": "web:\n  replicas: no\n", **subchart("web", {"values.schema.json": SCHEMA})},
        "demo/values.yaml:2:3: values.schema.json refuses web.replicas: got boolean, want integer",
        helm_3="demo/values.yaml:2:3: values.schema.json refuses web.replicas:"
        " Invalid type. Expected: integer, given: boolean",
        pointer="/web/replicas",
    ),
    "a values file that is no YAML": Broken(
        {},
        "v.yaml:2:4: not YAML: mapping values are not allowed in this context;"
        " quote a value that holds a colon, or correct the indentation",
        values("a: x\n  b: [\n"),
    ),
    "a values file that is a list": Broken(
        {}, "v.yaml:1: a values file is a mapping, of keys with values", values("- a\n")
    ),
    "a chart's values that are no YAML": Broken(
        {"values.yaml": "a: x\n  b: [\n"},
        "demo/values.yaml:2:4: not YAML: mapping values are not allowed in this context;"
        " quote a value that holds a colon, or correct the indentation",
    ),
    "a missing dependency": Broken(
        {"Chart.yaml": dependencies("name: a, version: 1.0.0", "name: b, version: 1.0.0"), **subchart("a", {})},
        "demo/Chart.yaml:6: b is not in charts/; run `helm dependency build demo`",
    ),
    "a kubeVersion that leaves this one out": Broken(
        {"Chart.yaml": meta("demo", 'kubeVersion: ">=1.40"\n')},
        'demo/Chart.yaml:4: kubeVersion ">=1.40" leaves out Kubernetes v1.33.0',
    ),
    "a chart of the next version": Broken(
        {"Chart.yaml": "apiVersion: v3\nname: demo\nversion: 1.0.0\n"},
        "demo/Chart.yaml: apiVersion is v3; Helm 3 and Helm 4 render charts of apiVersion v2 (or v1)",
    ),
    "a chart without a name": Broken(
        {"Chart.yaml": "apiVersion: v2\nversion: 1.0.0\n"}, "demo/Chart.yaml: no name that is text; write one"
    ),
    "a Chart.yaml that is no YAML": Broken(
        {"Chart.yaml": "apiVersion: v2\nname: [\n"},
        "demo/Chart.yaml:2:8: not YAML: while parsing a flow node, did not find expected node content;"
        " correct the text here",
    ),
}


def all_renderers(helm: str) -> list[Renderer]:
    cli = installed(helm)
    return [cli, HelmSdk(generation_of(cli.version))]


def refusal(request: RenderRequest, renderer: Renderer) -> RenderError:
    with pytest.raises(RenderError) as caught:
        render(request, renderer)
    return caught.value


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Files], None]:
    """Write the chart to demo/ in the working directory, so that messages name short paths."""
    monkeypatch.chdir(tmp_path)

    def write_demo(files: Files) -> None:
        write({"Chart.yaml": meta("demo"), **files}, tmp_path / "demo")

    return write_demo


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_chart(name: str, helm: str, here: Callable[[Files], None]) -> None:
    broken = BROKEN[name]
    here(broken.files)
    write(dict(broken.variant.files), Path.cwd())
    files = tuple(file for file, _ in broken.variant.files)
    request = RenderRequest("demo", files, set_values=broken.variant.set_values)
    by_helm, inside = (refusal(request, renderer) for renderer in all_renderers(helm))
    assert str(by_helm) == (broken.helm_3 if broken.helm_3 and "helm-3" in helm else broken.says)
    assert str(inside) == broken.says
    for error in (by_helm, inside):
        assert (error.rendered_line, error.pointer) == (broken.rendered_line, broken.pointer)
    assert set(os.listdir(".")) == {"demo", *files}


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (
            RenderRequest("demo", release="Bad_Name"),
            '"Bad_Name" cannot name a release; take up to 53 of a-z, 0-9, "-" and "."',
        ),
        (
            RenderRequest("demo", release="a" * 54),
            f'"{"a" * 54}" cannot name a release; take up to 53 of a-z, 0-9, "-" and "."',
        ),
        (RenderRequest("demo", kube_version="new"), '"new" is not a Kubernetes version; write it as 1.33'),
        (RenderRequest("demo", ("vlaues.yaml",)), 'vlaues.yaml: no such values file; did you mean "values.yaml"?'),
        (RenderRequest("demo", ("https://example.com/v.yaml",)), "https://example.com/v.yaml: no such values file"),
        (RenderRequest("nothing"), "nothing: no such folder or file"),
        (RenderRequest("values.yaml"), "values.yaml: no chart: a chart is a folder or a .tgz"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_request(request_: RenderRequest, says: str, helm: str, here: Callable[[Files], None]) -> None:
    here({})
    write({"values.yaml": "a: 1\n"}, Path.cwd())
    assert [str(refusal(request_, renderer)) for renderer in all_renderers(helm)] == [says, says]


def test_the_words_of_helm_are_kept(helm: str, here: Callable[[Files], None]) -> None:
    here({"templates/x.yaml": "{{ .Values.a.b.c }}"})
    for renderer in all_renderers(helm):
        assert "nil pointer evaluating interface {}.b" in (refusal(RenderRequest("demo"), renderer).helm or "")
