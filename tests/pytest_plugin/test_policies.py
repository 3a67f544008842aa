"""`policies` of pytest's configuration: what is collected, what fails and how, and whom the plugin leaves alone."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from policycheck.language.library import all_policies, bundled_folder
from tests.pytest_plugin.projects import ALONE, write

pytest_plugins = ["pytester"]

OWNER = """\
apiVersion: policycheck/v1
id: owner-set
title: Config maps name their owner
severity: error
match: {kind: ConfigMap}
assert: metadata.labels.owner
at: metadata.labels
examples:
  pass:
    - name: a label
      manifest: |
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, labels: {owner: shop}}
  fail:
    - name: no label
      at: [ConfigMap/settings metadata]
      manifest: |
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
"""

EMBEDDED = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: policies}
data:
  owner-set.yaml: |
    apiVersion: policycheck/v1
    id: [
"""

CONFIGURED = '[tool.pytest]\npolicies = ["policies"]\n'


@pytest.fixture
def project(pytester: pytest.Pytester) -> Path:
    """A folder in which `policies` is configured and holds one sound policy, beside one Python test."""
    write(pytester.path / "policies/team/owner-set.yaml", OWNER)
    write(pytester.path / "tests/test_python.py", "def test_python(): pass\n")
    write(pytester.path / "pyproject.toml", CONFIGURED + 'testpaths = ["tests"]\n')
    return pytester.path


def collected(pytester: pytest.Pytester, *arguments: str) -> list[str]:
    """The ids of the tests that pytest would run."""
    result = pytester.runpytest(*ALONE, "--collect-only", "--quiet", *arguments)
    assert result.ret in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED), result.outlines
    return [line for line in result.outlines if "::" in line]


EXAMPLES = ["policies/team/owner-set.yaml::pass: a label", "policies/team/owner-set.yaml::fail: no label"]
PYTHON = ["tests/test_python.py::test_python"]


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param([], PYTHON + EXAMPLES, id="all"),
        pytest.param(["policies/team"], EXAMPLES, id="a folder"),
        pytest.param(["policies/team/owner-set.yaml"], EXAMPLES, id="a file"),
        pytest.param(EXAMPLES[1:], EXAMPLES[1:], id="an example"),
        pytest.param(["tests"], PYTHON, id="only Python"),
        pytest.param(["."], EXAMPLES + PYTHON, id="a folder that holds both"),
        pytest.param(["-k", "label and fail"], EXAMPLES[1:], id="by words"),
        pytest.param(["-k", "owner-set"], EXAMPLES, id="by policy"),
        pytest.param(["--deselect", EXAMPLES[0]], PYTHON + EXAMPLES[1:], id="without one"),
        pytest.param(["--ignore", "policies/team"], PYTHON, id="without a folder"),
    ],
)
def test_each_example_is_a_test(pytester: pytest.Pytester, arguments: list[str], expected: list[str]) -> None:
    assert collected(pytester, *arguments) == expected


@pytest.mark.parametrize(
    ("file", "text"),
    [
        pytest.param("pyproject.toml", CONFIGURED, id="pytest's own table"),
        pytest.param(
            "pyproject.toml", '[tool.pytest.ini_options]\npolicies = ["policies"]\n', id="ini_options, a list"
        ),
        pytest.param("pyproject.toml", '[tool.pytest.ini_options]\npolicies = "policies"\n', id="ini_options, text"),
        pytest.param("pytest.ini", "[pytest]\npolicies = policies\n", id="an ini file"),
        pytest.param("pytest.ini", "[pytest]\npolicies =\n  policies/team\n  policies\n", id="one inside another"),
        pytest.param("pytest.ini", "[pytest]\npolicies = policies/team/owner-set.yaml\n", id="a file"),
        pytest.param("pytest.ini", "[pytest]\npolicies = policies/../policies\n", id="a path with dots"),
        pytest.param("pytest.ini", "[pytest]\npolicies = policies\ntestpaths = policies\n", id="testpaths too"),
    ],
)
def test_policies_are_configured_where_pytest_is(pytester: pytest.Pytester, file: str, text: str) -> None:
    write(pytester.path / "policies/team/owner-set.yaml", OWNER)
    write(pytester.path / file, text)
    assert collected(pytester) == EXAMPLES


def test_without_configuration_only_the_command_line_names_policies(project: Path, pytester: pytest.Pytester) -> None:
    write(project / "pyproject.toml", "[tool.pytest]\n")
    assert collected(pytester) == PYTHON
    assert collected(pytester, "policies") == EXAMPLES
    assert collected(pytester, str(project / "policies/team/owner-set.yaml")) == EXAMPLES


def test_another_folder_than_the_root_is_tested_alone(
    project: Path, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "tests")
    assert collected(pytester) == PYTHON
    monkeypatch.chdir(project / "policies")
    assert collected(pytester) == EXAMPLES


def test_sound_policies_pass_with_warnings_as_errors(project: Path, pytester: pytest.Pytester) -> None:
    result = pytester.runpytest_subprocess(*ALONE, "-W", "error", "--verbose")
    assert project == pytester.path
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines([f"{example} PASSED*" for example in EXAMPLES])
    assert not result.stderr.str()


def test_an_example_that_differs_fails_in_one_line(project: Path, pytester: pytest.Pytester) -> None:
    text = OWNER.replace("{owner: shop}", "{ownr: shop}").replace("ConfigMap/settings metadata", "ConfigMap/other")
    write(project / "policies/team/owner-set.yaml", text)
    result = pytester.runpytest(*ALONE, "--quiet", "policies")
    result.assert_outcomes(failed=2)
    file, unexpected = "policies/team/owner-set.yaml", "expected no finding at ConfigMap/settings metadata"
    start = result.outlines.index(next(line for line in result.outlines if "FAILURES" in line))
    assert [line.strip("_ ") for line in result.outlines[start + 1 : start + 5]] == [
        "pass: a label",
        f"{file}:10: a label: expected pass, got fail; {unexpected}.labels, got one",
        "fail: no label",
        f"{file}:16: no label: expected a finding at ConfigMap/other, got none; {unexpected}, got one",
    ]
    assert "Traceback" not in result.stdout.str()
    assert "pytest_plugin" not in result.stdout.str()
    result.stdout.fnmatch_lines([f"FAILED {EXAMPLES[0]} - a label: expected p*"])


def test_a_short_traceback_points_into_the_policy(project: Path, pytester: pytest.Pytester) -> None:
    file = write(project / "policies/team/owner-set.yaml", OWNER.replace("{owner: shop}", "{ownr: shop}"))
    result = pytester.runpytest(*ALONE, "--tb=line", "policies")
    result.stdout.fnmatch_lines([f"{file}:10: a label: expected pass, got fail*"])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(OWNER.replace("title:", "titel:"), ':3: unknown key `titel`; did you mean "title"?', id="a key"),
        pytest.param(
            OWNER.replace("labels.owner", "lables.owner"),
            ":6: assert: no matched kind has metadata.lables;",
            id="a path that nothing has",
        ),
        pytest.param("apiVersion: policycheck/v1\nid: [\n", ":2: not YAML: ", id="no YAML"),
        pytest.param(OWNER.replace("/v1", "/v2", 1), ":1: `apiVersion` must be one of", id="another version"),
        pytest.param(OWNER.replace("apiVersion", "apiversion", 1), ":1: unknown key `apiversion`;", id="its key"),
        pytest.param(OWNER.replace("apiVersion:", "'apiVersion' :", 1).replace("kind", "kin"), ":5: ", id="quoted"),
        pytest.param("\ufeff" + OWNER.replace("title:", "titel:"), ":3: unknown key `titel`", id="a byte order mark"),
        pytest.param('{\n"id": "a",\n"apiVersion": "policycheck/v1"}', ":1: `title` is missing", id="JSON"),
    ],
)
def test_a_policy_that_does_not_load_is_one_failure(
    project: Path, pytester: pytest.Pytester, text: str, says: str
) -> None:
    write(project / "policies/team/owner-set.yaml", text)
    result = pytester.runpytest(*ALONE, "--quiet")
    result.assert_outcomes(passed=1, failed=1)
    assert any(line.startswith(f"policies/team/owner-set.yaml{says}") for line in result.outlines), result.outlines
    assert "FAILED policies/team/owner-set.yaml::loads" in result.stdout.str()
    assert "Traceback" not in result.stdout.str()


def test_a_policy_in_utf_16_is_refused_not_passed_over(project: Path, pytester: pytest.Pytester) -> None:
    (project / "policies/team/owner-set.yaml").write_text(OWNER, encoding="utf-16")
    result = pytester.runpytest(*ALONE, "--quiet", "policies")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["policies/team/owner-set.yaml:1: the text is UTF-16; save it as UTF-8"])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: [\n", id="no YAML"),
        pytest.param("", id="nothing"),
        pytest.param("# apiVersion: policycheck/v1\nname: policies\n", id="a comment"),
        pytest.param(EMBEDDED, id="a policy inside a ConfigMap"),
        pytest.param("{{ if .Values.on }}\n" + EMBEDDED + "{{ end }}\n", id="a template of one"),
        pytest.param("image: policycheck/policycheck:1\n", id="an image of that name"),
    ],
)
def test_yaml_that_is_no_policy_is_not_touched(project: Path, pytester: pytest.Pytester, text: str) -> None:
    write(project / "policies/other.yaml", text)
    assert collected(pytester) == PYTHON + EXAMPLES


@pytest.mark.parametrize(
    ("configured", "says"),
    [
        pytest.param("policiez", "policies: *policiez: no such file or folder", id="missing"),
        pytest.param("tests", "policies: *tests: no policy in it *", id="without a policy"),
        pytest.param("pyproject.toml", "policies: *pyproject.toml: no policy in it *", id="no policy"),
    ],
)
def test_a_configured_place_without_a_policy_is_an_error(
    project: Path, pytester: pytest.Pytester, configured: str, says: str
) -> None:
    write(
        project / "pyproject.toml", f'[tool.pytest]\npolicies = ["policies", "{configured}"]\ntestpaths = ["tests"]\n'
    )
    result = pytester.runpytest(*ALONE)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: {says}"])
    assert collected(pytester, "tests") == PYTHON


@pytest.mark.parametrize(
    ("configured", "hidden"),
    [
        pytest.param("policies", "policies/build", id="inside it"),
        pytest.param(".github/policies", ".github/policies/team", id="above it"),
    ],
)
def test_policies_in_a_folder_that_pytest_does_not_enter_are_an_error(
    pytester: pytest.Pytester, configured: str, hidden: str
) -> None:
    write(pytester.path / "policies/team/owner-set.yaml", OWNER)
    write(pytester.path / hidden / "owner-set.yaml", OWNER)
    write(pytester.path / "pyproject.toml", f'[tool.pytest]\npolicies = ["{configured}"]\n')
    result = pytester.runpytest(*ALONE)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: policies: *owner-set.yaml: pytest does not enter a folder called *; *"])
    entered = collected(pytester, "--override-ini", "norecursedirs=venv")
    assert f"{hidden}/owner-set.yaml::pass: a label" in entered


def test_names_of_examples_are_unique_and_printable(project: Path, pytester: pytest.Pytester) -> None:
    text = OWNER.replace("name: a label", r'name: "a\e[1m\nlabel"')
    again = text[text.index("    - name") : text.index("  fail:")]
    write(project / "policies/team/owner-set.yaml", text.replace("  fail:", f"{again}  fail:"))
    result = pytester.runpytest(*ALONE, "--verbose", "policies")
    result.assert_outcomes(passed=3)
    assert r"::pass: a\x1b[1m\nlabel PASSED" in result.stdout.str()
    assert r"::pass: a\x1b[1m\nlabel#2 PASSED" in result.stdout.str()


def test_junit_of_pytest_names_policy_and_example(project: Path, pytester: pytest.Pytester) -> None:
    write(project / "policies/team/owner-set.yaml", OWNER.replace("{owner: shop}", "{ownr: shop}"))
    pytester.runpytest(*ALONE, "--junit-xml=junit.xml", "policies")
    cases = list(ET.parse(project / "junit.xml").iter("testcase"))  # noqa: S314 - pytest wrote it
    assert [(case.get("classname"), case.get("name")) for case in cases] == [
        ("policies.team.owner-set.yaml", "pass: a label"),
        ("policies.team.owner-set.yaml", "fail: no label"),
    ]
    (failure,) = cases[0]
    assert str(failure.get("message")).startswith("a label: expected pass, got fail")


def test_only_what_failed_runs_again(project: Path, pytester: pytest.Pytester) -> None:
    write(project / "policies/team/owner-set.yaml", OWNER.replace("{owner: shop}", "{ownr: shop}"))
    pytester.runpytest(*ALONE).assert_outcomes(passed=2, failed=1)
    pytester.runpytest(*ALONE, "--last-failed").assert_outcomes(failed=1)


def test_workers_collect_the_same(project: Path, pytester: pytest.Pytester) -> None:
    write(project / "policies/team/broken.yaml", "apiVersion: policycheck/v1\nid: broken\n")
    result = pytester.runpytest_subprocess(*ALONE, "--numprocesses=2", "--verbose")
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(["policies/team/broken.yaml:1: `title` is missing"])


@pytest.mark.usefixtures("project")
def test_the_plugin_can_be_switched_off(pytester: pytest.Pytester) -> None:
    assert collected(pytester, "-p", "no:policycheck") == PYTHON
    assert collected(pytester, "-p", "no:policycheck", "policies") == []


LAZY = """\
import sys, pytest
status = pytest.main(sys.argv[1:])
print(int(status), *sorted({name.partition(".")[0] for name in sys.modules} & {"yaml", "jmespath", "re2", "json5"}))
print(*sorted(name for name in sys.modules if name.startswith("policycheck")))
"""


def test_a_project_without_policies_pays_nothing(pytester: pytest.Pytester) -> None:
    write(pytester.path / "tests/test_python.py", "def test_python(): pass\n")
    write(pytester.path / "tests/manifest.yaml", EMBEDDED)
    plugin = "policycheck policycheck.pytest_plugin"
    named = f"{plugin} policycheck.pytest_plugin.places policycheck.records"
    read = "policycheck.pytest_plugin.places policycheck.pytest_plugin.policies policycheck.records"
    shown = f"policycheck policycheck.patterns policycheck.pytest_plugin {read}"
    for arguments, imported in (([], plugin), (["tests"], shown), (["tests/test_python.py"], named)):
        command = [sys.executable, "-c", LAZY, *ALONE, "-W", "error", *arguments]
        done = subprocess.run(command, cwd=pytester.path, capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-2:] == ["0", imported], done.stdout


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([], id="present"),
        pytest.param(["-W", "error"], id="present, warnings are errors"),
        pytest.param(["-p", "no:helm-charts", "-W", "error"], id="switched off"),
        pytest.param(["--chart-path=charts/shop", "--kubeconfig=none"], id="with its options"),
        pytest.param(["--numprocesses=1"], id="in a worker"),
    ],
)
def test_it_lives_with_pytest_helm_charts(pytester: pytest.Pytester, arguments: list[str]) -> None:
    result = pytester.runpytest_subprocess("--verbose", *arguments)
    assert ("helm-charts-1.3.5" in result.stdout.str()) == ("no:helm-charts" not in arguments)
    result.assert_outcomes(passed=3)


@pytest.mark.usefixtures("project")
def test_it_lives_without_any_other_plugin(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    result = pytester.runpytest_subprocess("-p", "policycheck.pytest_plugin", "-W", "error", "--verbose")
    assert "helm-charts" not in result.stdout.str()
    result.assert_outcomes(passed=3)


def test_our_own_policies_are_tests_of_ours(root: Path) -> None:
    """None is lost on the way: a folder's name that pytest does not enter would hide what is in it."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        *ALONE,
        "-p",
        "no:cacheprovider",
        "--collect-only",
        "--quiet",
        "policies",
    ]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    policies = all_policies(paths=[bundled_folder()], bundled=False)
    written = [
        f"{Path(policy.source).resolve().relative_to(root)}::{example.verdict}: {example.name}"
        for policy in policies
        for example in policy.examples
    ]
    assert sorted(line for line in done.stdout.splitlines() if "::" in line) == sorted(written)
