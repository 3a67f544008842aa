"""A rendered line belongs to the template line that printed it, or the map says why it cannot be sure."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from policycheck.authoring.origin.blocks import blocks, by_source
from policycheck.authoring.origin.marked_render import marked_render
from policycheck.authoring.origin.template_lines import TemplateLines, template_lines
from policycheck.renderers.chart_file import read_chart_file
from policycheck.renderers.helm_sdk import HelmSdk
from policycheck.renderers.prepared import prepared
from policycheck.renderers.request import Renderer, RenderRequest
from tests.authoring.origin.pitfall_charts import PITFALLS, chart
from tests.renderers.helms import installed
from tests.renderers.sample_charts import DB, SAMPLES, WEB, archive, dependencies, meta, resource, write

ROOT = Path(__file__).resolve().parent.parent.parent.parent
OURS = [
    pytest.param(folder, values, id=f"{folder.name}-{values.stem if values else 'defaults'}")
    for pattern in ("charts/*/Chart.yaml", "fixtures/charts/*/Chart.yaml")
    for folder in sorted(path.parent for path in ROOT.glob(pattern))
    if not read_chart_file(str(folder), str(folder)).is_library
    for values in [None, *sorted(folder.glob("ci/*-values.yaml"))]
]
SDK = HelmSdk()
UNEQUAL = {"chance", "notes and a checksum"}
VARIES = re.compile(r"\b(?:if|else)\b|include|printf|toYaml|indent|tpl|template|range|\.AsConfig|\.Files")


def mapped(folder: Path, text: str | None = None, *values: str, renderer: Renderer = SDK) -> tuple[str, TemplateLines]:
    request = RenderRequest(str(folder), tuple(values), release="shop", namespace="shop")
    with prepared(str(folder)) as ready:
        text = renderer(ready, request) if text is None else text
        return text, template_lines(ready, request, text, renderer)


def held(text: str) -> Iterator[tuple[int, str, str]]:
    """The numbers of all lines that hold something, the lines, and their templates."""
    for block in blocks(text):
        for number, line in enumerate(block.lines):
            if line.strip():
                yield block.first + number, line, block.source


def assert_told(text: str, found: TemplateLines) -> None:
    """Every line has a place or a reason; what is literal in the template's line stands in the rendered one."""
    doubted = {doubt.source for doubt in found.doubts}
    for number, line, source in held(text):
        place = found.at(number)
        assert place or source in doubted, line
        if place and place.sure and Path(place.path).is_file():
            template = Path(place.path).read_text().split("\n")[place.line - 1].rstrip("\r")
            if "{{" not in template and "}}" not in template:
                assert line.strip() in template
            elif template.count("{{") == template.count("}}") and not VARIES.search(template):
                at = 0
                for literal in re.split(r"\{\{.*?\}\}", template):
                    at = line.find(literal.strip(), at)
                    assert at >= 0, (line, template)


@pytest.mark.parametrize(("folder", "values"), OURS)
def test_all_lines_of_our_charts_have_one(folder: Path, values: Path | None) -> None:
    text, found = mapped(folder, None, *([str(values)] if values else []))
    assert not found.doubts
    assert sorted(found.lines) == [number for number, _, _ in held(text)]
    assert_told(text, found)


@pytest.mark.parametrize("name", PITFALLS)
def test_pitfalls(name: str, tmp_path: Path) -> None:
    text, found = mapped(write(PITFALLS[name], tmp_path / "demo"))
    assert_told(text, found)
    assert all(found.at(number) for number, _, _ in held(text))


@pytest.mark.parametrize("name", PITFALLS)
def test_without_its_markers_the_render_is_as_it_was(name: str, tmp_path: Path) -> None:
    folder = write(PITFALLS[name], tmp_path / "demo")
    request = RenderRequest(str(folder))
    with prepared(str(folder)) as ready:
        clean = by_source([*blocks(HelmSdk()(ready, request))])
        marked = marked_render(ready, request, HelmSdk())
    same = {source: [one.lines for one in of_source] for source, of_source in clean.items()} == {
        source: [one.lines for one in of_source] for source, of_source in marked.blocks.items()
    }
    assert same is (name not in UNEQUAL)


@pytest.mark.parametrize("name", SAMPLES)
def test_charts_of_the_renderers(name: str, tmp_path: Path) -> None:
    sample = SAMPLES[name]
    folder = write(sample.files, tmp_path / "chart")
    for variant in sample.variants.values():
        files = [str(write({file: text}, tmp_path / "values") / file) for file, text in variant.files]
        request = RenderRequest(
            str(folder), tuple(files), variant.set_values, variant.set_strings, include_crds=variant.include_crds
        )
        with prepared(str(folder)) as ready:
            text = HelmSdk()(ready, request)
            assert_told(text, template_lines(ready, request, text, HelmSdk()))


def where(text: str, found: TemplateLines, part: str) -> list[tuple[str, int, bool]]:
    places = [found.at(number) for number, line, _ in held(text) if part in line]
    return [(Path(place.path).name, place.line, place.sure) for place in places if place]


def test_a_block_has_the_line_of_its_call(tmp_path: Path) -> None:
    text, found = mapped(write(PITFALLS["include and toYaml"], tmp_path / "demo"))
    assert where(text, found, "team: shop") == [("x.yaml", 6, True)]
    assert where(text, found, "memory: 64Mi") == [("x.yaml", 8, True)]
    assert where(text, found, "-y") == [("x.yaml", 11, True)]


def test_a_multi_line_action_has_its_first_line(tmp_path: Path) -> None:
    text, found = mapped(write(PITFALLS["multi-line actions"], tmp_path / "demo"))
    assert where(text, found, "a: ") == [("x.yaml", 6, True)]
    assert where(text, found, "b: eins") == [("x.yaml", 11, True)]
    assert where(text, found, "c: d") == [("x.yaml", 15, True)]


def test_a_loop_has_its_lines_each_time(tmp_path: Path) -> None:
    text, found = mapped(write(PITFALLS["range and with"], tmp_path / "demo"))
    assert where(text, found, "port: ") == [("x.yaml", 8, True), ("x.yaml", 8, True)]
    assert where(text, found, "app: web") == [("x.yaml", 18, True)]


def test_subcharts_have_their_own_files(tmp_path: Path) -> None:
    text, found = mapped(write(PITFALLS["subchart, alias and global"], tmp_path / "demo"))
    places = [found.at(number) for number, line, _ in held(text) if "port: " in line]
    assert {(place.path, place.line) for place in places if place} == {
        (str(tmp_path / "demo/charts/some-db/templates/db.yaml"), 8)
    }
    assert len(places) == 2


def test_a_packaged_subchart(tmp_path: Path) -> None:
    folder = write({"Chart.yaml": dependencies("name: db, version: 1.0.0"), **WEB}, tmp_path / "demo")
    write({}, folder / "charts").mkdir()
    (folder / "charts/db-1.0.0.tgz").write_bytes(archive("db", DB))
    text, found = mapped(folder)
    places = [found.at(number) for number, line, _ in held(text) if "shown: " in line]
    assert [(place.path, place.line, place.sure) for place in places if place] == [
        (str(folder / "charts/db-1.0.0.tgz/templates/db.yaml"), 6, True)
    ]


def test_crds_have_the_lines_of_their_file(tmp_path: Path) -> None:
    crd = "# kept\n" + resource("CustomResourceDefinition", "a") + "---\n" + resource("CustomResourceDefinition", "b")
    folder = write({"Chart.yaml": meta("demo"), "crds/c.yaml": crd}, tmp_path / "demo")
    request = RenderRequest(str(folder), include_crds=True)
    with prepared(str(folder)) as ready:
        text = HelmSdk()(ready, request)
        found = template_lines(ready, request, text, HelmSdk())
    assert where(text, found, "name: b") == [("c.yaml", 10, True)]


def test_lines_that_run_together_are_not_sure(tmp_path: Path) -> None:
    body = resource("ConfigMap", "x", 'data:\n  a: |\n    {{ .Values.a -}}\n    {{ "tail" }}\n')
    text, found = mapped(write(chart(body, "a: b\n"), tmp_path / "demo"))
    assert where(text, found, "btail") == [("x.yaml", 8, False)]
    assert [doubt.reason for doubt in found.doubts] == ["lines 7 and 8 of the template run together"]


def test_what_chance_makes_is_placed_by_what_is_written_around_it(tmp_path: Path) -> None:
    text, found = mapped(write(PITFALLS["chance"], tmp_path / "demo"))
    assert where(text, found, "  b: ") == [("x.yaml", 7, True)]
    body = "{{- range $i := until (int (randInt 1 1000)) }}\n---\n" + resource("Secret", "s{{ $i }}") + "{{ end }}"
    text, found = mapped(write(chart(body, "{}"), tmp_path / "other"))
    assert all(place.sure for place in found.lines.values())


def test_a_text_rendered_elsewhere(tmp_path: Path) -> None:
    """The lines of what was piped in; where it has other values, only lines that still show their template."""
    folder = write(PITFALLS["range and with"], tmp_path / "demo")
    other = (
        write({"v.yaml": "ports: {web: 81, metrics: null}\nselector: {app: other}\n"}, tmp_path / "values") / "v.yaml"
    )
    text, _ = mapped(folder, None, str(other))
    _, same = mapped(folder, text, str(other))
    assert not same.doubts
    _, found = mapped(folder, text)
    assert where(text, found, "app: other") == []
    assert [doubt.reason for doubt in found.doubts] == [
        "it holds 2 documents of this template, and our own render of the chart 3; was it rendered with other values?"
    ]
    other.write_text("ports: {web: 81, metrics: 9090}\n")
    text, _ = mapped(folder, None, str(other))
    _, found = mapped(folder, text)
    assert where(text, found, "port: 81") == [("x.yaml", 8, True)]
    _, found = mapped(folder, "apiVersion: v1\nkind: Pod\n")
    assert found == TemplateLines({}, ())


def test_a_scalar_that_goes_on_in_the_next_line(tmp_path: Path) -> None:
    """Its template is marked with more care, the others as ever."""
    text, found = mapped(write(PITFALLS["scalars over several lines"], tmp_path / "demo"))
    assert where(text, found, "on and on") == [("x.yaml", 7, False)]
    assert where(text, found, "y b") == [("x.yaml", 12, True)]


@pytest.mark.parametrize("name", ["include and toYaml", "conditionals", "windows line ends", "trimming"])
def test_the_helm_command_gives_the_same(name: str, helm: str, tmp_path: Path) -> None:
    text, found = mapped(write(PITFALLS[name], tmp_path / "demo"), renderer=installed(helm))
    assert_told(text, found)
    inside, by_sdk = mapped(tmp_path / "demo")
    assert [place for _, place in sorted(found.lines.items())] == [place for _, place in sorted(by_sdk.lines.items())]
    assert text.split() == inside.split()


PIECES = [
    ["t@"],
    ["t@ {{ $.Release.Name }}"],
    ["{{- if @ }}", "*", "{{- end }}"],
    ["{{ if not @ }}", "*", "{{ else }}", "*", "{{ end }}"],
    ["{{- if true -}}", "*", "{{- else -}}", "*", "{{ end -}}"],
    ["{{- range list 1 2 }}", "*", "{{- end }}"],
    ["{{ range list 1 2 }}", "*", "{{ end }}"],
    ["{{- with $.Values.none }}", "*", "{{- else }}", "*", "{{- end }}"],
    ["{{- range list 1 2 3 }}{{ if eq . 2 }}{{ continue }}{{ end }}", "*", "{{- end }}"],
    ['t@ {{ printf "%s"', '   "}}" | quote }} t'],
    ["{{/* a", "   comment */}}"],
    ["{{- /* one */ -}}"],
    ['{{- include "block" . | nindent 2 }}'],
    ['{{ include "inline" . -}}'],
    ['t@ {{ include "inline" . -}}'],
    ["t@ {{- $x := 1 }} {{ if $x }}t@{{ end }}"],
    ["t@ {{ if $.Values.none }}x", "{{ else }}t@{{ end }}"],
    ["", "  ", "t@   "],
    ["# c@"],
    ['{{- "" }} t@'],
]


def grown(choice: random.Random, depth: int) -> list[str]:
    """Lines in which `@` stands for their number."""
    lines: list[str] = []
    for _ in range(choice.randint(1, 4)):
        for line in choice.choice(PIECES if depth else PIECES[:2]):
            lines += grown(choice, depth - 1) if line == "*" else [line]
    return lines


@pytest.mark.parametrize("seed", range(40))
def test_generated_templates(seed: int, tmp_path: Path) -> None:
    """Each line of a template names itself: what is sure must be right."""
    choice = random.Random(seed)  # noqa: S311 - not for secrets
    helpers = '{{ define "block" }}h\nh{{ end }}{{ define "inline" }}h{{ end }}'
    files = {"Chart.yaml": meta("demo"), "values.yaml": "none: ''\n", "templates/_h.tpl": helpers}
    for number in range(6):
        body = [f"  {line}" for line in ["t@", *grown(choice, 3), "t@"]]
        lines = [*resource("Widget", f"w{number}", "text: |").split("\n"), *body, ""]
        text = "\n".join(line.replace("@", str(at)) for at, line in enumerate(lines, 1))
        files[f"templates/t{number}.yaml"] = text.replace("\n", choice.choice(["\n", "\r\n"]))
    folder = write(files, tmp_path / "demo")
    text, found = mapped(folder)
    for number, line, source in held(text):
        place = found.at(number)
        assert place, (source, line)
        named = [int(one) for one in re.findall(r"[tc](\d+)", line)]
        if named and place.sure:
            assert place.line in named, (source, line, place)
    sure = [place for place in found.lines.values() if place.sure]
    assert len(sure) > len(found.lines) / 6


def test_empty_lines_of_another_helm_are_in_nobodys_way(tmp_path: Path) -> None:
    """Helm 3 leaves out some that Helm 4 prints."""
    body = resource("ConfigMap", "x", "data:\n  {{- if .Values.a }}\n\n  a: b\n\n  {{- end }}\n\n  c: d\n")
    folder = write(chart(body, "a: b\n"), tmp_path / "demo")
    text, _ = mapped(folder)
    shorter = "".join(f"{line}\n" for line in text.splitlines() if line)
    assert shorter != text
    shorter, found = mapped(folder, shorter)
    assert not found.doubts
    assert where(shorter, found, "a: b") == [("x.yaml", 8, True)]
    assert where(shorter, found, "c: d") == [("x.yaml", 12, True)]
