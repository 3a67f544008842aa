"""Helm in process prints, byte for byte, what the helm command prints."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from policycheck.renderers.chart_file import read_chart_file
from policycheck.renderers.documents import generation_of
from policycheck.renderers.helm_sdk import HelmSdk
from policycheck.renderers.rendering import render
from policycheck.renderers.request import LibraryChart, RenderRequest
from tests.renderers.helms import installed
from tests.renderers.sample_charts import DB, SAMPLES, WEB, Variant, archive, dependencies, write

ROOT = Path(__file__).resolve().parent.parent.parent
CHARTS = sorted(
    path.parent for pattern in ("charts/*", "fixtures/charts/*") for path in ROOT.glob(f"{pattern}/Chart.yaml")
)
LIBRARIES = [chart for chart in CHARTS if read_chart_file(str(chart), str(chart)).is_library]


def our_charts() -> Iterator[ParameterSet]:
    for chart in CHARTS:
        if chart not in LIBRARIES:
            for values in [None, *sorted((chart / "ci").glob("*-values.yaml"))]:
                yield pytest.param(chart, values, id=f"{chart.name}-{values.stem if values else 'defaults'}")


def samples() -> Iterator[ParameterSet]:
    for name, sample in SAMPLES.items():
        for variant in sample.variants:
            yield pytest.param(name, variant, id=f"{name}: {variant}")


def assert_alike(helm: str, request: RenderRequest) -> str:
    cli = installed(helm)
    expected = render(request, cli)
    assert isinstance(expected, str)
    assert render(request, HelmSdk(generation_of(cli.version))) == expected
    return expected


def requested(chart: Path, variant: Variant, folder: Path) -> RenderRequest:
    return RenderRequest(
        str(chart),
        tuple(str(write({name: text}, folder) / name) for name, text in variant.files),
        release="shop",
        namespace="shop",
        **{name: value for name, value in variant._asdict().items() if name != "files"},
    )


@pytest.mark.parametrize(("chart", "values"), list(our_charts()))
@pytest.mark.parametrize("kube_version", ["1.30", "1.36.1"])
def test_our_charts_are_rendered_alike(chart: Path, values: Path | None, kube_version: str, helm: str) -> None:
    files = (str(values),) if values else ()
    text = assert_alike(
        helm, RenderRequest(str(chart), files, release="shop", namespace="shop", kube_version=kube_version)
    )
    assert "\nkind: " in text


@pytest.mark.parametrize(("name", "variant"), list(samples()))
def test_charts_are_rendered_alike(name: str, variant: str, helm: str, tmp_path: Path) -> None:
    sample = SAMPLES[name]
    if sample.newest_only and "helm-3" in helm:
        helm = helm.replace("helm-3.17.3", "helm-4.3.1")
    chart = write(sample.files, tmp_path / "chart")
    assert_alike(helm, requested(chart, sample.variants[variant], tmp_path / "values"))


def test_there_are_enough_charts() -> None:
    assert len(SAMPLES) >= 30


def test_a_packaged_subchart(helm: str, tmp_path: Path) -> None:
    chart = write({"Chart.yaml": dependencies("name: db, version: 1.0.0"), **WEB}, tmp_path / "demo")
    (chart / "charts").mkdir()
    (chart / "charts/db-1.0.0.tgz").write_bytes(archive("db", DB))
    assert "db-db" in assert_alike(helm, RenderRequest(str(chart)))


def test_a_packaged_chart(helm: str, tmp_path: Path) -> None:
    packed = tmp_path / "web-1.0.0.tgz"
    packed.write_bytes(archive("web", WEB))
    assert "# Source: web/templates/web.yaml" in assert_alike(helm, RenderRequest(str(packed)))


def test_a_folder_with_a_name_that_needs_quotes(helm: str, tmp_path: Path) -> None:
    chart = write(SAMPLES["globals"].files, tmp_path / "my chärt %41 'x'")
    assert_alike(helm, RenderRequest(str(chart)))


def test_a_second_render_is_as_the_first(helm: str, tmp_path: Path) -> None:
    """The library's own loaded charts lose what a render's values switch off."""
    chart = write(SAMPLES["conditions and tags"].files, tmp_path / "chart")
    for options in (("db.enabled=false",), ("db.enabled=true",), ("web.enabled=false",), ("web.enabled=true",)):
        assert_alike(helm, RenderRequest(str(chart), set_values=options))


@pytest.mark.parametrize("chart", LIBRARIES, ids=lambda chart: chart.name)
def test_a_library_renders_nothing(chart: Path, helm: str) -> None:
    for renderer in (installed(helm), HelmSdk()):
        assert render(RenderRequest(str(chart)), renderer) == LibraryChart(chart.name)
