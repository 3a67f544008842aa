"""The template for GitLab: its jobs' scripts, in the environment that GitLab gives them."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.authoring.change.repositories import Repository, chart
from tests.ci.readme import block
from tests.ci.test_workflow import schema_says

TEMPLATE = Path(__file__).parents[2] / "ci/gitlab/policycheck.yml"


@pytest.fixture
def repository(tmp_path: Path, newest_helm: str) -> Repository:
    made = Repository(tmp_path, chart(), helm=newest_helm)
    made.write({".gitlab/policycheck.yml": TEMPLATE.read_text(encoding="utf-8")})
    made.write({".gitlab-ci.yml": block("GitLab", "yaml")})
    made.commit({})
    made.git("branch", "-f", "main")
    return made


def pipeline(repository: Repository) -> dict[str, Any]:
    """The settings with what they include."""
    own = yaml.safe_load((repository.folder / ".gitlab-ci.yml").read_text(encoding="utf-8"))
    (included,) = own["include"]
    read = yaml.safe_load((repository.folder / included["local"]).read_text(encoding="utf-8"))
    return {**read, "variables": {**read["variables"], **own.get("variables", {})}}


def job(repository: Repository, name: str, given: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """A job, as GitLab's runner makes one script of its lines."""
    read = pipeline(repository)
    one = {**read[read[name]["extends"]], **read[name]}
    script = repository.folder.with_name(f"{name}.sh")
    script.write_text("\n".join([*one["before_script"], *one["script"]]), encoding="utf-8")
    return subprocess.run(
        ["bash", "-eo", "pipefail", str(script)],
        cwd=repository.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        env={**os.environ, **read["variables"], **one.get("variables", {}), "HELM": repository.helm, **given},
    )


def test_it_is_as_gitlabs_schema_wants_it(repository: Repository) -> None:
    files = (repository.folder / ".gitlab-ci.yml", repository.folder / ".gitlab/policycheck.yml")
    assert schema_says("gitlab-ci", *files) == "ok -- validation done"


def test_a_merge_request_fails_on_what_it_breaks_and_shows_what_there_is(
    repository: Repository, installed: Path, wheel: Path
) -> None:
    given = {
        "PATH": f"{installed}/policycheck/bin:{os.environ['PATH']}",
        "POLICYCHECK_INSTALL": str(wheel),
        "POLICYCHECK_ARGUMENTS": "--no-bundled",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": repository.git("rev-parse", "main").strip(),
    }
    same = job(repository, "policycheck-diff", given)
    assert same.returncode == 0, same.stdout
    repository.commit(chart(version="1.0.1", probe=False))
    broken = job(repository, "policycheck-diff", given)
    assert broken.returncode == 1, broken.stdout
    assert "1 new (1 error), 0 fixed, 0 still there" in broken.stdout
    (junit,) = pipeline(repository)["policycheck-diff"]["artifacts"]["reports"].values()
    assert (repository.folder / junit).read_text(encoding="utf-8").count("<failure") == 1

    # GitLab merged the target in already: what came with it is not the merge request's.
    merged = {**given, "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": repository.git("rev-parse", "HEAD").strip()}
    assert job(repository, "policycheck-diff", merged).returncode == 0

    quality = job(repository, "policycheck-quality", given)
    assert quality.returncode == 0, quality.stdout
    (listed,) = pipeline(repository)["policycheck-quality"]["artifacts"]["reports"].values()
    found = json.loads((repository.folder / listed).read_text(encoding="utf-8"))
    assert "probe-set" in {one["check_name"] for one in found}

    repository.write({"charts/web/templates/deployment.yaml": "{{ .Values.a.b.c }}\n"})
    assert job(repository, "policycheck-quality", given).returncode == 2, "what cannot be checked is never green"
