"""JUnit from the command line: its options, and its agreement with the exit status."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from policycheck.cli import run

POLICY = """\
apiVersion: policycheck/v1
id: owner-set
title: Config maps name their owner
severity: error
tags: [house]
rationale: Somebody must know whom to ask.
remediation: Add the label owner.
match: {kind: ConfigMap}
assert: metadata.labels.owner
at: metadata.labels.owner
message: "{{ kind }}/{{ metadata.name }} has no label owner"
examples:
  pass: [{name: a label, manifest: "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {owner: b}}}"}]
  fail: [{name: none, at: [ConfigMap/a metadata], manifest: "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"}]
"""

OWNED = "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, labels: {owner: shop}}}\n"
UNOWNED = "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}}\n"
ELSE = "{apiVersion: v1, kind: Service, metadata: {name: settings}}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a policy in it."""
    area = tmp_path / "policies/house"
    area.mkdir(parents=True)
    (area / "owner-set.yaml").write_text(POLICY, encoding="utf-8")
    return tmp_path


def check(folder: Path, manifest: str, *options: str) -> int:
    path = folder / "settings.yaml"
    path.write_text(manifest, encoding="utf-8")
    return run(["check", str(path), "--no-config", "--no-bundled", "--policies", str(folder / "policies"), *options])


@pytest.mark.parametrize(
    ("manifest", "gate", "status", "endings"),
    [
        pytest.param(OWNED, "error", 0, [], id="passed"),
        pytest.param(UNOWNED, "error", 1, ["failure"], id="failed"),
        pytest.param(UNOWNED, "never", 0, [], id="below the gate"),
        pytest.param("", "error", 2, ["error"], id="empty"),
        pytest.param(ELSE, "never", 2, ["error"], id="nothing to judge"),
        pytest.param(f"{UNOWNED}---\na: [\n", "error", 2, ["error", "failure"], id="half a document"),
    ],
)
def test_exit_0_means_no_failure_and_no_error(  # noqa: PLR0913, PLR0917 - a row of the table and two fixtures
    manifest: str, gate: str, status: int, endings: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(folder, manifest, "--format", "junit", "--fail-on", gate) == status
    root = ET.fromstring(capsys.readouterr().out)  # noqa: S314 - our own
    assert sorted(element.tag for element in root.iter() if element.tag in ("failure", "error")) == endings


def test_a_deterministic_report_knows_neither_time_nor_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check(folder, UNOWNED, "--format", "junit", "--deterministic")
    out = capsys.readouterr().out
    assert "timestamp" not in out
    assert str(folder) not in out
    assert "\n  settings.yaml:1 metadata\n" in out


def test_otherwise_a_report_has_a_timestamp_and_the_version(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check(folder, UNOWNED, "--format", "junit")
    out = capsys.readouterr().out
    assert re.search(r' timestamp="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00">', out)
    assert re.search(r'<property name="policycheck" value="\d', out)


def test_a_report_file_has_the_flavor_that_was_asked_for(folder: Path) -> None:
    target = folder / "junit.xml"
    assert check(folder, UNOWNED, "-q", "--report", f"junit={target}", "--junit-flavor", "gitlab") == 1
    (testcase,) = ET.parse(target).iter("testcase")  # noqa: S314 - our own
    assert (testcase.get("file"), testcase.get("line")) == (str(folder / "settings.yaml"), "1")


def test_an_unknown_flavor_is_one_line_and_exit_2(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(folder, OWNED, "--junit-flavor", "gitlap") == 2
    assert 'unknown flavor "gitlap"; did you mean "gitlab"? (jenkins, gitlab)' in capsys.readouterr().err


def test_no_xml_library_is_imported(folder: Path) -> None:
    (folder / "settings.yaml").write_text(OWNED, encoding="utf-8")
    program = (
        "import sys; from policycheck.cli import run\n"
        "status = run(sys.argv[1:])\n"
        "sys.exit(status or any(name.partition('.')[0] in ('xml', 'pyexpat') for name in sys.modules))"
    )
    argv = ["check", str(folder / "settings.yaml"), "--no-bundled", "--policies", str(folder / "policies")]
    done = subprocess.run([sys.executable, "-c", program, *argv, "--format=junit"], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"<?xml")
