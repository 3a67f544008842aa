"""Templates are scanned when a policy first asks for them, and not otherwise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STREAM = "fixtures/streams/shop.yaml"
PROGRAM = (
    "import sys; from policycheck.cli import run\n"
    "try: run(sys.argv[1:])\n"
    "except SystemExit: pass\n"
    "print('policycheck.helm.templates' in sys.modules, file=sys.stderr)"
)


@pytest.mark.parametrize(
    ("arguments", "scans"),
    [
        ((STREAM,), False),
        ((STREAM, "--chart=fixtures/charts/shop", "--disable=B6.*"), False),
        ((STREAM, "--chart=fixtures/charts/shop"), True),
    ],
    ids=["no chart", "policies off", "policies on"],
)
def test_a_run_that_needs_no_templates_does_not_even_import_the_scanner(
    arguments: tuple[str, ...], *, scans: bool
) -> None:
    command = [sys.executable, "-c", PROGRAM, "check", "--no-config", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.splitlines()[-1] == str(scans), done.stdout
