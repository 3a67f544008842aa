"""A runner on which policycheck is installed, as the action for GitHub installs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ci.runner import ACTION, Runner


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the runner's temporary folder; the action's own first step has put an environment into it."""
    folder = tmp_path_factory.mktemp("runner")
    ran = Runner(ACTION, folder, folder, {}, {}).run({"install": str(wheel)}, last=1)
    assert ran.status == 0, ran.log
    return folder
