"""The hooks for pre-commit, installed as it installs them, out of a git repository on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.authoring.change.repositories import ALONE, Repository, chart, deployment
from tests.ci.readme import block

ROOT = Path(__file__).parents[2]
HOOKS = (".pre-commit-hooks.yaml", "README.md", "policies", "policycheck", "pyproject.toml")
TEMPLATE = "charts/web/templates/deployment.yaml"
SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80}]}\n"
TWICE = SERVICE.replace("spec:", "kind: Service\nspec:")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What pre-commit installs, once for all tests here."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture(scope="module")
def policycheck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git repository of this checkout as it lies, with the tag that the README names."""
    folder = tmp_path_factory.mktemp("policycheck")
    for name in HOOKS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, folder / name)
    for step in ("init -q -b main", "add .", "commit -qm one", "tag v0.1.0"):
        subprocess.run(["git", *step.split()], cwd=folder, check=True, env={**os.environ, **ALONE})
    return folder


class Committing:
    """A repository in which pre-commit is installed with what the README says."""

    def __init__(self, repository: Repository, policycheck: Path, cache: Path) -> None:
        self.repository = repository
        self.environment = {
            **os.environ,
            **ALONE,
            "PRE_COMMIT_HOME": str(cache),
            "HELM": repository.helm,
            "NO_COLOR": "1",
        }
        config = block("pre-commit", "yaml").replace("https://github.com/OWNER/policycheck", str(policycheck))
        assert str(policycheck) in config
        repository.write({".pre-commit-config.yaml": config})
        self._run(sys.executable, "-m", "pre_commit", "install")

    def commit(self, files: dict[str, str | None]) -> subprocess.CompletedProcess[str]:
        """What `git commit` says of these files."""
        self.repository.write(files)
        self._run("git", "add", "--all")
        return self._run("git", "commit", "--message=change", check=False)

    def _run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.repository.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=check,
        )


def test_a_commit_that_breaks_a_chart_or_a_manifest_is_refused(
    tmp_path: Path, newest_helm: str, policycheck: Path, cache: Path
) -> None:
    repository = Repository(tmp_path, chart(), helm=newest_helm)
    committing = Committing(repository, policycheck, cache)

    plain = committing.commit({"docs/notes.yaml": "a: 1\n"})
    assert plain.returncode == 0, plain.stdout
    assert plain.stdout.count("(no files to check)Skipped") == 2

    broken = committing.commit({TEMPLATE: deployment(probe=False)})
    assert broken.returncode == 1, broken.stdout
    assert "container web has no readiness probe" in broken.stdout
    assert f"{TEMPLATE}:9" in broken.stdout

    twice = committing.commit({TEMPLATE: deployment(above="# moved\n"), "deploy/web.yaml": TWICE})
    assert twice.returncode == 1, twice.stdout
    assert "key kind is written in line 2 and again in line 4" in twice.stdout
    assert "deploy/web.yaml:4" in twice.stdout

    mended = committing.commit({"deploy/web.yaml": SERVICE})
    assert mended.returncode == 0, mended.stdout
    assert mended.stdout.count("Passed") == 2
    assert not repository.git("status", "--porcelain")
