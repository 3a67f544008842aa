"""Processes that die, that are interrupted, and whose parent is killed: real ones, and a helm that does it to them."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sysconfig
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from policycheck import check
from policycheck.api import processors
from policycheck.api.asked import Rendering
from policycheck.api.processes import DiedError, Processes
from tests.api.many_charts import CONFIG
from tests.api.test_chart_renders import chart

COMMAND = str(Path(sysconfig.get_path("scripts")) / "policycheck")
TODAY = dt.date(2026, 11, 1)
LINE = "value: {{ .Values.size }}"


def helm_that(folder: Path, does: str, helm: str) -> str:
    """A helm like this one, which `does` something in a process that renders the chart called deadly."""
    script = folder / "helm"
    script.write_text(
        f'#!/bin/sh\nfor last; do :; done\ncase "$1 $last" in "template "*deadly*) {does};; esac\nexec {helm} "$@"\n'
    )
    script.chmod(0o755)
    return str(script)


@pytest.fixture
def charts(tmp_path: Path) -> list[str]:
    """Five of one render each; the third is called deadly."""
    return [str(chart(tmp_path / name)) for name in ("a", "b", "deadly", "d", "e")]


@pytest.mark.parametrize("own", [True, False], ids=["ours", "the standard library's"])
def test_a_worker_that_dies_again_loses_its_chart_and_no_other(
    tmp_path: Path, charts: list[str], newest_helm: str, *, own: bool
) -> None:
    """When one of the standard library's dies, all that is under way fails with it; each is done again alone."""
    helm = Rendering(helm=helm_that(tmp_path, "kill -9 $PPID", newest_helm))
    if own:
        report = check(charts, rendering=helm, config=CONFIG, today=TODAY, jobs=2)
    else:
        with ProcessPoolExecutor(2, get_context("spawn")) as executor:
            report = check(charts, rendering=helm, config=CONFIG, today=TODAY, executor=executor)
    (lost,) = report.left_out
    assert lost.source == charts[2]
    assert lost.reason.startswith("not checked: the process that rendered and judged it died, and so did the one that")
    assert (lost.unread, report.verdict) == (True, "not checked")
    judged = {one.resource.render for one in report.outcomes}
    assert lost.render not in judged
    assert len(judged - {"workspace"}) == 4
    assert lost.render in {one.id for one in report.renders}


def test_a_worker_that_dies_once_is_nobodys_loss(tmp_path: Path, charts: list[str], newest_helm: str) -> None:
    once = f"test -e {tmp_path}/died || {{ touch {tmp_path}/died; kill -9 $PPID; }}"
    helm = helm_that(tmp_path, once, newest_helm)
    by_two = check(charts, rendering=Rendering(helm=helm), config=CONFIG, today=TODAY, jobs=2)
    assert (tmp_path / "died").exists()
    assert by_two == check(charts, rendering=Rendering(helm=helm), config=CONFIG, today=TODAY)


def test_a_lost_chart_is_exit_2_and_an_error_in_junit(tmp_path: Path, charts: list[str], newest_helm: str) -> None:
    helm = helm_that(tmp_path, "kill -9 $PPID", newest_helm)
    done = run("--helm", helm, "--format=json", f"--report=junit={tmp_path}/junit.xml", *charts)
    assert (done.returncode, json.loads(done.stdout)["verdict"]) == (2, "not checked")
    assert "perhaps it ran out of memory" in (tmp_path / "junit.xml").read_text()


def test_an_exception_for_a_lost_chart_is_not_said_to_hide_nothing(
    tmp_path: Path, charts: list[str], newest_helm: str
) -> None:
    (tmp_path / "policycheck.yaml").write_text(
        "exceptions: [{policy: chart-label-set, match: {name: gone}, reason: a test, expires: never}]\n"
    )
    helm = helm_that(tmp_path, "kill -9 $PPID", newest_helm)
    settings = ("--strict", "--config", str(tmp_path / "policycheck.yaml"))
    assert "hides nothing" not in run("--helm", helm, *settings, *charts).stdout
    assert "hides nothing" in run("--helm", newest_helm, *settings, *charts).stdout


def run(*argv: str) -> subprocess.CompletedProcess[str]:
    command = [COMMAND, "check", "--jobs", "2", *([] if "--config" in argv else ["--no-config"]), *argv]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def until(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + 30
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def interrupted(tmp_path: Path, charts: list[str], helm: str, *, send: signal.Signals, sleep: int) -> tuple[int, str]:
    """Send a signal to a run whose helm is under way; its exit status and all it said. Nothing it started is left."""
    pids = tmp_path / "pids"
    helm = helm_that(tmp_path, f"echo $$ $PPID > {pids}.tmp; mv {pids}.tmp {pids}; sleep {sleep}", helm)
    home = tmp_path / "temporary"
    home.mkdir()
    with subprocess.Popen(
        [COMMAND, "check", "--no-config", "--jobs=2", "--helm", helm, *charts],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "TMPDIR": str(home)},
        text=True,
    ) as process:
        assert until(pids.exists)
        process.send_signal(send)
        said, _ = process.communicate()
    started = [int(pid) for pid in pids.read_text().split()]
    assert until(lambda: not any(map(alive, started)))
    if send is signal.SIGINT:
        assert not list(home.iterdir()), "temporary folders are left"
    return process.returncode, said


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="only Linux tells which processes there are in /proc")
def test_ctrl_c_is_quiet_and_leaves_nobody_behind(tmp_path: Path, charts: list[str], newest_helm: str) -> None:
    """Sent to the run alone: its processes are in sessions of their own, so that a terminal sends them none."""
    assert interrupted(tmp_path, charts, newest_helm, send=signal.SIGINT, sleep=60) == (130, "")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="only Linux tells which processes there are in /proc")
def test_workers_of_a_run_that_was_killed_end(tmp_path: Path, charts: list[str], newest_helm: str) -> None:
    assert interrupted(tmp_path, charts, newest_helm, send=signal.SIGKILL, sleep=1) == (-signal.SIGKILL, "")


def test_a_task_that_kills_its_process_fails_alone() -> None:
    with Processes(2) as executor:
        fatal = executor.submit(os._exit, 1)
        assert executor.submit(int, "7").result() == 7
        with pytest.raises(DiedError):
            fatal.result()
        assert executor.submit(os.getpid).result() != os.getpid()


def test_what_a_task_prints_is_no_answer() -> None:
    with Processes(1) as executor:
        assert executor.submit(os.write, 1, b"").result() == 0
        assert executor.submit(os.read, 0, 1).result() == b"", "nor does it read the questions"


@pytest.mark.parametrize(
    ("quota", "expected"), [("max 100000", 8), ("200000 100000", 2), ("150000 100000", 2), ("1000 100000", 1), ("", 8)]
)
def test_a_container_has_its_share_of_the_processors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quota: str, expected: int
) -> None:
    (tmp_path / "cpu.max").write_text(f"{quota}\n")
    monkeypatch.setattr(processors, "_QUOTA", str(tmp_path / "cpu.max"))
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    assert processors.available() == expected


def test_a_processor_at_least_is_available() -> None:
    assert 1 <= processors.available() <= (os.cpu_count() or 1)
