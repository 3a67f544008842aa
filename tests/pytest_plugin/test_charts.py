"""Charts that are collected: every render by every policy that judges something there, and nothing green in between."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.pytest_plugin.projects import ALONE, write, write_chart

pytest_plugins = ["pytester"]

FILE = "charts/web/Chart.yaml"
RENDERS = [f"{FILE}::default::renders", f"{FILE}::ci/more-values.yaml::renders"]
SECRET = {
    "templates__env": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: env}\ndata: {token: {{ .Values.token }}}\n"
}


@pytest.fixture
def web(pytester: pytest.Pytester) -> Path:
    """A chart of two renders, in a project that configures nothing."""
    write(pytester.path / "pytest.ini", "[pytest]\n")
    return write_chart(pytester.path / "charts/web", **{"ci__more-values": "replicas: 5\n"})


def ids(pytester: pytest.Pytester, *arguments: str) -> list[str]:
    result = pytester.runpytest(*ALONE, "--collect-only", "--quiet", *arguments)
    assert result.ret in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED), result.outlines
    return [line for line in result.outlines if "::" in line]


def test_every_render_and_every_policy_that_judges_it_is_a_test(web: Path, pytester: pytest.Pytester) -> None:
    assert web.exists()
    found = ids(pytester, "charts/web")
    assert [one for one in found if one.endswith("::renders")] == RENDERS
    assert f"{FILE}::default::k8s-string-map" in found
    assert not [one for one in found if "memory-limit-set" in one], "it has nothing to judge there"
    assert found == ids(pytester, FILE) == ids(pytester, "charts")
    assert not ids(pytester, "."), "what lies deeper was not named"


@pytest.mark.parametrize(
    "named", [f"{FILE}::default::k8s-string-map", "charts/web::default::k8s-string-map"], ids=["whole", "short"]
)
def test_one_of_them_is_run_by_its_id(web: Path, pytester: pytest.Pytester, named: str) -> None:
    assert web.exists()
    assert ids(pytester, named) == [f"{FILE}::default::k8s-string-map"]


def test_what_is_configured_is_tested_beside_other_tests(web: Path, pytester: pytest.Pytester) -> None:
    write(web / "tests/test_web.py", "def test_name(chart):\n    assert chart.name == 'web'\n")
    write(pytester.path / "tests/test_python.py", "def test_python(): pass\n")
    write(pytester.path / "pyproject.toml", '[tool.pytest]\ncharts = ["charts"]\ntestpaths = ["tests"]\n')
    (pytester.path / "pytest.ini").unlink()
    found = ids(pytester)
    assert {"tests/test_python.py::test_python", "charts/web/tests/test_web.py::test_name", RENDERS[0]} <= {*found}
    assert ids(pytester, "tests") == ["tests/test_python.py::test_python"]


@pytest.mark.parametrize(
    ("configured", "says"),
    [
        pytest.param("chartz", "charts: *chartz: no such folder", id="missing"),
        pytest.param("charts/web/templates", "charts: *templates: no chart, and no folder of charts *", id="no chart"),
        pytest.param(
            "build/web", "charts: *build/web/Chart.yaml: pytest does not enter a folder called build; *", id="b"
        ),
    ],
)
def test_a_configured_place_without_a_chart_is_an_error(
    web: Path, pytester: pytest.Pytester, configured: str, says: str
) -> None:
    write_chart(pytester.path / "build/web")
    write(pytester.path / "pytest.ini", f"[pytest]\ncharts = {configured}\ntestpaths = .\n")
    result = pytester.runpytest(*ALONE)
    assert web.exists()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: {says}"])


def test_a_sound_chart_passes_with_warnings_as_errors(web: Path, pytester: pytest.Pytester) -> None:
    result = pytester.runpytest(*ALONE, "-W", "error", "-rs", str(web))
    outcomes = result.parseoutcomes()
    assert set(outcomes) == {"passed", "skipped"}
    assert outcomes["skipped"] == 2
    result.stdout.fnmatch_lines(["SKIPPED [[]2[]]*needs a cluster to install into; name one with --kubeconfig *"])


def test_a_finding_fails_its_policy_in_its_render_with_the_template(web: Path, pytester: pytest.Pytester) -> None:
    write_chart(web, values="level: info\nreplicas: 1\ntoken: s3cr3t-canary-Value-77\n", **SECRET)
    result = pytester.runpytest(*ALONE, "charts/web", "--junit-xml=junit.xml")
    said = result.stdout.str()
    assert f"FAILED {FILE}::default::configmap-holds-no-secret" in said
    assert "error: token is a secret in clear text [ConfigMap/env data.token]" in said
    assert "web/templates/env.yaml" in said
    assert "What to do: " in said
    assert "Traceback" not in said
    assert "canary" not in said + (pytester.path / "junit.xml").read_text()
    cases = ET.parse(pytester.path / "junit.xml").iter("testcase")  # noqa: S314 - pytest wrote it
    assert "configmap-holds-no-secret" in {case.get("name") for case in cases if case.find("failure") is not None}


def test_the_charts_own_files_are_judged_beside_its_renders(web: Path, pytester: pytest.Pytester) -> None:
    write_chart(web, values="level: info\nreplicas: 1\ndatabase: {password: s3cr3t-canary-Value-77}\n")
    result = pytester.runpytest(*ALONE, "charts/web")
    result.stdout.fnmatch_lines([f"FAILED {FILE}::chart::values-hold-no-secret*"])
    result.stdout.fnmatch_lines(["charts/web/values.yaml:3: *"])
    assert "canary" not in result.stdout.str()


def test_a_render_that_fails_is_one_failure_and_the_others_go_on(web: Path, pytester: pytest.Pytester) -> None:
    write_chart(web, **{"ci__quiet-values": "level:\n"})
    result = pytester.runpytest(*ALONE, "charts/web")
    assert result.parseoutcomes()["failed"] == 1
    result.stdout.fnmatch_lines(["*charts/web/templates/settings.yaml:5: does not render: a level is needed*"])
    result.stdout.fnmatch_lines([f"FAILED {FILE}::ci/quiet-values.yaml::renders*"])


def test_a_finding_below_the_gate_is_a_warning(web: Path, pytester: pytest.Pytester) -> None:
    write_chart(web, **SECRET, values="level: info\nreplicas: 1\ntoken: s3cr3t-canary-Value-77\n")
    write(pytester.path / "policycheck.yaml", "failOn: never\n")
    result = pytester.runpytest(*ALONE, "charts/web", "-W", "default", "-k", "configmap-holds-no-secret and default")
    result.assert_outcomes(passed=1, warnings=1, deselected=result.parseoutcomes()["deselected"])
    result.stdout.fnmatch_lines(["*BelowTheGateWarning: *token is a secret in clear text*"])


def test_an_exception_is_an_expected_failure_with_its_reason(web: Path, pytester: pytest.Pytester) -> None:
    write_chart(web, **SECRET, values="level: info\nreplicas: 1\ntoken: s3cr3t-canary-Value-77\n")
    write(
        pytester.path / "policycheck.yaml",
        "exceptions:\n  - policy: configmap-holds-no-secret\n    match: {name: env}\n"
        "    reason: it moves, SRE-7\n    expires: never\n",
    )
    result = pytester.runpytest(*ALONE, "charts/web", "-rx", "-k", "configmap-holds-no-secret and default")
    assert result.parseoutcomes()["xfailed"] == 1
    result.stdout.fnmatch_lines(["XFAIL *excepted for ever: it moves, SRE-7"])


def test_a_render_in_which_nothing_was_judged_is_not_green(pytester: pytest.Pytester) -> None:
    write(pytester.path / "pytest.ini", "[pytest]\n")
    (write_chart(pytester.path / "charts/web") / "templates/settings.yaml").unlink()
    result = pytester.runpytest(*ALONE, "charts/web")
    assert result.parseoutcomes()["failed"] == 1
    result.stdout.fnmatch_lines(["web (default): renders no object; *"])


def test_a_library_is_skipped_with_its_reason(web: Path, pytester: pytest.Pytester) -> None:
    write(web / "Chart.yaml", "{apiVersion: v2, name: web, version: 1.0.0, type: library}")
    for template in ("secret", "settings"):  # Helm reads only underscored files of a library
        (web / f"templates/{template}.yaml").unlink()
    result = pytester.runpytest(*ALONE, "charts/web", "-rs")
    assert "failed" not in result.parseoutcomes()
    result.stdout.fnmatch_lines(["SKIPPED *web is a library chart: it renders nothing of its own, *"])


def test_a_chart_that_cannot_be_opened_is_one_failure(web: Path, pytester: pytest.Pytester) -> None:
    write(web / "Chart.yaml", "name: web\n")
    result = pytester.runpytest(*ALONE, "charts/web")
    found = result.parseoutcomes()
    assert (found.pop("failed"), {*found}) == (1, {"passed"}), "the chart's own files are judged all the same"
    result.stdout.fnmatch_lines(["charts/web/Chart.yaml: does not render: no apiVersion; *"])
    assert "Traceback" not in result.stdout.str()


def test_renders_for_several_kubernetes_are_told_apart(web: Path, pytester: pytest.Pytester) -> None:
    assert web.exists()
    write(pytester.path / "policycheck.yaml", 'charts: {charts/web: {kubeVersions: ["1.29", "1.33"]}}\n')
    assert [one for one in ids(pytester, "charts") if one.endswith("::renders")] == [
        f"{FILE}::{values}, Kubernetes {version}::renders"
        for values in ("default", "ci/more-values.yaml")
        for version in ("1.29", "1.33")
    ]


def test_workers_collect_the_same(web: Path, pytester: pytest.Pytester) -> None:
    alone = pytester.runpytest_subprocess(*ALONE, "charts").parseoutcomes()
    write(web / "tests/test_web.py", "def test_name(chart):\n    assert chart.name == 'web'\n")
    together = pytester.runpytest_subprocess(*ALONE, "charts", "--numprocesses=2", "-W", "error").parseoutcomes()
    assert together == alone | {"passed": alone["passed"] + 1}


def test_only_what_failed_runs_again(web: Path, pytester: pytest.Pytester) -> None:
    write_chart(web, **{"ci__quiet-values": "level:\n"})
    write(web / "tests/test_web.py", "def test_it():\n    assert not 'it'\n")
    assert pytester.runpytest(*ALONE, "charts").parseoutcomes()["failed"] == 2
    again = pytester.runpytest(*ALONE, "charts", "--last-failed").parseoutcomes()
    assert again.pop("deselected", 0) >= 0
    assert again == {"failed": 2}


def test_our_own_charts_are_green(root: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pytest",
        *ALONE,
        "-p",
        "no:cacheprovider",
        "--quiet",
        "charts/mailer",
        "charts/go-service",
    ]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout.splitlines()[-1]
