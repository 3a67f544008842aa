"""The example service does all that the policies ask for, and what is found of it is said."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.charts import INSTALLED
from tests.example_service import EXAMPLE, KINDS, SETTINGS, copied, judge_project


def test_the_example_is_green_under_the_strict_profile(tmp_path: Path) -> None:
    assert judge_project(copied(tmp_path)) == (0, {}, [])


def test_what_was_found_in_its_folder_is_said(tmp_path: Path) -> None:
    settings = tmp_path / "strict.yaml"
    settings.write_text(SETTINGS, encoding="utf-8")
    command = [INSTALLED, "check", str(EXAMPLE), f"--config={settings}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    (line,) = done.stdout.splitlines()
    found = ", ".join(f"1 {kind}" for kind in KINDS)
    assert line.startswith("passed: ")
    assert f" resources ({found}), " in line
    assert line.endswith("nothing left out")
