"""What a user installs is what the checkout holds: the same policies, the same data, the same dependencies."""

from __future__ import annotations

import email
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the command of a clean environment into which only the wheel was installed."""
    return install(tmp_path_factory.mktemp("installed"), str(wheel))


def install(folder: Path, *requirement: str) -> Path:
    """Install into a new environment by the pip of ours: to bring one of its own takes longer than all the rest."""
    run(sys.executable, "-m", "venv", "--without-pip", str(folder))
    pip = (sys.executable, "-m", "pip", "--python", str(folder / "bin/python"))
    run(*pip, "install", "--quiet", "--no-compile", *requirement)
    return folder / "bin/policycheck"


def run(*command: str, cwd: Path | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def listed(policycheck: Path, cwd: Path) -> list[dict[str, object]]:
    """Return what the command lists from a folder outside the checkout."""
    policies: list[dict[str, object]] = json.loads(run(str(policycheck), "list", "--format", "json", cwd=cwd))[
        "policies"
    ]
    return policies


def test_installed_wheel_lists_the_policies_of_the_checkout(installed: Path, root: Path, tmp_path: Path) -> None:
    checkout = Path(sys.executable).with_name("policycheck")
    policies = listed(installed, tmp_path)
    assert policies == listed(checkout, root)
    files = [path for path in root.glob("policies/*/*.yaml") if path.parent.name != "profiles"]
    written = [yaml.safe_load(path.read_text())["id"] for path in files]
    assert sorted(str(policy["id"]) for policy in policies) == sorted(written)


def test_editable_install_lists_the_same_policies(installed: Path, root: Path, tmp_path: Path) -> None:
    editable = install(tmp_path / "editable", "--editable", str(root))
    assert listed(editable, tmp_path) == listed(installed, tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "policy.schema.json",
        "config.schema.json",
        "fields.json",
        "policies.json",
        "expressions.tsv",
        "seed-strict.yaml",
        "py.typed",
    ],
)
def test_wheel_holds_its_data(wheel: Path, name: str) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert name in {Path(member).name for member in archive.namelist()}


def test_wheel_needs_exactly_four_packages(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        requirements = email.message_from_bytes(archive.read(metadata)).get_all("Requires-Dist", [])
    always = {re.split(r"[<>=!~; ]", line)[0] for line in requirements if "extra ==" not in line}
    assert always == {"google-re2", "jmespath", "jsonschema", "pyyaml"}


def test_installed_command_says_the_version_of_its_wheel(installed: Path, wheel: Path) -> None:
    said = subprocess.run([installed, "--version"], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["policycheck", wheel.name.split("-")[1]]
