"""Git repositories of small charts, and what the installed command says of a change to them."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from policycheck.cli import run

ALONE = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.com",
}
"""For git, whatever its user has set."""

CHART = "apiVersion: v2\nname: {name}\nversion: {version}\n"
LIBRARY = "apiVersion: v2\nname: lib\nversion: 1.0.0\ntype: library\n"
POLICY = """\
apiVersion: policycheck/v1
id: probe-set
title: Containers have a readiness probe
severity: error
match: {kind: Deployment}
foreach: spec.template.spec.containers
assert: readinessProbe
message: container {{ name }} has no readiness probe
examples:
  pass: [{name: set, container: {readinessProbe: {tcpSocket: {port: 80}}}}]
  fail: [{name: not set, container: {}, at: ["Deployment/example spec.template.spec.containers[0]"]}]
"""
PROBE = "          readinessProbe: {tcpSocket: {port: 80}}\n"


def deployment(*, probe: bool = True, name: str = "web", above: str = "") -> str:
    """A template; `above` moves its lines."""
    return (
        f"{above}apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {name}\nspec:\n  template:\n    spec:\n"
        f"      containers:\n        - name: web\n          image: web:{{{{ .Values.tag }}}}\n{PROBE if probe else ''}"
    )


def chart(name: str = "web", *, version: str = "1.0.0", probe: bool = True, tail: str = "") -> dict[str, str]:
    """The files of a chart below charts/."""
    return {
        f"charts/{name}/Chart.yaml": CHART.format(name=name, version=version) + tail,
        f"charts/{name}/values.yaml": 'tag: "1"\n',
        f"charts/{name}/templates/deployment.yaml": deployment(probe=probe, name=name),
    }


class Said(NamedTuple):
    status: int
    stdout: str
    stderr: str

    @property
    def last(self) -> str:
        return self.stdout.splitlines()[-1]

    @property
    def report(self) -> dict[str, Any]:
        parsed = json.loads(self.stdout)
        assert isinstance(parsed, dict)
        return parsed


class Repository:
    """One policy judges: what others think of these charts is not asked. The first commit is `main`."""

    def __init__(self, folder: Path, files: Mapping[str, str], *, helm: str, settings: str = "") -> None:
        self.folder = folder
        self.helm = helm
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")
        settings = settings or "extends: [./policies/probe-set.yaml]\nkubeVersion: '1.33'\nnamespace: shop\n"
        self.commit({**files, "policycheck.yaml": settings, "policies/probe-set.yaml": POLICY})
        self.git("switch", "--quiet", "--create", "work")

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env={**os.environ, **ALONE},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def write(self, files: Mapping[str, str | None]) -> None:
        for name, text in files.items():
            path = self.folder / name
            if text is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")

    def commit(self, files: Mapping[str, str | None]) -> None:
        self.write(files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=change")

    def diff(self, *arguments: str, here: str = ".", environment: Mapping[str, str] | None = None) -> Said:
        """What `policycheck diff` says, with our one policy; in this process, which is quicker.

        So is Helm in process, which prints what the command does: tests/renderers/test_identity.py.
        """
        out, err = io.StringIO(), io.StringIO()
        helm = {} if find_spec("helm_python") else {"HELM": self.helm}
        given = {**ALONE, **helm, **(environment or {})}
        with (
            chdir(self.folder / here),
            mock.patch.dict(os.environ, given),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            status = run(["diff", "--no-bundled", *arguments])
        return Said(status, out.getvalue(), err.getvalue())

    def command(self, *arguments: str) -> Said:
        """The same in a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "policycheck", "diff", "--no-bundled", *arguments],
            cwd=self.folder,
            env={**os.environ, **ALONE, "HELM": self.helm, "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)
