"""One scope judged by several processes: the report of one, whatever happens to the others."""

from __future__ import annotations

import datetime as dt
import os
import pickle
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from policycheck import Overrides, check, configure
from policycheck.api import judging, processors, shares
from policycheck.model import Outcome, Resource
from policycheck.reporters import render
from policycheck.reporters.view import View
from tests.runs import judged, policy

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="no other platform's processes may be copied so")
CONFIG = configure(overrides=Overrides(enable=("all",), namespace="shop", kube_version="1.33"))
TODAY = dt.date(2026, 11, 1)
STREAMS = sorted(str(path) for path in Path("fixtures/streams").glob("*.yaml"))
UNREADABLE_BUDGET = """\
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: broken}
spec: {minAvailable: 1, selector: {matchLabels: 3}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: "web:1"}]}}
"""


@pytest.fixture(autouse=True)
def forks(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The forks of the test, which share any two resources; none is left behind."""
    started: list[int] = []
    fork = os.fork

    def counted() -> int:
        process = fork()
        started.append(process)
        return process

    monkeypatch.setattr(os, "fork", counted)
    monkeypatch.setattr(judging, "_SHARE", 1)
    # pytest may have threads of its own, none of which holds a lock that a fork needs.
    monkeypatch.setattr(shares, "_can_fork", lambda: True)
    yield started
    for process in started:
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)


def told(paths: str | Sequence[str], jobs: int | None) -> str:
    return render(check(paths, config=CONFIG, today=TODAY, jobs=jobs), View(outcomes="all"), format_name="json")


@pytest.mark.parametrize("jobs", [2, 3, 7])
def test_the_report_is_the_same_byte_for_byte(jobs: int, forks: list[int]) -> None:
    alone = told(STREAMS, 1)
    assert not forks
    assert told(STREAMS, jobs) == alone
    assert len(forks) == jobs - 1


def test_without_a_number_there_are_as_many_as_processors(monkeypatch: pytest.MonkeyPatch, forks: list[int]) -> None:
    monkeypatch.setattr(processors, "available", lambda: 4)
    monkeypatch.setattr(shares, "available", lambda: 4)
    assert told(STREAMS, None) == told(STREAMS, 1)
    assert len(forks) == 3


def test_what_cannot_be_judged_for_another_resource_is_judged_by_one(tmp_path: Path, forks: list[int]) -> None:
    """It is said once, where it stands, by the most urgent policy that met it: nobody knows that of a share alone."""
    manifests = tmp_path / "shop.yaml"
    manifests.write_text(UNREADABLE_BUDGET)
    assert told(str(manifests), 2) == told(str(manifests), 1)
    assert "cannot be judged" in told(str(manifests), 1)
    assert len(forks) == 1


def outcomes_of(resources: Sequence[Resource]) -> list[Outcome]:
    return [one for one in ALL if one.resource in resources]


SAMPLE = policy(assert_="data")
ALL = judged("---\n".join(f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c{n}}}\n" for n in range(5)), SAMPLE)
RESOURCES = [one.resource for one in ALL]


def test_a_process_that_dies_over_its_share_leaves_all_to_this_one(forks: list[int]) -> None:
    own = os.getpid()

    def deadly(share: Sequence[Resource]) -> list[Outcome]:
        if os.getpid() != own:
            os.kill(os.getpid(), signal.SIGKILL)
        return outcomes_of(share)

    assert shares.judged_in_shares(deadly, RESOURCES, [SAMPLE], jobs=3, most=5) is None
    assert shares.judged_in_shares(outcomes_of, RESOURCES, [SAMPLE], jobs=3, most=5) == ALL
    assert len(forks) == 4


def test_what_breaks_in_a_fork_ends_the_fork_and_breaks_this_process_only_if_it_breaks_here_too() -> None:
    own = os.getpid()

    def broken(share: Sequence[Resource]) -> list[Outcome]:
        if os.getpid() != own:
            raise ValueError(share)
        return outcomes_of(share)

    assert shares.judged_in_shares(broken, RESOURCES, [SAMPLE], jobs=2, most=5) is None


def test_when_this_process_is_interrupted_no_other_goes_on() -> None:
    own = os.getpid()

    def interrupted(share: Sequence[Resource]) -> list[Outcome]:
        if os.getpid() == own:
            raise KeyboardInterrupt
        signal.pause()
        return outcomes_of(share)

    with pytest.raises(KeyboardInterrupt):
        shares.judged_in_shares(interrupted, RESOURCES, [SAMPLE], jobs=3, most=5)


def test_a_process_with_threads_is_not_copied(monkeypatch: pytest.MonkeyPatch, forks: list[int]) -> None:
    monkeypatch.undo()
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    try:
        assert shares.judged_in_shares(outcomes_of, RESOURCES, [SAMPLE], jobs=2, most=5) is None
    finally:
        ended.set()
        thread.join()
    assert not forks


def test_no_more_processes_than_there_is_work_for(forks: list[int]) -> None:
    assert shares.judged_in_shares(outcomes_of, RESOURCES, [SAMPLE], jobs=9, most=2) == ALL
    assert shares.judged_in_shares(outcomes_of, RESOURCES, [SAMPLE], jobs=9, most=1) is None
    assert len(forks) == 1


def test_where_no_more_processes_are_to_be_had_this_one_judges_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was started before the limit ends, and no pipe stays open."""
    fork, left = os.fork, [1]

    def limited() -> int:
        if not left:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        left.pop()
        return fork()

    monkeypatch.setattr(os, "fork", limited)
    before = len(os.listdir("/proc/self/fd"))
    assert shares.judged_in_shares(outcomes_of, RESOURCES, [SAMPLE], jobs=4, most=5) is None
    assert len(os.listdir("/proc/self/fd")) == before


@pytest.mark.parametrize("kept", [1, 20, -1])
def test_an_answer_that_ends_in_mid_sentence_leaves_all_to_this_process(
    monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    dumps = pickle.dumps
    monkeypatch.setattr(pickle, "dumps", lambda value, protocol: dumps(value, protocol)[:kept])
    assert shares.judged_in_shares(outcomes_of, RESOURCES, [SAMPLE], jobs=2, most=5) is None
