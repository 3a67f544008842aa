"""Runs fixtures/cases/*.case: the whole command line, a scenario a file.

A case runs in a folder of its own that holds a copy of `shared/`. It is a title, then sections that `=== NAME` opens:
`file PATH` (any number), `stdin`, `command` (lines of sh), `exit`, `stdout`, `stderr`. What is missing is empty.
`[...]` in stdout and stderr stands for any text.
POLICYCHECK_UPDATE_CASES=1 rewrites what came out otherwise than it is written.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.commands import called

FOLDER = Path(__file__).parents[1] / "fixtures/cases"
CASES = sorted(FOLDER.glob("*.case"))
ELISION = "[...]"
ALONE = re.compile(r"policycheck(?P<arguments>(?: [^\s|;&$`()*?<>~{}\[\]]+)*)(?: < (?P<stdin>[\w./-]+))?\n")
"""One command of ours, in which a shell would only split words and take quotes away."""


@dataclass(frozen=True, slots=True)
class Case:
    title: str
    files: dict[str, str]
    stdin: str
    command: str
    exit: str
    stdout: str
    stderr: str


def parsed(text: str) -> Case:
    title, *sections = re.split(r"^=== (.+)\n", text, flags=re.MULTILINE)
    contents = dict(zip(sections[::2], sections[1::2], strict=True))
    files = {name.removeprefix("file "): contents.pop(name) for name in list(contents) if name.startswith("file ")}
    unknown = contents.keys() - {"stdin", "command", "exit", "stdout", "stderr"}
    assert not unknown, f"unknown sections: {unknown}"
    rest = {name: contents.get(name, "") for name in ("stdin", "command", "exit", "stdout", "stderr")}
    return Case(title, files, **rest)


def written(case: Case) -> str:
    sections = [(f"file {name}", content) for name, content in case.files.items()]
    sections += [("stdin", case.stdin)] if case.stdin else []
    sections += [("command", case.command), ("exit", case.exit), ("stdout", case.stdout), ("stderr", case.stderr)]
    return case.title + "".join(f"=== {name}\n{content}" for name, content in sections)


def environment(folder: Path) -> dict[str, str]:
    """Nothing of ours: a case must not depend on who runs it."""
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.defpath])
    return {"PATH": path, "HOME": str(folder), "LC_ALL": "C.UTF-8", "COLUMNS": "100"}


def run(case: Case, folder: Path) -> Case:
    """The same case with what really came out."""
    shutil.copytree(FOLDER / "shared", folder, dirs_exist_ok=True)
    for name, content in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    done = executed(case, folder)
    return replace(case, exit=f"{done.returncode}\n", stdout=done.stdout.decode(), stderr=done.stderr.decode())


def executed(case: Case, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """By a shell; a command that is ours alone, in this process: dozens of others show that it starts."""
    stdin, env = case.stdin.encode(), environment(folder)
    alone = ALONE.fullmatch(case.command)
    if alone is None:
        shell = ["sh", "-c", case.command]
        return subprocess.run(shell, input=stdin, cwd=folder, env=env, capture_output=True, check=False)
    if alone["stdin"]:
        stdin = Path(folder, alone["stdin"]).read_bytes()
    return called(shlex.split(alone["arguments"]), folder, env, stdin=stdin)


def fits(expected: str, found: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, expected.split(ELISION))), found, re.DOTALL) is not None


def elided(expected: str, found: str) -> str:
    """What was found, without the figures that change with every policy that is added; elided lines stay elided."""
    bundled = r"\d{3,} policies \(\d+ with nothing to judge\); \d+ passed, (.*?), \d+ skipped"
    told = r"[...] policies ([...] with nothing to judge); [...] passed, \1, [...] skipped"
    kept = [line for line in expected.splitlines(keepends=True) if ELISION in line and line.strip() != ELISION]
    lines = re.sub(bundled, told, found).splitlines(keepends=True)
    return "".join(next((old for old in kept if fits(old, line)), line) for line in lines)


def as_written(expected: str, found: str) -> str:
    """What was expected if that fits what was found, else that, elided as it was."""
    return expected if fits(expected, found) else elided(expected, found)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    case = parsed(text)
    found = run(case, tmp_path)
    fitting = replace(found, stdout=as_written(case.stdout, found.stdout), stderr=as_written(case.stderr, found.stderr))
    if os.environ.get("POLICYCHECK_UPDATE_CASES") == "1":
        path.write_text(written(fitting), encoding="utf-8")
    else:
        assert written(fitting) == text


@pytest.mark.parametrize(
    ("expected", "found", "kept"),
    [
        ("a [...] c\n", "a b\nb c\n", True),
        ("a\n", "a\n", True),
        ("a [...] c\n", "a b\n", False),
        ("a.c\n", "abc\n", False),
    ],
)
def test_an_elision_stands_for_any_text(expected: str, found: str, *, kept: bool) -> None:
    assert as_written(expected, found) == (expected if kept else found)


def test_a_case_that_is_rewritten_keeps_its_elisions() -> None:
    expected = "old\n[...]/policies/a.yaml\n[...]\n"
    found = "new\n/somewhere/policies/a.yaml\n152 policies (9 with nothing to judge); 8 passed, 1 failed, 3 skipped\n"
    told = "[...] policies ([...] with nothing to judge); [...] passed, 1 failed, [...] skipped"
    assert as_written(expected, found) == f"new\n[...]/policies/a.yaml\n{told}\n"


def test_there_are_cases() -> None:
    assert CASES


@pytest.mark.parametrize("status", ["0", "1", "2"])
def test_every_exit_status_has_a_case(status: str) -> None:
    assert status in {parsed(path.read_text(encoding="utf-8")).exit.strip() for path in CASES}
