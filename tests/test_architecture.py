"""The house rules that a machine can keep."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from policycheck.language.functions import HOMES
from policycheck.language.library import bundled_policies
from policycheck.language.parsed import parse
from policycheck.language.tree import calls
from policycheck.reporters import REPORTERS

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "policycheck"
MODULES = sorted(PACKAGE.rglob("*.py"))
FOLDERS = sorted(path.parent.relative_to(PACKAGE) for path in PACKAGE.glob("*/**/__init__.py"))

CLEAN = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
data: {key: value}
"""

SLOW = {
    *("jsonschema", "ruamel", "rich", "xml", "pytest", "hypothesis", "difflib", "yaml", "jmespath", "logging"),
    *("dataclasses", "inspect", "tarfile", "email", "datetime", "pathlib", "subprocess", "tempfile", "hashlib"),
}
"""What takes milliseconds to import, and only rare runs need; `yaml` is one for a document that is not ordinary."""

PROCESSES = {"concurrent.futures.process", "multiprocessing", "pickle", "rich"}

READERS = {"policycheck.language.policy_file", "policycheck.language.section", "policycheck.language.syntax"}
"""What a policy or a setting of the user's own needs: ours were read when they were written."""

RULES = """\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: shop}
spec:
  groups:
  - name: shop
    rules:
    - {record: "job:up:sum", expr: sum by (job) (up)}
"""

FAILING = """\
# Source: nowhere/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  selector:
    matchLabels: {app: shop}
  template:
    metadata:
      labels: {app: shop}
    spec:
      containers:
      - name: shop
        image: "nginx:latest"
        command: ["sh", "-c", "exec nginx"]
        args: [
          "--debug"
        ]
        env:
        - name: NOTE
          value: >-
            several
            lines
"""


def modules_after(*argv: str, stdin: str = "", expected: str = "0") -> set[str]:
    """The modules that a run has imported when it ends."""
    program = (
        "import sys; from policycheck.cli import run\n"
        "try: status = run(sys.argv[1:])\n"
        "except SystemExit as stopped: status = stopped.code\n"
        "print(status, *sys.modules, sep='\\n', file=sys.stderr)"
    )
    command = [sys.executable, "-c", program, *argv]
    done = subprocess.run(command, capture_output=True, text=True, check=True, input=stdin)
    status, *modules = done.stderr.splitlines()
    assert status == expected, done.stdout
    return set(modules)


def test_imports_go_downwards() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_every_reporter_is_in_the_table() -> None:
    written = {path.stem for path in (PACKAGE / "reporters").glob("*.py") if "\ndef render(" in path.read_text()}
    assert written - {"__init__"} == set(REPORTERS)


@pytest.mark.parametrize("name", REPORTERS)
def test_every_reporter_in_the_table_renders(name: str) -> None:
    assert callable(import_module(REPORTERS[name]).render)


def test_no_module_has_a_name_that_says_nothing() -> None:
    nothing = {"base", "common", "helper", "helpers", "misc", "stuff", "util", "utils"}
    assert not [path for path in MODULES if not nothing.isdisjoint(path.stem.split("_"))]


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
def test_every_package_has_its_mirror_in_tests(folder: Path) -> None:
    assert list((ROOT / "tests" / folder).glob("test_*.py"))


def test_a_clean_small_run_imports_nothing_slow(tmp_path: Path) -> None:
    manifest = tmp_path / "settings.yaml"
    manifest.write_text(CLEAN, encoding="utf-8")
    assert not modules_after("check", str(manifest)) & SLOW


def test_a_check_of_rules_imports_nothing_slow(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    modules = modules_after("check", "--no-config", str(tmp_path))
    assert "promql_parser" in modules
    assert not modules & SLOW


def test_a_run_without_settings_reads_no_policy_file() -> None:
    assert not modules_after("--no-config", stdin=CLEAN) & {*READERS, *SLOW}


def test_a_pipe_of_ordinary_manifests_imports_nothing_slow_to_say_where_a_policy_fails() -> None:
    assert not modules_after(stdin=f"---\n{CLEAN}---\n{FAILING}", expected="1") & SLOW


def test_no_policy_of_ours_calls_a_function_that_imports_jmespath() -> None:
    policies = bundled_policies(examples=False)
    texts = [text for policy in policies for text in (*policy.foreach, policy.when, *policy.asserts, policy.at) if text]
    called = {str(call["value"]) for text in texts for call in calls(parse(text).ast)}
    assert called <= HOMES.keys()


def test_a_run_that_does_all_itself_imports_nothing_of_processes() -> None:
    assert not modules_after("check", "--no-config", "charts/orders") & PROCESSES


@pytest.mark.parametrize("argv", [["--help"], ["check", "--help"], ["--version"]], ids=" ".join)
def test_help_and_version_load_no_policy_and_nothing_slow(argv: list[str]) -> None:
    assert not modules_after(*argv) & {*SLOW, "re2", "json", "policycheck.language.library"}
