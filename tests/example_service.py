"""The example service in fixtures/, copied and edited, and what `policycheck check` says of all of it."""

from __future__ import annotations

import shutil
from contextlib import chdir
from pathlib import Path
from typing import cast

from policycheck import check, configure
from policycheck.exact_yaml.reader import read
from tests.charts import KUBE_VERSION, ROOT, Verdict, verdict_of
from tests.runs import TODAY

EXAMPLE = ROOT / "fixtures" / "go-service"
KINDS = ("Chart", "Dockerfile", "GoReleaser", "PrometheusRules")
"""What is one of its files, or made of several: all that its chart renders is besides."""
SETTINGS = f'extends: [seed-strict]\nnamespace: shop\nkubeVersion: "{KUBE_VERSION}"\nfailOn: info\n'

Edits = dict[str, list[dict[str, str]]]
"""By file: `old` text and the `new` one in its place, or the `new` text of a file that is not there."""


def copied(where: Path) -> Path:
    """A folder of its own; the library chart, a link in the example, is copied into it."""
    project = where / EXAMPLE.name
    shutil.copytree(EXAMPLE, project)
    return project


def edited(project: Path, edits: Path) -> Path:
    """The project with its edits made: an `old` text stands in the file once, or the edit is out of date."""
    for name, several in cast("Edits", read(edits.read_bytes()).body).items():
        file = project / name
        for edit in several:
            if "old" in edit:
                text = file.read_text(encoding="utf-8")
                assert text.count(edit["old"]) == 1, f"{name}: {edit['old']!r}"
                file.write_text(text.replace(edit["old"], edit["new"]), encoding="utf-8")
            else:
                assert not file.exists(), name
                file.write_text(edit["new"], encoding="utf-8")
    return project


def judge_project(project: Path) -> Verdict:
    """What `policycheck check .` says under the strict profile, every finding counted."""
    (project / "policycheck.yaml").write_text(SETTINGS, encoding="utf-8")
    with chdir(project):
        return verdict_of(check(["."], config=configure("policycheck.yaml"), today=TODAY))
