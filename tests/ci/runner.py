"""The steps of a composite action, run as GitHub's runner runs them: each `run` in a bash of its own."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ACTION = Path(__file__).parents[2] / "ci/github/action"

_EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")


class Ran(NamedTuple):
    """`status` is that of the first step that failed, else 0; `outputs` are those of steps, by their ids."""

    status: int
    log: str
    outputs: Mapping[str, Mapping[str, str]]
    summary: str


def action(folder: Path) -> dict[str, Any]:
    read = yaml.safe_load((folder / "action.yml").read_text(encoding="utf-8"))
    assert isinstance(read, dict)
    return read


class Runner(NamedTuple):
    """A machine that has checked out `workspace`; `temporary` outlives its jobs here, so that one installs for all.

    `github` is the context of that name, `environment` what the runner sets for every step.
    """

    folder: Path
    workspace: Path
    temporary: Path
    github: Mapping[str, Any]
    environment: Mapping[str, str]

    def run(self, inputs: Mapping[str, str], *, first: int = 0, last: int | None = None) -> Ran:
        """The steps from the first to before the last; none after one that failed."""
        read = action(self.folder)
        unknown = inputs.keys() - read["inputs"].keys()
        assert not unknown, f"the action has no input {unknown}"
        context: dict[str, Any] = {"github": self.github, "inputs": {}, "steps": {}}
        for name, one in read["inputs"].items():
            context["inputs"][name] = inputs.get(name, _evaluated(one["default"], context))
        summary = self.temporary / "summary.md"
        summary.write_text("", encoding="utf-8")
        log: list[str] = []
        outputs: dict[str, dict[str, str]] = {}
        status = 0
        for step in read["runs"]["steps"][first:last]:
            status, said, given = self._step(step, context, summary)
            log.append(said)
            outputs[step.get("id", step["name"])] = given
            context["steps"][step.get("id", step["name"])] = {"outputs": given}
            if status:
                break
        return Ran(status, "".join(log), outputs, summary.read_text(encoding="utf-8"))

    def _step(
        self, step: Mapping[str, Any], context: Mapping[str, Any], summary: Path
    ) -> tuple[int, str, dict[str, str]]:
        assert step.keys() <= {"name", "id", "shell", "env", "run"}, "what this runner knows"
        assert step["shell"] == "bash"
        assert "${{" not in step["run"], "what a pull request says would become part of a script"
        script, output = self.temporary / "step.sh", self.temporary / "output"
        script.write_text(step["run"], encoding="utf-8")
        output.write_text("", encoding="utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.workspace,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            env={
                **os.environ,
                **self.environment,
                "RUNNER_TEMP": str(self.temporary),
                "GITHUB_ACTION_PATH": str(self.folder),
                "GITHUB_OUTPUT": str(output),
                "GITHUB_STEP_SUMMARY": str(summary),
                **{name: _evaluated(str(value), context) for name, value in step.get("env", {}).items()},
            },
        )
        lines = output.read_text(encoding="utf-8").splitlines()
        return done.returncode, done.stdout, dict(line.split("=", 1) for line in lines)


def _evaluated(text: str, context: Mapping[str, Any]) -> str:
    """Paths into a context: what is absent there is an empty text."""

    def value(found: re.Match[str]) -> str:
        root, *path = found[1].split(".")
        at: Any = context[root]
        for part in path:
            at = at.get(part, {}) if isinstance(at, Mapping) else {}
        return "" if isinstance(at, Mapping) else str(at)

    evaluated = _EXPRESSION.sub(value, text)
    assert "${{" not in evaluated, f"an expression that this runner does not know: {text}"
    return evaluated
