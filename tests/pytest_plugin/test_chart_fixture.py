"""The fixture `chart`: which chart it is, and what a test of it looks like when it fails."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.pytest_plugin.projects import ALONE, write, write_chart

pytest_plugins = ["pytester"]

NAMES = "def test_name(chart):\n    assert chart.name == 'web'\n"


@pytest.fixture
def web(pytester: pytest.Pytester) -> Path:
    """A chart in a folder of charts, in a project that pytest knows for one."""
    write(pytester.path / "pytest.ini", "[pytest]\n")
    return write_chart(pytester.path / "charts/web")


def lines(result: pytest.RunResult) -> list[str]:
    assert "INTERNALERROR" not in result.stdout.str() + result.stderr.str()
    return [line.removeprefix("E").strip() for line in result.outlines]


def test_a_test_in_a_charts_folder_tests_that_chart(web: Path, pytester: pytest.Pytester) -> None:
    write_chart(web / "charts/other", Chart="{apiVersion: v2, name: other, version: 1.0.0}")
    write(web / "tests/deep/test_web.py", NAMES)
    pytester.runpytest(*ALONE, "-W", "error").assert_outcomes(passed=1)


def test_the_marker_names_one_chart_or_several(web: Path, pytester: pytest.Pytester) -> None:
    write_chart(web.parent / "api", Chart="{apiVersion: v2, name: api, version: 1.0.0}")
    mark = "import pytest\n@pytest.mark.chart({})\ndef test_it(chart):\n    assert chart.render().get('ConfigMap')\n"
    write(pytester.path / "tests/test_one.py", mark.format("'charts/web'"))
    write(pytester.path / "tests/test_all.py", mark.format("'charts/web', 'charts/api'"))
    result = pytester.runpytest(*ALONE, "-v", "--strict-markers")
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines_random(
        ["*test_all.py::test_it[[]charts/api[]] PASSED*", "*test_one.py::test_it PASSED*"]
    )


def test_the_only_configured_chart_is_meant(web: Path, pytester: pytest.Pytester) -> None:
    write(pytester.path / "pytest.ini", f"[pytest]\ncharts = {web}\n")
    write(pytester.path / "tests/test_web.py", NAMES)
    pytester.runpytest(*ALONE, "tests").assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("configured", "says"),
    [
        pytest.param("charts", "one of charts/api, charts/web; mark it with @pytest.mark.chart(*", id="several"),
        pytest.param("", "none is configured; mark it with @pytest.mark.chart(*", id="none"),
    ],
)
def test_where_it_is_not_clear_which_chart_the_test_says_what_to_do(
    web: Path, pytester: pytest.Pytester, configured: str, says: str
) -> None:
    write_chart(web.parent / "api")
    write(pytester.path / "pytest.ini", f"[pytest]\ncharts = {configured}\n")
    write(pytester.path / "tests/test_web.py", NAMES)
    result = pytester.runpytest(*ALONE, "tests")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"tests/test_web.py: which chart does it test? {says}"])


def test_the_chart_of_pytest_helm_charts_is_the_chart_and_its_values_apply(
    web: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_chart(pytester.path / "other", Chart="{apiVersion: v2, name: other, version: 1.0.0}")
    write(pytester.path / "mine.yaml", "replicas: 7\n")
    write(
        web / "tests/test_web.py",
        "def test_it(chart, chart_path, values_file_path):\n"
        "    assert chart.name == 'other' and chart_path and values_file_path == 'mine.yaml'\n"
        "    assert chart.render().get('ConfigMap')['data']['replicas'] == '7'\n"
        "    assert chart.render({'replicas': 8}).get('ConfigMap')['data']['replicas'] == '8'\n",
    )
    by_option = pytester.runpytest_subprocess("--chart-path=other", "--app-config-file-path=mine.yaml", "-W", "error")
    by_option.assert_outcomes(passed=1)
    monkeypatch.setenv("ATS_CHART_PATH", str(pytester.path / "other"))
    monkeypatch.setenv("ATS_APP_CONFIG_FILE_PATH", "mine.yaml")
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


ABSENT = """\
import sys, pytest
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("pytest_helm_charts", "pykube"): raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
sys.exit(pytest.main(sys.argv[1:]))
"""


def test_it_works_where_pytest_helm_charts_is_not(
    web: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(web / "tests/test_web.py", NAMES)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    command = [sys.executable, "-c", ABSENT, "-p", "policycheck.pytest_plugin", "-W", "error", "-v"]
    result = pytester.run(*command)
    result.assert_outcomes(passed=1)
    assert "helm-charts" not in result.stdout.str()


def test_a_failing_test_shows_its_own_lines_and_the_templates(web: Path, pytester: pytest.Pytester) -> None:
    write(
        web / "tests/test_web.py",
        "def test_get(chart):\n    chart.render({'level': None}).get('ConfigMap')\n\n"
        "def test_include(chart):\n    chart.include('web.lables')\n\n"
        "def test_word(chart):\n    chart.render(set='a=b')\n",
    )
    result = pytester.runpytest(*ALONE)
    result.assert_outcomes(failed=3)
    said = lines(result)
    assert "charts/web/templates/settings.yaml:5:90: a level is needed" in said
    assert any('no template is called "web.lables"; did you mean "web.labels"?' in line for line in said)
    assert any('write set=["a=b"]' in line for line in said)
    shown = [line for line in result.outlines if line.startswith(("charts/", "/")) and line.endswith("Error")]
    assert [line.rpartition(":")[0] for line in shown] == [f"charts/web/tests/test_web.py:{line}" for line in (2, 5, 8)]


def test_a_failed_render_that_nobody_looks_at_fails_the_test(web: Path, pytester: pytest.Pytester) -> None:
    write(
        web / "tests/test_web.py",
        "def test_blind(chart):\n    chart.render({'level': None})\n\n"
        "def test_looks(chart):\n"
        "    (error,) = chart.render({'level': None}).errors\n"
        "    assert (error.source, error.line) == ('charts/web/templates/settings.yaml', 5)\n",
    )
    result = pytester.runpytest(*ALONE)
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*did not look at its `errors`:", "charts/web/templates/settings.yaml:5:*"])


def test_a_chart_that_cannot_be_opened_says_so_in_one_line(web: Path, pytester: pytest.Pytester) -> None:
    write(web / "Chart.yaml", "name: web\n")
    write(web / "tests/test_web.py", NAMES)
    result = pytester.runpytest(*ALONE)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["charts/web/Chart.yaml: no apiVersion; *"])
    assert "Traceback" not in result.stdout.str()


def test_workers_of_xdist_render(web: Path, pytester: pytest.Pytester) -> None:
    write(web / "tests/test_web.py", NAMES + "".join(f"def test_{n}(chart):\n    chart.check()\n" for n in range(4)))
    pytester.runpytest_subprocess(*ALONE, "--numprocesses=2", "-W", "error").assert_outcomes(passed=5)


FORKED = "def pytest_addoption(parser):\n    parser.addoption('--forked', action='store_true')\n"
"""As pytest-forked has it."""


def test_where_tests_fork_helm_is_never_in_this_process(
    web: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, newest_helm: str
) -> None:
    write(pytester.path / "conftest.py", FORKED)
    write(
        web / "tests/test_web.py",
        "import sys\ndef test_it(chart):\n    assert chart.render().text and 'helm_python' not in sys.modules\n",
    )
    monkeypatch.setenv("PATH", "")
    result = pytester.runpytest_subprocess(*ALONE, "--forked", "charts")
    assert result.parseoutcomes() == {"failed": 1, "errors": 1}
    result.stdout.fnmatch_lines(["--forked: Helm in process hangs after a fork; install helm, *"])
    monkeypatch.setenv("HELM", newest_helm)
    assert "failed" not in pytester.runpytest_subprocess(*ALONE, "--forked", "charts").parseoutcomes()
