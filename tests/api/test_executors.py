"""Who renders and judges the charts of a run is no matter: the report is the same, to the byte."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck import PolicycheckError, View, api, check, configure, render
from policycheck.api import with_charts
from policycheck.api.asked import Rendering
from policycheck.api.hands import Hands
from policycheck.api.processes import Processes
from policycheck.model import Report
from policycheck.renderers.matrix import Asked
from tests.api.many_charts import CHARTS, CONFIG, FILES, SECRET, written
from tests.effort import tries

TODAY = dt.date(2026, 11, 1)
FORMATS = ("text", "json", "junit", "sarif", "markdown")
checked = partial(check, config=CONFIG, today=TODAY)


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return written(tmp_path_factory.mktemp("many"))


@pytest.fixture(scope="module")
def threads() -> Iterator[Executor]:
    """As a worker of a cluster has them: two tasks in one process."""
    with ThreadPoolExecutor(2) as executor:
        yield executor


def as_text(report: Report) -> list[str]:
    return [render(report, View("all", "full"), format_name=name) for name in FORMATS]


@tries(10)
@given(
    names=st.lists(st.sampled_from([*CHARTS, *FILES]), min_size=1, max_size=6, unique=True),
    versions=st.sampled_from([(), ("1.33",), ("1.24", "1.33")]),
    chosen=st.sampled_from([(), ("default",)]),
    max_input=st.sampled_from([2**28, 4000, 1500, 100]),
    strict=st.booleans(),
    allow_empty=st.booleans(),
)
def test_an_executor_makes_the_same_report(  # noqa: PLR0913 - what a run may be asked
    paths: dict[str, str],
    threads: Executor,
    names: Sequence[str],
    versions: tuple[str, ...],
    chosen: tuple[str, ...],
    *,
    max_input: int,
    strict: bool,
    allow_empty: bool,
) -> None:
    """Of renders that fail or are empty, of charts of one name, of what is too much, of exceptions and secrets."""
    charts = [name for name in names if name in CHARTS]
    rendering = Rendering(Asked(kube_versions=versions, chosen=chosen)) if charts else None
    run = partial(
        checked,
        [paths[name] for name in names],
        rendering=rendering,
        max_input=max_input,
        strict=strict,
        allow_empty=allow_empty,
    )
    alone, handed_out = run(), run(executor=threads)
    assert handed_out == alone
    assert as_text(handed_out) == as_text(alone)


def test_processes_make_the_same_report(paths: dict[str, str]) -> None:
    alone, by_two = (checked(list(paths.values()), jobs=jobs) for jobs in (1, 2))
    assert by_two == alone
    assert as_text(by_two) == as_text(alone)
    assert {one.status for one in alone.outcomes} == {"pass", "fail", "excepted", "skip"}


def test_a_secret_of_one_chart_is_hidden_in_the_error_of_another(paths: dict[str, str]) -> None:
    """What one worker knows to be a secret stands in a text that another one made."""
    report = checked([paths["failing"], paths["kept"]], jobs=2)
    assert "no ****" in " ".join(one.reason for one in report.left_out)
    assert not any(SECRET in text for text in as_text(report))


def test_relative_paths_count_from_the_folder_of_the_run(
    paths: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = Path(paths["plain.yaml"]).parent
    (tmp_path / "more.yaml").write_text("replicas: 7\n")
    monkeypatch.chdir(folder)
    rendering = Rendering(Asked(values_files=("web/ci/odd.yaml",)))
    with Processes(1) as elsewhere:
        alone = checked(["web", "half"], rendering=rendering)
        assert checked(["web", "half"], rendering=rendering, executor=elsewhere) == alone
    assert {one.source for one in alone.loaded} >= {"web/Chart.yaml", "web (default)"}


def test_a_few_renders_start_no_process(paths: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policycheck.api.processes.Processes.submit", lambda *_: pytest.fail("a process was started"))
    assert checked([paths["web"]], jobs=None).renders


def test_a_run_with_dockerfiles_is_one_process(
    paths: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Which images one builds all renders tell together."""
    monkeypatch.setattr("policycheck.api.processes.Processes.submit", lambda *_: pytest.fail("a process was started"))
    (tmp_path / "Dockerfile.web").write_text("FROM alpine:3.22\n")
    report = checked([paths["web"], paths["kept"], str(tmp_path)], jobs=2)
    sources = [one.source for one in report.loaded] + [one.source for one in report.left_out]
    assert str(tmp_path / "Dockerfile.web") in sources


def test_enough_renders_start_processes_and_the_report_is_the_same(
    paths: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first renders tell how much there is to judge."""
    several = [paths["web"], paths["kept"], paths["half"]]
    alone = checked(several)
    handed: list[int] = []
    monkeypatch.setattr(with_charts, "BREAK_EVEN", 1000)
    monkeypatch.setattr(with_charts, "available", lambda: 2)
    hands = Hands(None, told=lambda _, number: handed.append(number))
    with api.checked(several, config=CONFIG, today=TODAY, hands=hands) as run:
        assert run.report == alone
    assert handed[0] == 4, "of five: the first tells how large they are"


def test_no_policies_are_no_check_whoever_works(paths: dict[str, str]) -> None:
    config = configure()._replace(policies=())
    assert check([paths["web"]], config=config, jobs=2).verdict == "not checked"


@pytest.mark.parametrize("jobs", [0, -1])
def test_fewer_than_one_process_are_refused(jobs: int) -> None:
    with pytest.raises(PolicycheckError, match="give 1 or more"):
        check(["."], jobs=jobs)
