"""The repository is checked as its readers check theirs: `policycheck check .` in a fresh clone."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from typing import NamedTuple

import pytest

from policycheck.exact_yaml.reader import read
from policycheck.kubernetes import reading
from tests.charts import CHARTS, INSTALLED, ROOT
from tests.example_service import KINDS


class Checked(NamedTuple):
    """A run: its exit status, the last line of its text, and its report as JSON."""

    exit_status: int
    last_line: str
    report: dict[str, list[dict[str, str]]]


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    report = tmp_path_factory.mktemp("repository") / "report.json"
    command = [INSTALLED, "check", ".", f"--report=json={report}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return Checked(done.returncode, done.stdout.splitlines()[-1], json.loads(report.read_text(encoding="utf-8")))


def test_it_is_green_and_says_what_it_found(checked: Checked) -> None:
    assert checked.exit_status == 0, checked.last_line
    charts = len([*CHARTS.glob("*/Chart.yaml")]) + 1
    found = ", ".join(f"{charts if kind == 'Chart' else 1} {kind}" for kind in KINDS)
    assert f" resources ({found}), " in checked.last_line


def test_nothing_is_left_out_but_the_library(checked: Checked) -> None:
    assert [one["source"] for one in checked.report["left_out"]] == ["./charts/go-service"]


def test_what_is_excluded_is_there() -> None:
    """A pattern that matches nothing any more is taken out."""
    settings = reading.mapping(read((ROOT / "policycheck.yaml").read_bytes()).body, "settings")
    patterns = reading.sequence(reading.mapping(settings["paths"], "paths")["exclude"], "patterns")
    matched = Counter({str(pattern): len([*ROOT.glob(str(pattern))]) for pattern in patterns})
    assert [pattern for pattern, files in matched.items() if not files] == []
