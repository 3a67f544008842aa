"""What many tests stand on: the checkout, and a real helm."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.effort import register_profiles
from tests.schedule import FileScheduling, longest_first

register_profiles()

ROOT = Path(__file__).resolve().parent.parent


def _helms() -> list[str | None]:
    """Every helm that ci/tools brought, else the one on PATH; [None] where there is none."""
    brought = sorted(str(helm) for helm in ROOT.glob(".tools/helm-*/helm"))
    return [*brought] or [shutil.which("helm")]


def _helm_id(helm: str | None) -> str:
    return Path(helm).parent.name if helm and ".tools" in helm else "helm"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    longest_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> FileScheduling:
    return FileScheduling(config, log)


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the checkout."""
    return ROOT


def _found(path: str | None) -> str:
    """Without any helm the test fails: a skip would look like a pass."""
    if path is None:
        pytest.fail("no helm in .tools/ and none on PATH; run ci/tools", pytrace=False)
    return path


@pytest.fixture(scope="session", params=_helms(), ids=_helm_id)
def helm(request: pytest.FixtureRequest) -> str:
    """Yield the path of each real helm."""
    return _found(request.param)


@pytest.fixture(scope="session")
def newest_helm() -> str:
    """Return the path of one helm, for what they have been seen to agree on."""
    return _found(_helms()[-1])


@pytest.fixture(scope="session")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the sdist, as a packager would: that is what `build` does when asked for neither."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--outdir", str(folder), str(root)]
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built
