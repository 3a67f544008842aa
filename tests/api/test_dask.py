"""Dask's workers as hands of a run: two processes on this machine, and the scheduler between."""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from policycheck import Report, check
from tests.api.many_charts import CHARTS, CONFIG, written

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from distributed import Client, LocalCluster

TODAY = dt.date(2026, 11, 1)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        yield client


@pytest.mark.filterwarnings("default")  # Dask's own
def test_the_executor_of_a_dask_client_makes_the_same_report(tmp_path: Path, client: Client) -> None:
    paths = list(written(tmp_path).values())
    with client.get_executor(pure=False) as executor:
        by_dask = check(paths, config=CONFIG, today=TODAY, executor=executor)
    assert by_dask == check(paths, config=CONFIG, today=TODAY)
    assert len(by_dask.renders) > len(CHARTS)


@pytest.mark.filterwarnings("default")  # idem
def test_the_example_of_the_readme_runs(root: Path, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the checkout, which is not where the workers were started."""
    (example,) = re.findall(r"```python\n([^`]*get_executor[^`]*)```", (root / "README.md").read_text())
    monkeypatch.chdir(root)
    names: dict[str, Report] = {}
    exec(example.replace("tcp://scheduler:8786", client.scheduler.address), names)  # noqa: S102 - as its reader would
    assert names["report"].verdict == "passed"
    assert {one.chart for one in names["report"].renders} > {"mailer", "orders", "pricing"}
