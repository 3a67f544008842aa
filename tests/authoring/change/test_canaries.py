"""No value of a manifest is in what a diff says in any format, nor in a baseline: not of what is there, nor was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from policycheck.reporters import REPORTERS
from policycheck.reporters.diff import DIFF_FORMATS
from tests.authoring.change.repositories import Repository, chart

OLD, NEW = "swordfish-Old-7x", "hunter2-New-9z"
TOKEN = "ghp_aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0fG3hJ6"  # noqa: S105 - a fake one
TEMPLATE = "charts/web/templates/deployment.yaml"

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: "web:1"
          args: ["--db-password={{ .Values.password }}", "--note={{ .Values.password }}"]
          env:
            - {name: DB_PASSWORD, value: {{ .Values.password | quote }}}
            - {name: DB_URL, value: "postgres://u:{{ .Values.password }}@h/db"}
"""


def files(password: str, more: str = "") -> dict[str, str | None]:
    return {**chart(), "charts/web/values.yaml": f"password: {password}\n", TEMPLATE: DEPLOYMENT + more}


@pytest.fixture
def repository(tmp_path: Path, newest_helm: str) -> Repository:
    """What is found in it has values behind it, on both sides of a change of all of them."""
    made = Repository(tmp_path / "repository", {}, helm=newest_helm, settings="kubeVersion: '1.33'\nnamespace: shop\n")
    made.commit(files(OLD))
    made.git("branch", "-f", "main")
    return made


def said(repository: Repository, *arguments: str) -> str:
    """What a command prints and writes, in every format that it has."""
    formats = DIFF_FORMATS if arguments[0] == "diff" else tuple(REPORTERS)
    written = repository.folder.with_name("reports")
    written.mkdir(exist_ok=True)
    reports = [f"--report={name}={written / name}" for name in formats]
    done = subprocess.run(
        [sys.executable, "-m", "policycheck", *arguments, "--enable=all", "-v", *reports],
        cwd=repository.folder,
        env={**os.environ, "HELM": repository.helm, "GITHUB_STEP_SUMMARY": str(written / "summary")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in ((0,) if "--write-baseline" in arguments else (1, 2)), done.stderr
    files = [path.read_text(encoding="utf-8") for path in sorted(written.iterdir())]
    assert len(files) == len(formats) + 1
    return "".join([done.stdout, done.stderr, *files])


def hides_all(text: str) -> bool:
    return not any(secret in text for secret in (OLD, NEW, TOKEN))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        pytest.param(files(NEW, "            - {name: API_TOKEN, value: x1y2z3w4}\n"), "env API_TOKEN", id="new"),
        pytest.param({TEMPLATE: DEPLOYMENT.partition("          args")[0]}, "env DB_PASSWORD", id="mended"),
        pytest.param({TEMPLATE: None}, "env DB_PASSWORD", id="gone"),
        pytest.param({TEMPLATE: '{{ fail (printf "no %s" .Values.password) }}\n'}, "does not render", id="broken"),
    ],
)
def test_a_diff_says_what_is_found_and_no_value(
    repository: Repository, change: dict[str, str | None], found: str
) -> None:
    repository.write(change)
    text = said(repository, "diff", "main")
    assert found in text
    assert hides_all(text)


def test_a_base_that_fails_with_a_value_keeps_it(repository: Repository) -> None:
    repository.commit({TEMPLATE: '{{ fail (printf "no %s" .Values.password) }}\n'})
    repository.git("branch", "-f", "main")
    repository.write(files(NEW))
    text = said(repository, "diff", "main")
    assert "Not known of the base" in text
    assert hides_all(text)


def test_a_reason_that_holds_a_token_does_not_tell_it(repository: Repository) -> None:
    exception = (
        f"exceptions: [{{policy: pdb-present, match: {{kind: Deployment}}, reason: as {TOKEN}, expires: never}}]\n"
    )
    entry = f'{{policy: a-b, render: a, object: b, at: c, message: d, since: "2026-11-01", reason: as {TOKEN}}}'
    repository.write({"policycheck.yaml": exception, "baseline.yaml": f"version: 1\nfindings:\n  - {entry}\n"})
    repository.write(files(NEW))
    text = said(repository, "diff", "main", "--baseline=baseline.yaml")
    assert "What this change loosens" in text
    assert "put into the baseline: as " in text
    assert hides_all(text)


def test_a_baseline_holds_no_value_and_neither_does_what_is_said_of_it(repository: Repository) -> None:
    baseline = repository.folder / "baseline.yaml"
    said(repository, "check", "charts/web", "--write-baseline", "baseline.yaml")
    written = baseline.read_text(encoding="utf-8")
    assert "env DB_PASSWORD" in written
    assert hides_all(written)
    repository.write(files(NEW, "            - {name: API_TOKEN, value: x1y2z3w4}\n"))
    text = said(repository, "check", "charts/web", "--baseline=baseline.yaml")
    assert "env API_TOKEN" in text
    assert hides_all(text)
