"""Of a chart's files Helm renders those that our reading of .helmignore leaves."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from policycheck.helm.ignore import Ignoring

FILES = ("templates/a.yaml", "templates/b.yaml", "templates/sub/a.yaml", "templates/sub/c[1].yaml", "templates/.d.yaml")
RULES = [
    "",
    "a.yaml",
    "/templates/a.yaml",
    "templates/sub/",
    "sub",
    "sub/",
    "*.yaml\n",
    "templates/*.yaml",
    "# a.yaml\n\n  b.yaml  ",
    "templates/?.yaml",
    "[ab].yaml",
    "[^b].yaml",
    "!b.yaml",
    "a.yaml/",
    "c\\[1\\].yaml",
]


@pytest.mark.parametrize("rules", RULES)
def test_helm_renders_what_is_not_ignored(rules: str, helm: str, tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a: b\n", encoding="utf-8")
    (tmp_path / "Chart.yaml").write_text("{apiVersion: v2, name: c, version: 1.0.0}\n", encoding="utf-8")
    (tmp_path / ".helmignore").write_text(rules, encoding="utf-8")
    done = subprocess.run([helm, "template", "."], cwd=tmp_path, capture_output=True, text=True, check=False)
    if done.returncode:  # it hides Chart.yaml itself
        assert Ignoring(rules).ignores("Chart.yaml"), done.stderr
        return
    rendered = set(re.findall(r"# Source: c/(\S+)", done.stdout))
    assert rendered == {name for name in FILES if not Ignoring(rules).ignores(name)}
