"""A run without a Dockerfile imports nothing of what reads them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (
    "import sys; from policycheck.cli import run\n"
    "try: run(sys.argv[1:])\n"
    "except SystemExit: pass\n"
    "print(any(name == 'dockerfile' or name.startswith('policycheck.docker') for name in sys.modules), file=sys.stderr)"
)


@pytest.mark.parametrize(
    ("paths", "imports"),
    [
        (("fixtures/streams/shop.yaml",), False),
        (("fixtures/prometheus",), False),
        (("fixtures/dockerfiles/scratch.Dockerfile",), True),
    ],
    ids=["a stream", "a folder", "a Dockerfile"],
)
def test_only_a_dockerfile_imports_its_reader(paths: tuple[str, ...], *, imports: bool) -> None:
    command = [sys.executable, "-c", PROGRAM, "check", "--no-config", *paths]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == str(imports), done.stdout
