from __future__ import annotations

from pathlib import Path

import pytest

from policycheck.cli import run

RENDER = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  ports:
    - {name: http, port: 80}
    - {port: 81}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
"""


@pytest.fixture
def render(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "render.yaml").write_text(RENDER, encoding="utf-8")
    return "render.yaml"


def test_each_resource_is_shown_with_its_value(render: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["eval", "metadata.name == 'web'", render]) == 0
    assert capsys.readouterr().out == (
        "Service/web\n"
        "  true   render.yaml:1: true\n"
        "ConfigMap/settings\n"
        "  false  render.yaml:9: false\n"
        "2 resources, 2 values: 1 true, 1 false\n"
    )


def test_each_item_is_shown_with_its_place_and_verdict(render: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["eval", "name", render, "--foreach", "spec.ports[]"]) == 0
    assert capsys.readouterr().out == (
        "Service/web\n"
        '  true   render.yaml:6 spec.ports[0]: "http"\n'
        "  false  render.yaml:7 spec.ports[1]: null\n"
        "ConfigMap/settings\n"
        "  no items\n"
        "2 resources, 2 values: 1 true, 1 false\n"
    )


def test_one_resource_is_chosen(render: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["eval", "kind", render, "--resource", "ConfigMap/settings"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 resource, 1 value: 1 true, 0 false"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lenght(@)", "render.yaml"], 'unknown function lenght(); did you mean "length"? (column 1 of `lenght(@)`)'),
        (["kind", "none.yaml"], "none.yaml: cannot be read"),
        (["kind", "render.yaml", "--resource", "Service/wob"], 'no resource is called "Service/wob"; did you mean'),
        (["kind"], "the following arguments are required: FILE"),
        (["div(1, 0)", "render.yaml"], ""),
    ],
)
@pytest.mark.usefixtures("render")
def test_what_cannot_be_evaluated_is_exit_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["eval", *arguments]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == bool(said)


def test_an_input_without_resources_is_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("# nothing\n", encoding="utf-8")
    assert run(["eval", "kind", str(path)]) == 2
    assert capsys.readouterr() == ("", "policycheck: no resource to evaluate it on\n")


def test_a_value_cannot_speak_to_a_terminal(render: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = RENDER.replace("name: settings", 'name: "\\e[31m"')
    (tmp_path / render).write_text(hostile, encoding="utf-8")
    assert run(["eval", "metadata.name", render]) == 0
    assert "\x1b" not in capsys.readouterr().out
