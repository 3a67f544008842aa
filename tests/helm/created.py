"""The scaffold of `helm create`, made by a real Helm."""

from __future__ import annotations

import subprocess
import tempfile
from functools import cache
from pathlib import Path

from policycheck.helm.charts import Chart
from policycheck.helm.copies import Prints, fingerprints
from policycheck.helm.shared import definitions, files
from policycheck.helm.templates import Template


@cache
def created(helm: str, name: str) -> dict[str, str]:
    """The texts of the chart's files, by their paths in its folder."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([helm, "create", name], cwd=folder, check=True, capture_output=True)
        root = Path(folder) / name
        paths = [path for path in sorted(root.rglob("*")) if path.is_file()]
        return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def scaffold_of(helm: str) -> Prints:
    name = "mychart"
    texts = {
        path.removeprefix("templates/"): text for path, text in created(helm, name).items() if "templates/" in path
    }
    chart = Chart(name, is_library=False, texts=texts, loaded={}, scan=Template)
    parts = [*files([chart]), *definitions([chart])]
    return frozenset(one for part in parts for one in fingerprints(part.words()))
