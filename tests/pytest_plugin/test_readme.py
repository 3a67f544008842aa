"""What the README shows of pytest: its tests are those of charts/orders, its output is theirs."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from tests.pytest_plugin.projects import ALONE

SHOWN = re.compile(r"(```console\n\$ (pytest [^\n]*)\n)(.*?)(```)", re.DOTALL)
VARIES = re.compile(r" +\[ *\d+%\]$| in [\d.]+s|^=+ | =+$", re.MULTILINE)


def printed(command: str, root: Path) -> str:
    """The ids and outcomes, and the last line, without what differs from run to run."""
    words = [sys.executable, "-m", *shlex.split(command), *ALONE, "-p", "no:cacheprovider"]
    environment = {**os.environ, "COLUMNS": "80"}
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, check=True, env=environment)
    lines = VARIES.sub("", done.stdout).splitlines()
    return "\n".join(line for line in lines if line.startswith("charts/") or " passed" in line) + "\n"


def test_the_output_is_what_the_command_prints(root: Path) -> None:
    readme = root / "README.md"
    text = readme.read_text(encoding="utf-8")
    shown = SHOWN.search(text)
    assert shown is not None
    found = printed(shown[2], root)
    if os.environ.get("POLICYCHECK_UPDATE_CASES"):
        readme.write_text(SHOWN.sub(lambda match: f"{match[1]}{found}{match[4]}", text), encoding="utf-8")
        return
    assert shown[3] == found, "run ci/check --update"


def test_the_tests_are_tests_of_the_orders_chart(root: Path) -> None:
    section = (root / "README.md").read_text(encoding="utf-8").partition("## In pytest")[2]
    block = section.partition("```python\n")[2].partition("```")[0]
    written = (root / "charts/orders/tests/test_orders.py").read_text(encoding="utf-8")
    tests = block.strip().split("\n\n\n")
    assert len(tests) == 5
    assert [test for test in tests if test not in written] == []
