"""A chart under test, without pytest: what a render gives, and what it says when it cannot."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from policycheck.authoring.chart_tests.chart import Chart, Workshop
from policycheck.config.effective import configure
from policycheck.errors import RenderError, UsageError
from policycheck.renderers.prepared import prepared
from policycheck.renderers.request import Renderer
from tests.pytest_plugin.projects import write, write_chart
from tests.renderers.helms import installed

CONFIG = configure()
PRINTS = (
    "apiVersion: v1\nkind: ConfigMap\n"
    "metadata: {name: printed, labels: {helm.sh/chart: web-1.0.0, app.kubernetes.io/managed-by: Helm}}\n"
    "data: {values: {{ .Values.a | toJson | quote }}}\n"
)


@pytest.fixture
def renderer(helm: str) -> Renderer:
    return installed(helm)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_chart(tmp_path / "web", templates__printed=PRINTS)


@pytest.fixture
def chart(folder: Path, renderer: Renderer) -> Iterator[Chart]:
    with prepared(str(folder)) as opened:
        yield Chart(str(folder), opened, Workshop(CONFIG, renderer))


def printed(chart: Chart, **options: object) -> object:
    return chart.render(**options).get("ConfigMap", "printed")["data"]["values"]  # type: ignore[arg-type] # all of them


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param({"values": {"a": {"b": [1, "x", None, True]}}}, '{"b":[1,"x",null,true]}', id="values"),
        pytest.param({"values": {"a": "ünï\n{{ x }}"}}, '"ünï\\n{{ x }}"', id="text"),
        pytest.param({"set": ["a=1"]}, "1", id="set, as helm reads it"),
        pytest.param({"set": {"a": "1"}}, '"1"', id="set, text stays text"),
        pytest.param({"set": {"a": r"x,y={z}[0]\w"}}, r'"x,y={z}[0]\\w"', id="set, text that --set would cut"),
        pytest.param({"set": {"a": True}}, "true", id="set, a boolean"),
        pytest.param({"set": {"a.b": 7}}, '{"b":7}', id="set, a path"),
        pytest.param({"values_files": ["ci/one-values.yaml"]}, '"file"', id="a file of the chart"),
        pytest.param({"values_files": ["ci/one-values.yaml"], "values": {"a": "v"}}, '"v"', id="values over files"),
        pytest.param({"values": {"a": "v"}, "set": {"a": "s"}}, '"s"', id="set over values"),
    ],
)
def test_values_come_as_they_are_written(chart: Chart, folder: Path, options: dict[str, object], expected: str) -> None:
    write(folder / "ci/one-values.yaml", "a: file\n")
    assert printed(chart, **options) == expected


def test_nothing_of_the_values_is_left_behind(chart: Chart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    assert printed(chart, values={"a": "canary"}) == '"canary"'
    assert chart.include("web.labels", {"level": "canary"}).yaml["level"] == "canary"
    assert chart.render({"level": None}).errors
    assert os.listdir(tmp_path / "temporary") == []


@pytest.mark.parametrize(
    ("options", "says"),
    [
        pytest.param({"set": "a=b"}, r'write set=\["a=b"\]', id="set is a text"),
        pytest.param(
            {"set": {"a": [1]}}, '"a" is of type list; give mappings and lists as `values`', id="set of a list"
        ),
        pytest.param({"values": [1]}, "`values` is a mapping, not of type list", id="values are a list"),
        pytest.param({"values": {"a": {1}}}, "`values.a` is of type set", id="values are no JSON"),
        pytest.param({"values_files": "x.yaml"}, r'write values_files=\["x.yaml"\]', id="files are a text"),
    ],
)
def test_what_no_renderer_takes_is_a_slip(chart: Chart, options: dict[str, object], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        printed(chart, **options)


def test_one_resource_is_got_and_a_near_miss_is_named(chart: Chart) -> None:
    rendered = chart.render()
    assert rendered.get("ConfigMap", "settings")["data"] == {"replicas": "2"}
    for kind, name, says in (
        ("ConfigMap", "setings", 'there is ConfigMap/printed, ConfigMap/settings; did you mean "settings"'),
        ("ConfigMapp", None, 'did you mean "ConfigMap"'),
        ("ConfigMap", None, "2 of ConfigMap in .*: default/printed, default/settings; name one, or use all()"),
    ):
        with pytest.raises(AssertionError, match=says.replace("()", r"\(\)")):
            rendered.get(kind, name)


def test_resources_are_counted_listed_and_searched(chart: Chart) -> None:
    rendered = chart.render({"password": "x"})
    assert len(rendered) == 3
    assert {one["kind"] for one in rendered} == {"ConfigMap", "Secret"}
    assert [one["metadata"]["name"] for one in rendered.all("Secret")] == ["web"]
    assert rendered.all("Service") == []
    assert rendered.search("[?kind == 'Secret'].metadata.name") == ["web"]
    assert "kind: Secret" in rendered.text
    with pytest.raises(UsageError, match="is no JMESPath here"):
        rendered.search("[?")


def test_a_render_that_failed_gives_errors_and_nothing_else(chart: Chart, folder: Path) -> None:
    rendered = chart.render({"level": None})
    (error,) = rendered.unseen_errors
    assert (error.source, error.line) == (f"{folder}/templates/settings.yaml", 5)
    assert "a level is needed" in str(error)
    for use in (lambda: rendered.text, lambda: list(rendered), lambda: rendered.get("ConfigMap"), rendered.check):
        with pytest.raises(AssertionError, match=r"templates/settings\.yaml:5:.*a level is needed"):
            use()


def test_verdicts_are_asserted_exactly(chart: Chart, folder: Path) -> None:
    write(folder / "templates/env.yaml", PRINTS.replace("values:", "api-token:").replace("printed", "env"))
    secret = {"a": "s3cr3t-canary-Value-77"}
    policy = "configmap-holds-no-secret"
    verdicts = chart.check(fails=[policy], values=secret)
    assert verdicts.failed[0] == policy
    assert (verdicts.passed(policy), verdicts.passed("k8s-string-map")) == (False, True)
    assert next(one for one in verdicts.findings if one.policy == policy)[1:3] == ("ConfigMap/env", "data.api-token")
    with pytest.raises(AssertionError, match=f"^{policy} fails\n") as failed:
        chart.check(values=secret)
    assert "canary" not in str(failed.value)
    with pytest.raises(AssertionError, match=r"^k8s-string-map does not fail\n"):
        chart.check([policy, "k8s-string-map"], fails=[policy, "k8s-string-map"], values=secret)
    with pytest.raises(AssertionError, match="not checked: no policy found anything to judge"):
        chart.check(["pdb-present"])
    for wrong in (["pdb-presen"], ["nothing*"]):
        with pytest.raises(UsageError, match="no policy has the id or tag"):
            chart.check(wrong)
    with pytest.raises(UsageError, match='"pdb-present" did not run'):
        chart.check([policy], fails=["pdb-present"])


def test_a_named_template_is_tested_alone(chart: Chart) -> None:
    assert chart.include("web.labels", release="shop").yaml == {"app": "shop", "level": "info"}
    name = chart.include("web.name", context='dict "context" . "suffix" "x"', release="shop")
    assert name == "shop-x"
    with pytest.raises(RenderError, match=r'no template is called "web\.lables"; did you mean "web\.labels"'):
        chart.include("web.lables")
    with pytest.raises(RenderError, match=r'^include "web\.labels": a level is needed$'):
        chart.include("web.labels", {"level": None})


def test_another_template_that_fails_does_not_matter(chart: Chart, folder: Path) -> None:
    write(folder / "templates/broken.yaml", '{{ fail "broken" }}')
    assert chart.include("web.labels").yaml["app"] == "web"


def test_a_template_that_needs_another_has_it(chart: Chart, folder: Path) -> None:
    write(
        folder / "templates/_sum.tpl",
        '{{ define "web.sum" }}{{ include (print .Template.BasePath "/settings.yaml") . | len }}{{ end }}',
    )
    assert int(chart.include("web.sum")) > 50


def test_a_library_has_named_templates_and_no_render(folder: Path, renderer: Renderer) -> None:
    write(folder / "Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\ntype: library\n")
    with prepared(str(folder)) as opened:
        library = Chart(str(folder), opened, Workshop(CONFIG, renderer))
        assert library.include("web.labels").yaml["level"] == "info"
        (error,) = library.render().errors
    assert "is a library chart" in error.message


def test_a_finding_says_its_template_line_and_the_key_that_mends_it(chart: Chart, folder: Path) -> None:
    write(
        folder / "templates/plain.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: plain\ndata:\n  level: {{ .Values.level }}\n",
    )
    findings = chart.render({"level": True}).verdicts(["k8s-string-map"]).findings
    (found,) = [one for one in findings if one.resource == "ConfigMap/plain"]
    assert (found.template, found.template_line) == (str(folder / "templates/plain.yaml"), 6)
    assert found.values_key == "level"
    text = chart.render({"level": True}).verdicts(["k8s-string-map"]).text
    assert f"{folder / 'templates/plain.yaml'}:6" in text.replace("\n           ", "")
    assert "values key: level (values)" in text
    assert tempfile.gettempdir() + "/policycheck-" not in text
