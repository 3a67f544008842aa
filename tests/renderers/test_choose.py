"""Which renderer is used, that helm reaches nothing of ours, and what `doctor` reports of it."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from policycheck.errors import RenderError, UsageError
from policycheck.renderers import helm_native
from policycheck.renderers.choose import choose, for_renders, loaded, quickest
from policycheck.renderers.doctor import doctor_report
from policycheck.renderers.documents import Generation, generation_of
from policycheck.renderers.helm_cli import helm_at
from policycheck.renderers.helm_sdk import HelmSdk
from policycheck.renderers.rendering import render
from policycheck.renderers.request import RenderRequest
from policycheck.renderers.small_chart import small_chart
from tests.renderers.helms import installed
from tests.renderers.sample_charts import SAMPLES, meta, printed, write


@pytest.fixture(autouse=True)
def no_helm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("HELM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))


def script(path: Path, text: str) -> str:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_the_named_helm_comes_first(helm: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert choose() == (HelmSdk(), "no helm is named with --helm or $HELM, and none is on PATH")
    (tmp_path / "helm").symlink_to(helm)
    assert choose().why == "found on PATH"
    monkeypatch.setenv("HELM", helm)
    assert choose() == (installed(helm), "named in $HELM")
    assert choose(helm) == (installed(helm), "named with --helm")


def test_the_quickest_prints_as_the_helm_that_is_there(helm: str) -> None:
    cli = installed(helm)
    assert quickest(helm) == (HelmSdk(generation_of(cli.version), cli), "the extra [helm] is installed")
    assert quickest().renderer == HelmSdk()


def test_without_the_extra_it_is_helm(helm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helm_native, "is_installed", lambda: False)
    assert quickest(helm).renderer == installed(helm)
    with pytest.raises(UsageError, match="nothing here renders charts; install helm, or"):
        choose()


def test_without_capabilities_it_is_helm(helm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helm_native, "takes_capabilities", lambda: False)
    assert quickest(helm).renderer == installed(helm)
    with small_chart() as chart:
        lines = doctor_report(RenderRequest(chart), helm).lines
    assert (
        lines[1] == f"in process: Helm {helm_native.version()} is installed, takes no capabilities, and so is not used"
    )


@pytest.mark.parametrize(
    ("version", "generation"),
    [
        ("3.17.3", "HELM_3"),
        ("4.0.0", "HELM_4_0"),
        ("4.1.4", "HELM_4_0"),
        ("4.2.3", "HELM_4_2"),
        ("4.3.1", "HELM_4_3"),
        ("5.0.0", "HELM_4_3"),
    ],
)
def test_versions_of_one_generation_print_alike(version: str, generation: str) -> None:
    assert generation_of(version) is Generation[generation]


def test_what_is_no_helm(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such helm; name the binary, or install it"):
        helm_at(str(tmp_path / "helm"))
    with pytest.raises(UsageError, match="does not say its version as helm does, so it is none"):
        helm_at(script(tmp_path / "other", "echo something"))


def test_helm_gets_nothing_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUBECONFIG", "/secret")
    monkeypatch.setenv("HELM_PLUGINS", "/secret")
    monkeypatch.setenv("HTTPS_PROXY", "http://secret")
    chart = write({"Chart.yaml": meta("demo")}, tmp_path / "demo")
    fake = script(tmp_path / "fake", 'if [ "$1" = version ]; then echo v4.3.1; else /usr/bin/env; echo "$PWD $*"; fi')
    text = str(render(RenderRequest(str(chart), set_strings=("a=b,c=d",)), helm_at(fake)))
    assert "secret" not in text
    assert text.count("policycheck-helm-") >= 5
    assert f"--set-string=a=b,c=d -- release-name {chart}" in text


def test_whole_numbers_with_import_values_are_left_to_helm(helm: str, tmp_path: Path) -> None:
    chart = write(SAMPLES["import-values"].files, tmp_path / "demo")
    request = RenderRequest(str(chart), set_values=("db.user.name=1000000",))
    assert render(request, quickest(helm).renderer) == render(request, installed(helm))
    with pytest.raises(RenderError, match="put it in a values file, or install helm"):
        render(request, HelmSdk())


def test_whole_numbers_with_a_helmignore_that_hides_our_template(helm: str, tmp_path: Path) -> None:
    files = {"Chart.yaml": meta("demo"), ".helmignore": "p/\n", "templates/x.yaml": printed("kindOf .Values.n")}
    request = RenderRequest(str(write(files, tmp_path / "demo")), set_values=("n=1",))
    assert "int64" in str(render(request, quickest(helm).renderer))
    with pytest.raises(RenderError, match=r"or \.helmignore hides templates; put it in a values file, or install helm"):
        render(request, HelmSdk())


def test_bytes_that_are_no_text_are_left_to_helm(helm: str, tmp_path: Path) -> None:
    chart = write({"Chart.yaml": meta("demo"), "templates/x.yaml": 'a: {{ "/w==" | b64dec }}\n'}, tmp_path / "demo")
    for renderer in (installed(helm), quickest(helm).renderer):
        with pytest.raises(RenderError, match=r"what it renders is not YAML.*: invalid leading UTF-8 octet"):
            render(RenderRequest(str(chart)), renderer)


def test_doctor_compares_one_render(helm: str, tmp_path: Path) -> None:
    chart = write({"Chart.yaml": meta("demo"), "templates/x.yaml": printed("1")}, tmp_path / "demo")
    report = doctor_report(RenderRequest(str(chart)), helm)
    version = installed(helm).version
    assert report.lines[0] == f"renderer: helm {version} at {helm} (named with --helm)"
    assert report.lines[1] == f"in process: Helm {helm_native.version()}, which takes our capabilities"
    assert report.lines[2].startswith(f"comparison: {chart} renders the same ")
    assert report.well


def test_doctor_says_where_the_two_differ(helm: str, tmp_path: Path) -> None:
    differing = "a: 1\nhelm: {{ .Capabilities.HelmVersion.Version }}\n"
    chart = write({"Chart.yaml": meta("demo"), "templates/x.yaml": differing}, tmp_path / "demo")
    report = doctor_report(RenderRequest(str(chart)), helm)
    assert "renders OTHERWISE in process, from line 4 on" in report.lines[2]
    assert not report.well


def test_doctor_with_one_renderer_only() -> None:
    with small_chart() as chart:
        report = doctor_report(RenderRequest(chart))
    assert report.lines[0].startswith(f"renderer: Helm {helm_native.version()} in process (no helm is named")
    assert report.lines[2] == "comparison: none, it takes both a helm and the extra [helm]"
    assert report.well


def test_the_small_chart_of_the_doctor_renders_alike(helm: str) -> None:
    with small_chart() as chart:
        report = doctor_report(RenderRequest(chart), helm, shown="it")
    assert "comparison: it renders the same" in report.lines[2]
    assert " bytes; " in report.lines[2]


@pytest.mark.parametrize(
    ("number", "named", "in_process"), [(1, False, False), (2, False, True), (1, True, False), (9, True, False)]
)
def test_several_renders_are_made_in_process_unless_a_helm_is_named(
    helm: str,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    named: bool,  # noqa: FBT001 - a case
    in_process: bool,  # noqa: FBT001 - idem
) -> None:
    monkeypatch.setenv("HELM", helm)
    renderer = loaded(for_renders(number, helm if named else None))
    assert isinstance(renderer, HelmSdk) is in_process
    assert renderer == (
        HelmSdk(generation_of(installed(helm).version), installed(helm)) if in_process else installed(helm)
    )


def test_where_nothing_renders_each_render_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helm_native, "is_installed", lambda: False)
    with small_chart() as chart, pytest.raises(RenderError, match="nothing here renders charts; install helm, or"):
        render(RenderRequest(chart), loaded(for_renders(3)))


def test_nothing_imports_the_library_before_it_renders() -> None:
    """Go's threads would be in the parent, and a child that is forked would hang."""
    program = (
        "import sys, policycheck.renderers.choose, policycheck.renderers.doctor; sys.exit('helm_python' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
