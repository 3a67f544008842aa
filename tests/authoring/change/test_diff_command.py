"""`policycheck diff` in real repositories."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.authoring.change.repositories import Repository, chart, deployment

TEMPLATE = "charts/web/templates/deployment.yaml"
ABOVE = "# moved\n# down\n"


def test_a_probe_is_broken_its_lines_move_and_it_is_mended(tmp_path: Path, newest_helm: str) -> None:
    repository = Repository(tmp_path, chart(), helm=newest_helm)

    repository.commit(chart(version="1.0.1", probe=False))
    broken = repository.diff("main", "HEAD")
    assert broken.status == 1, broken
    assert broken.last.startswith("failed: 1 new (1 error), 0 fixed, 0 still there; 1 of 1 chart; main (")
    assert f"{TEMPLATE}:9 " in broken.stdout

    repository.git("branch", "broken")
    repository.commit(
        {
            TEMPLATE: deployment(probe=False, above=ABOVE),
            "charts/web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.2\n",
        }
    )
    moved = repository.diff("broken", "HEAD")
    assert moved.status == 0, moved
    assert moved.last.startswith("passed: 0 new, 0 fixed, 1 still there")

    repository.git("branch", "moved")
    repository.commit(
        {TEMPLATE: deployment(above=ABOVE), "charts/web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.3\n"}
    )
    mended = repository.diff("moved", "HEAD")
    assert mended.status == 0, mended
    assert mended.last.startswith("passed: 0 new, 1 fixed, 0 still there")
    assert repository.diff("main").last.startswith("passed: 0 new, 0 fixed, 0 still there"), "the working tree"
    assert not repository.git("status", "--porcelain"), "the checkout is as it was"
    assert not repository.git("worktree", "list").splitlines()[1:]


@pytest.fixture
def repository(tmp_path: Path, newest_helm: str) -> Repository:
    return Repository(tmp_path, chart(probe=False), helm=newest_helm)


def test_what_was_there_before_fails_where_that_is_asked_for(repository: Repository) -> None:
    repository.write(chart(version="1.0.1", probe=False))
    assert repository.diff("main").status == 0
    assert repository.diff("main", "--fail-on-all").status == 1
