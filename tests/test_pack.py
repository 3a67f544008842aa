"""A package of policies, as a company would publish it: built, installed, extended, overridden, excepted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from policycheck.model import Value
from tests.config.settings_texts import written

PYPROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "acme-policies"
version = "1.0"

[project.entry-points."policycheck.policies"]
acme = "acme_policies"
"""
IMPORTED = "import pathlib\npathlib.Path(__file__).with_name('imported').touch()\n"
POLICY = """\
apiVersion: policycheck/v1
id: {id}
title: Resources have the label {label}
severity: error
default: {default}
tags: [acme]
params: {{least: {{type: integer, minimum: 1, default: 2}}}}
match: {{kind: ConfigMap}}
assert: length(metadata.labels.{label} || '') >= $params.least
at: metadata.labels.{label}
examples:
  pass:
    - name: set
      manifest: "{{apiVersion: v1, kind: ConfigMap, metadata: {{name: a, labels: {{{label}: shop}}}}}}"
  fail:
    - name: not set
      at: ConfigMap/a metadata
      manifest: "{{apiVersion: v1, kind: ConfigMap, metadata: {{name: a}}}}"
"""
PACK = {
    "pyproject.toml": PYPROJECT,
    "acme_policies/__init__.py": IMPORTED,
    "acme_policies/policycheck.yaml": "enable: [tier-set]\npolicies: {team-set: {severity: warning}}\n",
    "acme_policies/labels/team-set.yaml": POLICY.format(id="team-set", label="team", default="on"),
    "acme_policies/labels/tier-set.yaml": POLICY.format(id="tier-set", label="tier", default="off"),
}
MANIFEST = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, labels: {team: ops}}\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder into which pip installed the pack's wheel."""
    source, site = tmp_path_factory.mktemp("acme"), tmp_path_factory.mktemp("site")
    written(source, PACK)
    run("-m", "build", "--wheel", str(source))
    (wheel,) = (source / "dist").glob("*.whl")
    run("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(site), str(wheel))
    return site


def run(*arguments: str) -> None:
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def policycheck(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A run in a folder where the pack is installed; whatever it does, it must not import the pack."""
    done = subprocess.run(
        [sys.executable, "-m", "policycheck", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(site)},
        input=MANIFEST,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not (site / "acme_policies/imported").exists()
    return done


def checked(site: Path, folder: Path, settings: Value) -> tuple[int, dict[str, tuple[str, str]]]:
    """The exit status, and for each policy of the pack that ran its severity and status."""
    written(folder, {"policycheck.yaml": json.dumps(settings)})
    arguments = ("check", "-", "--no-bundled", "--today", "2026-11-01", "--format", "json", "--outcomes", "all")
    done = policycheck(site, folder, *arguments)
    assert done.stderr == ""
    outcomes = json.loads(done.stdout)["outcomes"]
    return done.returncode, {outcome["policy"]: (outcome["severity"], outcome["status"]) for outcome in outcomes}


def test_it_is_extended_with_its_policies_and_its_settings(site: Path, tmp_path: Path) -> None:
    assert checked(site, tmp_path, {"extends": ["acme"]}) == (
        1,
        {"team-set": ("warning", "pass"), "tier-set": ("error", "fail")},
    )


def test_it_is_overridden(site: Path, tmp_path: Path) -> None:
    own = {"team-set": {"severity": "error", "params": {"least": 4}}, "tier-set": False}
    assert checked(site, tmp_path, {"extends": ["acme"], "policies": own}) == (1, {"team-set": ("error", "fail")})


def test_it_is_excepted(site: Path, tmp_path: Path) -> None:
    exception = {"policy": "acme", "match": {"name": "settings"}, "reason": "moves out", "expires": "2026-12-31"}
    assert checked(site, tmp_path, {"extends": ["acme"], "exceptions": [exception]}) == (
        0,
        {"team-set": ("warning", "pass"), "tier-set": ("error", "excepted")},
    )


def test_a_parameter_is_held_to_the_schema_of_the_pack(site: Path, tmp_path: Path) -> None:
    written(tmp_path, {"policycheck.yaml": "extends: [acme]\npolicies: {team-set: {params: {least: 0}}}\n"})
    done = policycheck(site, tmp_path, "check", "-")
    assert done.returncode == 2
    assert "policycheck.yaml:2: `policies.team-set.params.least`: the value does not satisfy `minimum`" in done.stderr


def test_its_settings_are_shown_with_their_place(site: Path, tmp_path: Path) -> None:
    written(tmp_path, {"policycheck.yaml": "extends: [acme]\n"})
    done = policycheck(site, tmp_path, "config", "--no-bundled")
    place = site / "acme_policies/policycheck.yaml"
    assert f"{place}:2  policies.team-set.severity: warning\n" in done.stdout
    assert f"{place}:1  policies.tier-set: on (error)\n" in done.stdout


def test_a_slip_in_its_name_is_named(site: Path, tmp_path: Path) -> None:
    written(tmp_path, {"policycheck.yaml": "extends: [acmes]\n"})
    done = policycheck(site, tmp_path, "check", "-")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith('"acmes" is no bundled profile and no installed package; did you mean "acme"?\n')


def test_its_examples_hold(site: Path, tmp_path: Path) -> None:
    done = policycheck(site, tmp_path, "test", str(site / "acme_policies" / "labels"))
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_import_would_have_been_noticed(site: Path) -> None:
    sentinel = site / "acme_policies/imported"
    subprocess.run([sys.executable, "-c", "import acme_policies"], env={"PYTHONPATH": str(site)}, check=True)
    assert sentinel.exists()
    sentinel.unlink()
