"""`policycheck init` on the charts of this repository and on what `helm create` writes."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.charts import APPLICATIONS, CHARTS

QUICK = ("-p", "no:helm-charts", "-p", "no:cacheprovider", "-q")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with the charts in it, as they were before anybody wrote tests for them."""
    (tmp_path / ".git").mkdir()
    begun = shutil.ignore_patterns("tests", ".helmignore")
    shutil.copytree(CHARTS, tmp_path / "charts", symlinks=True, ignore=begun)
    return tmp_path


def ran(command: str, *arguments: str, folder: Path, status: int = 0) -> str:
    """What a command prints, of its two streams together."""
    done = subprocess.run(
        [sys.executable, "-m", command, *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stdout
    return done.stdout


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and ".git/" not in str(path)}


def test_our_charts_are_green_with_what_is_written(folder: Path) -> None:
    first, *others = [f"charts/{chart.name}" for chart in APPLICATIONS]
    ran("policycheck", "init", first, "--namespace", "shop", folder=folder)
    for chart in others:
        assert "policycheck.yaml" not in ran("policycheck", "init", "--tests-only", chart, folder=folder)
    ran("policycheck", "check", first, *others, folder=folder)
    tests = [f"{chart}/tests" for chart in (first, *others)]
    assert "8 passed" in ran("pytest", *QUICK, *tests, folder=folder)


def test_the_chart_of_helm_create_is_green_and_its_findings_are_named(folder: Path, newest_helm: str) -> None:
    subprocess.run([newest_helm, "create", "web shop/web"], cwd=folder, check=False, capture_output=True)
    subprocess.run([newest_helm, "create", "web"], cwd=folder, check=True, capture_output=True)
    told = ran("policycheck", "init", "web", "--today", "2026-11-01", "--helm", newest_helm, folder=folder)
    assert "memory-limit-set: container web has no memory limit" in told
    assert "excepts them until 2027-01-30" in told
    day = ["--today", "2026-11-01"]
    assert " 0 excepted" not in ran("policycheck", "check", "-q", "--strict", *day, "web", folder=folder)
    ran("policycheck", "check", "-q", "--today", "2027-01-31", "web", folder=folder, status=1)
    # The package holds the tests that Helm runs and not those that pytest runs.
    subprocess.run([newest_helm, "package", "web"], cwd=folder, check=True, capture_output=True)
    with tarfile.open(folder / "web-0.1.0.tgz") as package:
        names = package.getnames()
    assert "web/templates/tests/test-connection.yaml" in names
    assert not [name for name in names if name.startswith("web/tests")]
    assert "2 passed" in ran(
        "pytest", "-p", "no:helm-charts", "-p", "no:cacheprovider", "-q", "web/tests", folder=folder
    )


@pytest.mark.parametrize("there", ["policycheck.yaml", ".github/workflows/policycheck.yaml"])
def test_one_file_that_is_there_keeps_all_from_being_written(there: str, folder: Path) -> None:
    (folder / there).parent.mkdir(parents=True, exist_ok=True)
    (folder / there).write_text("mine", encoding="utf-8")
    before = files(folder)
    said = ran("policycheck", "init", "charts/orders", folder=folder, status=2)
    assert said == (
        f"policycheck: {there}: there already; nothing was written; --tests-only writes only the test of one more "
        "chart\n"
    )
    assert files(folder) == before
    assert (folder / there).read_text(encoding="utf-8") == "mine"


def test_the_readme_shows_what_is_said(folder: Path) -> None:
    told = ran("policycheck", "init", "charts/mailer", folder=folder)
    readme = (CHARTS.parent / "README.md").read_text(encoding="utf-8")
    assert f"```console\n$ policycheck init charts/mailer\n{told}```" in readme


def test_a_second_time_names_every_file_that_is_there(folder: Path) -> None:
    ran("policycheck", "init", "charts/orders", folder=folder)
    before = files(folder)
    said = ran("policycheck", "init", "charts/orders", folder=folder, status=2)
    assert "policycheck.yaml, charts/orders/tests/test_orders.py, .github/workflows/policycheck.yaml: there" in said
    assert files(folder) == before


def test_settings_and_workflow_go_to_the_root_of_the_repository(folder: Path) -> None:
    told = ran("policycheck", "init", "orders", folder=folder / "charts")
    assert "../policycheck.yaml: written\n" in told
    assert "next, in ..:\n  policycheck check charts/orders\n" in told
    workflow = (folder / ".github/workflows/policycheck.yaml").read_text(encoding="utf-8")
    assert "policycheck check charts/orders " in workflow


def test_without_a_repository_they_go_to_the_working_folder(folder: Path) -> None:
    (folder / ".git").rmdir()
    ran("policycheck", "init", "charts/orders", "--ci", "none", folder=folder)
    assert (folder / "policycheck.yaml").is_file()
    assert not (folder / ".github").exists()


def test_a_gitlab_job_is_printed_alone(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "policycheck", "init", "charts/orders", "--ci", "gitlab"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("policycheck:\n  image: python:")
    assert "charts/orders/tests/test_orders.py: written" in done.stderr
    assert not (folder / ".github").exists()


def test_a_library_chart_gets_no_test_and_is_told_why(folder: Path) -> None:
    told = ran("policycheck", "init", "charts/go-service", folder=folder)
    assert "a library chart renders nothing of its own" in told
    assert not (folder / "charts/go-service/tests").exists()
    assert not (folder / "charts/go-service/.helmignore").exists()
    assert "pytest charts" not in told


@pytest.mark.parametrize(
    ("chart", "said"),
    [
        ("charts", "policycheck: charts/Chart.yaml: No such file or directory; a chart's folder holds a Chart.yaml\n"),
        ("nowhere", "policycheck: nowhere: no such folder; name that of a chart\n"),
        ("chart.tgz", "policycheck: chart.tgz: an archive; unpack it first\n"),
    ],
)
def test_what_is_no_chart_is_one_line_and_nothing_is_written(chart: str, said: str, folder: Path) -> None:
    (folder / "chart.tgz").write_bytes(b"")
    before = files(folder)
    assert ran("policycheck", "init", chart, folder=folder, status=2) == said
    assert files(folder) == before


def test_a_chart_that_does_not_render_is_named_with_its_line_and_nothing_is_written(folder: Path) -> None:
    template = folder / "charts/orders/templates/configmap.yaml"
    template.write_text('\n{{ fail "not yet" }}\n', encoding="utf-8")
    before = files(folder)
    said = ran("policycheck", "init", "charts/orders", folder=folder, status=2)
    assert said.startswith("policycheck: charts/orders/templates/configmap.yaml:2: does not render: not yet")
    assert said.endswith("; nothing was written\n")
    assert files(folder) == before
