"""The workflow for GitHub, and what the README writes around it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ci.readme import block
from tests.ci.runner import action

ROOT = Path(__file__).parents[2]
OWN = ".github/workflows/charts.yaml"
CALLED = ".github/workflows/policycheck-charts.yaml"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository after the README's commands, with the README's workflow."""
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    commands = ["sh", "-e", "-c", block("GitHub", "sh")]
    subprocess.run(commands, cwd=tmp_path, check=True, env={**os.environ, "POLICYCHECK": str(ROOT)})
    (tmp_path / OWN).write_text(block("GitHub", "yaml"), encoding="utf-8")
    return tmp_path


def read(path: Path) -> dict[str, Any]:
    parsed = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - texts: `on` is no boolean
    assert isinstance(parsed, dict)
    return parsed


def schema_says(name: str, *files: Path) -> str:
    """What the schema of GitHub or GitLab, as the package check-jsonschema brings it, has against files."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{name}", *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def test_actionlint_has_nothing_against_them(repository: Path) -> None:
    built = sorted(ROOT.glob(".tools/actionlint-*/actionlint"))
    actionlint = str(built[-1]) if built else shutil.which("actionlint")
    if actionlint is None:
        pytest.skip("NO ACTIONLINT: neither ci/tools could build it (it wants Go) nor is it on PATH")
    done = subprocess.run([actionlint], cwd=repository, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    (repository / OWN).write_text(block("GitHub", "yaml").replace("arguments:", "argument:"), encoding="utf-8")
    done = subprocess.run([actionlint], cwd=repository, capture_output=True, text=True, check=False)
    assert 'input "argument" is not defined' in done.stdout, "it reads what is called, too"


def test_they_are_as_githubs_schemas_want_them(repository: Path) -> None:
    assert schema_says("github-workflows", repository / OWN, repository / CALLED) == "ok -- validation done"
    assert (
        schema_says("github-actions", repository / ".github/actions/policycheck/action.yml") == "ok -- validation done"
    )


def test_the_caller_gives_what_is_called_what_it_takes(repository: Path) -> None:
    """And no right less than it asks for: GitHub refuses to start such a workflow."""
    own, called = read(repository / OWN), read(repository / CALLED)
    (calling,), (job,) = own["jobs"].values(), called["jobs"].values()
    assert calling["uses"] == f"./{CALLED}"
    assert calling["with"].keys() <= called["on"]["workflow_call"]["inputs"].keys()
    assert own["permissions"] == job["permissions"]


def test_the_workflow_hands_all_it_is_given_to_the_action(repository: Path) -> None:
    called = read(repository / CALLED)
    (job,) = called["jobs"].values()
    checkout, checking, upload = job["steps"]
    assert checkout["with"] == {"fetch-depth": "0", "persist-credentials": "false"}
    inputs = called["on"]["workflow_call"]["inputs"]
    assert checking["with"] == {name: f"${{{{ inputs.{name} }}}}" for name in inputs}
    folder = repository / checking["uses"]
    taken = action(folder)["inputs"]
    assert inputs.keys() <= taken.keys()
    assert {name: one["default"] for name, one in inputs.items()} == {name: taken[name]["default"] for name in inputs}
    assert upload["with"]["path"] == f"${{{{ steps.{checking['id']}.outputs.reports }}}}"
    assert (folder / "comment.py").exists()
