"""The README cannot lie: its commands run, its output is theirs, its examples hold."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from doctest import DocTestParser, DocTestRunner
from pathlib import Path

import pytest

from policycheck.authoring.examples import run_examples
from policycheck.config.effective import configure
from policycheck.language.library import read_file
from policycheck.reporters import REPORTERS

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
FIRST_OUTPUT = re.compile(r"(```console\n\$ helm template [^\n]*\| policycheck\n)(.*?)(\n```)", re.DOTALL)


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)


def report(helm: str) -> str:
    """What the README's first command prints: the chart rendered by a real Helm, piped into policycheck."""
    chart = ["template", "shop", "fixtures/charts/shop", "--namespace", "shop", "--kube-version", "1.33.0"]
    render = subprocess.run([helm, *chart], cwd=ROOT, capture_output=True, check=True).stdout
    command = [sys.executable, "-m", "policycheck", "--no-config"]
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100", "HELM": helm}
    done = subprocess.run(command, cwd=ROOT, input=render, capture_output=True, check=False, env=environment)
    assert done.returncode == 1, done.stderr
    return done.stdout.decode().rstrip("\n")


def test_the_first_output_is_what_the_command_prints(helm: str) -> None:
    text = README.read_text(encoding="utf-8")
    if os.environ.get("POLICYCHECK_UPDATE_CASES") and "helm-3" not in helm:
        text = FIRST_OUTPUT.sub(lambda match: match[1] + report(helm) + match[3], text)
        README.write_text(text, encoding="utf-8")
    shown = FIRST_OUTPUT.search(text)
    assert shown is not None
    assert comparable(shown[2], helm) == comparable(report(helm), helm), "run ci/check --update"


CHECKS = re.compile(r"(```console\n\$ (policycheck check [^\n]*)\n)(.*?)(```)", re.DOTALL)


def printed(command: str) -> str:
    """What a `policycheck check` of the README prints where no helm is installed."""
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100", "PATH": os.defpath, "HELM": ""}
    arguments = [sys.executable, "-m", *shlex.split(command), "--no-config"]
    return subprocess.run(arguments, cwd=ROOT, capture_output=True, check=False, env=environment).stdout.decode()


def test_the_checks_of_charts_print_what_is_shown() -> None:
    text = README.read_text(encoding="utf-8")
    if os.environ.get("POLICYCHECK_UPDATE_CASES"):
        text = CHECKS.sub(lambda match: match[1] + printed(match[2]) + match[4], text)
        README.write_text(text, encoding="utf-8")
    shown = [(command, output) for _, command, output, _ in CHECKS.findall(text)]
    assert shown
    for command, output in shown:
        assert output == printed(command), "run ci/check --update"


def comparable(text: str, helm: str) -> str:
    """Helm 3 leaves out blank lines that Helm 4 prints: with it everything but the numbers of lines is the same."""
    return re.sub(r"\b(stdin:|line )\d+", r"\1N", text) if "helm-3" in helm else text


WHY = re.compile(r"(```console\n\$ policycheck (why [^\n]*)\n)(.*?)(```)", re.DOTALL)


def answer(command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "policycheck", *shlex.split(command)], cwd=ROOT, capture_output=True, check=False
    )
    assert not done.stderr
    return done.stdout.decode()


def test_each_answer_of_why_is_what_it_prints() -> None:
    text = README.read_text(encoding="utf-8")
    if os.environ.get("POLICYCHECK_UPDATE_CASES"):
        README.write_text(WHY.sub(lambda match: match[1] + answer(match[2]) + match[4], text), encoding="utf-8")
    shown = WHY.findall(README.read_text(encoding="utf-8"))
    assert len(shown) == 2
    for _, command, printed, _ in shown:
        assert printed == answer(command), "run ci/check --update"


def test_a_monitor_and_a_rule_have_the_findings_that_are_shown() -> None:
    shown = [output for _, command, output, _ in CHECKS.findall(README.read_text(encoding="utf-8"))]
    (monitored,) = [output for output in shown if "selects no Service" in output]
    for said in ("shop.yaml:15", "path=/users/123, write /users/:id", "shop.yaml:31"):
        assert said in monitored


DIFF = re.compile(r"(```console\n\$ policycheck diff main\n)(.*?)(```)", re.DOTALL)
BUDGET = "podDisruptionBudget:\n  enabled: true"


def change(folder: Path) -> str:
    """What `policycheck diff` prints of the change that the README tells of; the commit is called as it is there."""
    shutil.copytree(ROOT / "charts", folder / "charts", symlinks=True, ignore=shutil.ignore_patterns("tests"))
    for step in ("init -q -b main", "add .", "-c user.name=a -c user.email=a@example.com commit -qm one"):
        subprocess.run(["git", *step.split()], cwd=folder, check=True)
    values = folder / "charts/orders/values.yaml"
    text = values.read_text(encoding="utf-8")
    assert BUDGET in text
    values.write_text(text.replace(BUDGET, BUDGET.replace("true", "false")), encoding="utf-8")
    command = [sys.executable, "-m", "policycheck", "diff", "main"]
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100", "PATH": os.defpath, "HELM": ""}
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (1, b"")
    return re.sub(r"main \([0-9a-f]+\)", "main (3f2a1b0)", done.stdout.decode())


def test_the_diff_of_the_readme_is_what_it_prints(tmp_path: Path) -> None:
    text = README.read_text(encoding="utf-8")
    printed = change(tmp_path)
    if os.environ.get("POLICYCHECK_UPDATE_CASES"):
        text = DIFF.sub(lambda match: match[1] + printed + match[3], text)
        README.write_text(text, encoding="utf-8")
    shown = DIFF.search(text)
    assert shown is not None
    assert shown[2] == printed, "run ci/check --update"


def test_the_formats_of_the_readme_are_those_there_are() -> None:
    section = README.read_text(encoding="utf-8").partition("### Formats")[2].partition("\n### ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(REPORTERS)


def test_the_baseline_of_the_readme_passes(tmp_path: Path) -> None:
    commands = next(block for block in blocks("sh") if "--write-baseline" in block).splitlines()
    (tmp_path / "charts").mkdir()
    shutil.copytree(ROOT / "fixtures/charts/shop", tmp_path / "charts/shop")
    for line in commands:
        words = [word for part in shlex.split(line)[1:] for word in (["charts/shop"] if part == "charts/*" else [part])]
        check = [sys.executable, "-m", "policycheck", *words, "-q"]
        done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("passed: ")


def test_the_set_up_commands_are_a_check_of_a_stored_render_and_the_tests() -> None:
    first, second = blocks("sh")[0].splitlines()
    assert first.endswith("check fixtures/streams/shop.yaml")
    assert second == "ci/check"
    assert (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().endswith(second)


def test_the_policy_of_the_readme_proves_itself(tmp_path: Path) -> None:
    written = next(block for block in blocks("yaml") if block.startswith("apiVersion: policycheck/v1"))
    path = tmp_path / "labels" / "team-label-present.yaml"
    path.parent.mkdir()
    path.write_text(written, encoding="utf-8")
    policy = read_file(str(path))
    assert [result.difference for result in run_examples([policy])] == [(), ()]


def test_the_settings_of_the_readme_are_settings(tmp_path: Path) -> None:
    written = next(block for block in blocks("yaml") if block.startswith("extends:"))
    path = tmp_path / "policycheck.yaml"
    path.write_text(written.replace(", ./policies", ""), encoding="utf-8")
    config = configure(str(path))
    assert [exception.policy for exception in config.exceptions] == ["memory-limit-set"]
    assert ("example.com", "Worker") in config.carriers


def test_the_python_of_the_readme_runs() -> None:
    for block in blocks("python"):
        test = DocTestParser().get_doctest(block, {}, "README.md", None, None)
        assert DocTestRunner().run(test).failed == 0


@pytest.mark.parametrize("target", re.findall(r"\]\((?!https?:)([^)#]+)\)", README.read_text(encoding="utf-8")))
def test_every_link_of_the_readme_leads_somewhere(target: str) -> None:
    assert (ROOT / target).exists()
