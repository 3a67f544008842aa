"""`policycheck why`: an answer in words or as JSON, and no value in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policycheck.cli import run
from tests.authoring.origin.pitfall_charts import chart
from tests.renderers.sample_charts import meta, resource, write

BODY = (
    resource("ConfigMap", "x", "data:\n  a: {{ .Values.deep.a }}\n  b: fixed\n  c: {{ randAlphaNum 9 }}\n")
    + '{{- range (list "one" "two") }}\n---\n'
    + "apiVersion: v1\nkind: Secret\nmetadata: {name: keys, namespace: {{ . }}}\nstringData:\n"
    + "  p: {{ $.Values.deep.password }}\n{{- end }}\n"
)
FILES = chart(BODY, "deep:\n  a: hello\n  password: hunter22\n")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(FILES, tmp_path / "charts/demo")
    write({"Chart.yaml": meta("lib", "type: library")}, tmp_path / "charts/lib")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "")
    return tmp_path


def test_the_key_and_where_it_is_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["why", "charts/demo", "ConfigMap/x", "data.a"]) == 0
    assert capsys.readouterr().out == (
        "data.a is the value of deep.a (charts/demo/values.yaml:2)\nprinted by charts/demo/templates/x.yaml:6\n"
    )


def test_a_constant_has_the_line_of_its_template(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["why", "charts/demo", "ConfigMap/x", "data.b"]) == 0
    assert (
        capsys.readouterr().out == "data.b follows no key of the values; change it in charts/demo/templates/x.yaml:7\n"
    )


def test_what_sets_it_is_an_option(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "v.yaml").write_text("# of production\ndeep: {a: other}\n", encoding="utf-8")
    assert run(["why", "charts/demo", "ConfigMap/x", "data.a", "-f", "v.yaml"]) == 0
    assert "deep.a (v.yaml:2)" in capsys.readouterr().out
    assert run(["why", "charts/demo", "ConfigMap/x", "data.a", "-f", "v.yaml", "--set", "deep.a=b"]) == 0
    assert "deep.a (--set)" in capsys.readouterr().out


def test_what_cannot_be_answered_says_why_and_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["why", "charts/demo", "ConfigMap/x", "data.c"]) == 2
    assert "data.c is another in each render: it is made by chance or of the time" in capsys.readouterr().out


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["why", "charts/demo", "Secret/one/keys", "stringData.p", "--format=json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "resource": "Secret/one/keys",
        "path": "stringData.p",
        "answer": "value",
        "values_key": "deep.password",
        "values_file": "charts/demo/values.yaml",
        "values_line": 3,
        "template_file": "charts/demo/templates/x.yaml",
        "template_line": 15,
        "template_doubt": None,
        "sentence": "stringData.p is the value of deep.password (charts/demo/values.yaml:3)",
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["charts/demo", "ConfigMap/z", "data"], 'the render holds no "ConfigMap/z"; did you mean "ConfigMap/x"?'),
        (
            ["charts/demo", "Secret/keys", "stringData.p"],
            '"Secret/keys" is Secret/one/keys and Secret/two/keys; write one of them',
        ),
        (["charts/demo", "ConfigMap/x", "data[0]"], "data has no items"),
        (["charts/demo", "ConfigMap/x", "data."], '"data." is no path from column 5 on'),
        (["charts/lib", "ConfigMap/x", "data"], "charts/lib: lib is a library chart: it renders nothing of its own"),
        (["charts/none", "ConfigMap/x", "data"], "charts/none: no such folder or file"),
        (["charts/demo", "ConfigMap/x", "data", "-f", "none.yaml"], "none.yaml"),
        (["charts/demo", "ConfigMap/x", "data", "--helm", "none"], "none: no such helm"),
        (["charts/demo", "ConfigMap/x", "data", "--release", "A_B"], '"A_B" cannot name a release'),
        (["charts/demo", "ConfigMap/x"], "PATH"),
    ],
)
def test_what_cannot_be_asked(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["why", *arguments]) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.out == ""


def test_a_field_that_is_not_there_may_be_a_near_miss(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["why", "charts/demo", "ConfigMap/x", "dta"]) == 0
    assert capsys.readouterr().out == (
        "dta is not there, and no key was found that sets it; write it below charts/demo/templates/x.yaml:1; "
        'did you mean "data"?\n'
    )


@pytest.mark.parametrize("arguments", [["Secret/one/keys", "stringData.p"], ["ConfigMap/x", "data.a"]])
def test_no_value_is_shown(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for more in ([], ["--format=json"]):
        run(["why", "charts/demo", *arguments, *more])
        printed = capsys.readouterr()
        assert "hunter22" not in printed.out + printed.err
        assert "hello" not in printed.out + printed.err


def test_a_chart_that_does_not_render_says_why_without_its_secrets(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (here / "charts/demo/templates/x.yaml").open("a", encoding="utf-8") as file:
        file.write('{{ fail (printf "cannot log in with %s" .Values.deep.password) }}\n')
    assert run(["why", "charts/demo", "ConfigMap/x", "data.a"]) == 2
    said = capsys.readouterr().err
    assert "charts/demo/templates/x.yaml:" in said
    assert "cannot log in with ****" in said
    assert "hunter22" not in said
