"""Template lines and keys with what the machine has: a helm alone, or nothing that renders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policycheck.cli import run
from policycheck.renderers import helm_native
from policycheck.renderers.helm_sdk import HelmSdk
from policycheck.renderers.prepared import prepared
from policycheck.renderers.request import RenderRequest
from tests.authoring.origin.pitfall_charts import chart
from tests.renderers.sample_charts import resource, write

FILES = chart(resource("ConfigMap", "x", "data:\n  a: {{ .Values.deep.a }}\n"), "deep:\n  a: true\n")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A chart, beside what it renders."""
    write(FILES, tmp_path / "charts/demo")
    with prepared(str(tmp_path / "charts/demo")) as ready:
        (tmp_path / "render.yaml").write_text(HelmSdk()(ready, RenderRequest("")), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("HELM", raising=False)
    return tmp_path


def reported(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[dict[str, object], list[str]]:
    """The finding of the value that is no string, and the notes."""
    assert run(["check", "render.yaml", "--format=json", *options]) == 1
    report = json.loads(capsys.readouterr().out)
    of_policy = [one for one in report["outcomes"] if one["policy"] == "k8s-string-map"]
    (finding,) = [one for outcome in of_policy for one in outcome["findings"]]
    return finding, [note["text"] for note in report["notes"]]


@pytest.mark.usefixtures("here")
def test_a_stored_render_is_of_the_chart_that_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    finding, _ = reported(capsys, "--chart=charts/demo")
    assert (finding["template_file"], finding["template_line"]) == ("charts/demo/templates/x.yaml", 6)
    assert (finding["values_key"], finding["values_line"]) == ("deep.a", 2)


@pytest.mark.usefixtures("here")
def test_a_stored_render_can_be_old_so_no_chart_is_looked_for(capsys: pytest.CaptureFixture[str]) -> None:
    finding, _ = reported(capsys)
    assert "template_file" not in finding


@pytest.mark.usefixtures("here")
def test_a_helm_alone_tells_lines_and_keys(
    newest_helm: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helm_native, "is_installed", lambda: False)
    finding, _ = reported(capsys, "--chart=charts/demo", "--helm", newest_helm)
    assert (finding["template_line"], finding["values_key"]) == (6, "deep.a")


@pytest.mark.usefixtures("here")
def test_where_nothing_renders_a_note_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helm_native, "is_installed", lambda: False)
    finding, notes = reported(capsys, "--chart=charts/demo")
    assert "template_file" not in finding
    told = "no template lines: nothing here renders charts; install helm, or `pip install 'policycheck[helm]'`"
    assert told in notes


@pytest.mark.usefixtures("here")
def test_a_run_that_shows_one_line_asks_for_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("policycheck.cli.origins.with_origins", None)
    assert run(["check", "render.yaml", "--chart=charts/demo", "-q"]) == 1
    assert capsys.readouterr().out.startswith("failed: ")
