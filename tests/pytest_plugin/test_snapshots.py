"""Snapshots: compared in every run, written by a person, never holding a secret, none left lying about."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pytest_plugin.projects import ALONE, write, write_chart

pytest_plugins = ["pytester"]

WRITE = "--chart-snapshots=write"
TEST = """\
def test_settings(chart):
    rendered = chart.render({"password": "canary-9f86d081"})
    rendered.snapshot("ConfigMap/settings data")
    rendered.snapshot("Secret")
"""
STORED = """\
# What tests saw. `pytest --chart-snapshots=write` writes it; review a change as you review code.
test_settings:
  ConfigMap/settings data:
    replicas: '2'
  Secret:
    Secret/web:
      apiVersion: v1
      kind: Secret
      metadata:
        labels:
          app.kubernetes.io/managed-by: Helm
          helm.sh/chart: web-1.0.0
        name: web
      stringData:
        password: '****'
"""


@pytest.fixture
def stored(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a test that ran once with the option to write has its snapshots."""
    monkeypatch.delenv("CI", raising=False)
    write(pytester.path / "pytest.ini", "[pytest]\n")
    write(write_chart(pytester.path / "web") / "tests/test_web.py", TEST)
    result = pytester.runpytest(*ALONE, WRITE)
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["web/tests/snapshots/test_web.snap: 2 written, 0 removed"])
    return pytester.path / "web/tests/snapshots/test_web.snap"


def test_what_is_stored_is_for_readers_and_holds_no_secret(stored: Path, pytester: pytest.Pytester) -> None:
    assert stored.read_text() == STORED
    pytester.runpytest(*ALONE, "-W", "error").assert_outcomes(passed=1)
    assert stored.read_text() == STORED


def test_a_change_fails_with_the_lines_that_changed(stored: Path, pytester: pytest.Pytester) -> None:
    write(pytester.path / "web/values.yaml", "replicas: 3\nlevel: info\n")
    result = pytester.runpytest(*ALONE)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*is not what snapshots/test_web.snap holds; *", "*-replicas: '2'", "*+replicas: '3'"])
    assert stored.read_text() == STORED


def test_a_snapshot_that_is_missing_fails_and_nothing_is_written(stored: Path, pytester: pytest.Pytester) -> None:
    stored.unlink()
    result = pytester.runpytest(*ALONE)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f'*no snapshot of "ConfigMap/settings data" in *{WRITE}:', "*replicas: '2'"])
    assert not stored.exists()


@pytest.mark.parametrize("value", ["true", "1", "woodpecker"])
def test_in_ci_nothing_is_ever_written(
    stored: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    stored.unlink()
    monkeypatch.setenv("CI", value)
    result = pytester.runpytest(*ALONE, WRITE)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: {WRITE}: $CI is set; *"])
    assert not stored.exists()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        pytest.param(
            TEST.replace('    rendered.snapshot("Secret")\n', ""),
            'test_settings does not ask for "Secret" any more',
            id="not asked for",
        ),
        pytest.param(
            TEST.replace("test_settings", "test_other").replace('    rendered.snapshot("Secret")\n', "    assert 1\n"),
            'test_settings does not ask for "Secret" any more',
            id="a test that is gone",
        ),
        pytest.param("def test_settings(): pass\n", 'test_settings does not ask for "Secret" any more', id="no chart"),
    ],
)
def test_a_snapshot_that_nobody_asks_for_fails_the_run_until_it_is_gone(
    stored: Path, pytester: pytest.Pytester, changed: str, says: str
) -> None:
    write(pytester.path / "web/tests/test_web.py", changed.replace('rendered.snapshot("ConfigMap/settings data")', "1"))
    result = pytester.runpytest(*ALONE)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines([f"web/tests/snapshots/test_web.snap: {says}; *{WRITE}"])
    assert pytester.runpytest(*ALONE, WRITE).ret == pytest.ExitCode.OK
    assert not stored.exists()


def test_a_run_of_some_tests_says_nothing_of_the_others(stored: Path, pytester: pytest.Pytester) -> None:
    write(pytester.path / "web/tests/test_web.py", TEST + "\ndef test_b(): pass\n")
    for chosen in (
        ["-k", "test_b"],
        ["web/tests/test_web.py::test_b"],
        ["--deselect", "web/tests/test_web.py::test_settings"],
    ):
        assert pytester.runpytest(*ALONE, *chosen).ret == pytest.ExitCode.OK
    assert stored.read_text() == STORED


def test_workers_write_one_file_together(stored: Path, pytester: pytest.Pytester) -> None:
    more = "".join(
        f"def test_{n}(chart):\n    chart.render({{'replicas': {n}}}).snapshot('ConfigMap/settings data')\n"
        for n in range(6)
    )
    write(pytester.path / "web/tests/test_web.py", more)
    result = pytester.runpytest_subprocess(*ALONE, WRITE, "--numprocesses=2")
    result.assert_outcomes(passed=6)
    result.stdout.fnmatch_lines(["web/tests/snapshots/test_web.snap: 6 written, 2 removed"])
    assert [line for line in stored.read_text().splitlines() if "replicas" in line] == [
        f"    replicas: '{n}'" for n in range(6)
    ]
    pytester.runpytest_subprocess(*ALONE, "--numprocesses=2").assert_outcomes(passed=6)


@pytest.mark.parametrize(
    ("text", "says"), [("a: [}", "test_web.snap:1: no YAML; *"), ("a: b", "test_web.snap: not what *")]
)
def test_a_broken_file_is_said_not_written_over(stored: Path, pytester: pytest.Pytester, text: str, says: str) -> None:
    write(stored, text)
    result = pytester.runpytest(*ALONE)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"*{says}"])
    assert stored.read_text() == text


def test_a_selection_of_nothing_fails(stored: Path, pytester: pytest.Pytester) -> None:
    assert stored.exists()
    write(
        pytester.path / "web/tests/test_web.py",
        "import pytest\n@pytest.mark.parametrize('what', ['Service', 'ConfigMap/x', 'ConfigMap spec.a'])\n"
        "def test_nothing(chart, what):\n    chart.render().snapshot(what)\n",
    )
    result = pytester.runpytest(*ALONE, WRITE)
    result.assert_outcomes(failed=3)
    result.stdout.fnmatch_lines(["*there is no Service, there is ConfigMap/settings*", "*has no spec.a*"])
