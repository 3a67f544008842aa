"""`policycheck watch`, as an author uses it: files are saved, lines are read."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from policycheck.cli import run
from tests.charts import CHARTS

PATIENCE = 120
"""Seconds: of a test machine that is busy with others."""


class Watch:
    """A running `policycheck watch`, whose rounds are read one by one."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        self._number = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "policycheck", "watch", *arguments],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put("")  # there will be no other

    def round(self) -> str:
        """What the next round prints, without its number and time."""
        self._number += 1
        text = ""
        while True:
            line = self._lines.get(timeout=PATIENCE)
            assert line, f"it has ended, in place of a round: {text}"
            if line.startswith(f"round {self._number}"):
                return text + line.removeprefix(f"round {self._number}").rpartition("; ")[0].lstrip(",: ")
            text += line

    def after(self, path: str, change: Callable[[str], str]) -> str:
        """Save a file as editors do, a new one in the place of the old, and give the round that follows."""
        text = change((self.folder / path).read_text(encoding="utf-8"))
        unfinished = self.folder / f"{path}.tmp"
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(self.folder / path)
        return self.round()

    def interrupt(self) -> tuple[int, str]:
        """The exit status, and what is printed after the last round that was read."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        status = self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        rest = ""
        while not self._lines.empty():
            rest += self._lines.get()
        return status, rest

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join(PATIENCE)
        assert self._process.stdout is not None
        self._process.stdout.close()


_POLICY = """\
apiVersion: policycheck/v1
id: ID
title: Deployments have the label LABEL
severity: error
rationale: Somebody must know whom to ask.
remediation: Add it.
match: {kind: Deployment}
assert: metadata.labels."LABEL"
at: metadata.labels
message: no label LABEL
examples:
  pass:
    - {name: labelled, manifest: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, labels: {LABEL: me}}}"}
  fail:
    - name: unlabelled
      manifest: "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, labels: {a: b}}}"
      at: [Deployment/a metadata.labels]
"""


def policy(policy_id: str, label: str) -> str:
    """A policy by which every Deployment has a label."""
    return _POLICY.replace("ID", policy_id).replace("LABEL", label)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two charts and their library, with a policy of our own."""
    for name in ("orders", "go-service"):
        shutil.copytree(CHARTS / name, tmp_path / "charts" / name, symlinks=True)
    (tmp_path / "policies/team").mkdir(parents=True)
    text = policy("named", "app.kubernetes.io/name")
    (tmp_path / "policies/team/named.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "policycheck.yaml").write_text("namespace: shop\nkubeVersion: '1.33'\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def watch(folder: Path) -> Iterator[Watch]:
    running = Watch(folder, "charts/orders", "--policies", "policies")
    yield running
    running.end()


README = CHARTS.parent / "README.md"
VALUES = "charts/orders/values.yaml"
BUDGET, NO_BUDGET = (f"podDisruptionBudget:\n  enabled: {is_on}" for is_on in ("true", "false"))
DEPLOYMENT = "charts/orders/templates/deployment.yaml"


def test_an_evening_of_an_author(watch: Watch, folder: Path) -> None:
    (folder / "policies/team/unfinished.yaml.tmp").write_text("{", encoding="utf-8")
    first = watch.round()
    assert "passed: " in first
    named = "charts/go-service, charts/orders, policies and 1 more"
    assert first.endswith(f"watching {named}; Ctrl-C ends\npassed, 0 findings in 4 renders")

    new = watch.after(VALUES, lambda text: text.replace(BUDGET, NO_BUDGET))
    assert "  new       error: Deployment orders: Deployment/orders keeps 2 replicas and no PodDisruptionBudget" in new
    assert f"            {DEPLOYMENT}:1 metadata.name [pdb-present]\n" in new
    assert "            in orders (ci/production-values.yaml)\n" in new
    assert new.rpartition("\n")[0] in README.read_text(encoding="utf-8"), f"the README shows another round: {new}"
    assert new.endswith(f"{VALUES}: 3 new; failed, 3 findings in 4 renders")

    moved = watch.after(VALUES, lambda text: "# A comment moves every line.\n" + text)
    assert moved == f"{VALUES}: nothing changed; failed, 3 findings in 4 renders"

    broken = watch.after(DEPLOYMENT, lambda text: text + '{{ fail "not yet" }}\n')
    assert f"  broken    {DEPLOYMENT}:2: does not render: not yet\n" in broken
    assert "mended" not in broken
    assert broken.endswith("4 broken; not checked, 0 findings and 3 not looked at in 4 renders, 4 of them broken")

    whole = watch.after(DEPLOYMENT, lambda text: text.partition("{{ fail")[0])
    assert f"  mended    {DEPLOYMENT}: it renders again\n" in whole
    assert whole.endswith("4 no longer broken; failed, 3 findings in 4 renders")

    mended = watch.after(VALUES, lambda text: text.replace(NO_BUDGET, BUDGET))
    assert "  mended    error: Deployment orders: Deployment/orders keeps" in mended
    assert mended.endswith("3 mended; passed, 0 findings in 4 renders")

    assert watch.interrupt() == (130, "")


def test_the_library_the_settings_and_the_policies_are_watched_too(watch: Watch, folder: Path) -> None:
    watch.round()
    of_library = watch.after("charts/go-service/templates/_probes.tpl", lambda text: text + "{{/* later */}}\n")
    assert "charts/go-service/templates/_probes.tpl: nothing changed" in of_library

    misspelt = watch.after("policycheck.yaml", lambda text: text + "failOnn: error\n")
    assert "  broken    policycheck.yaml:3: " in misspelt
    assert misspelt.endswith("policycheck.yaml: broken; not checked")
    assert "nothing changed" in watch.after("policycheck.yaml", lambda text: text.partition("failOnn")[0])

    (folder / "prod.yaml").write_text("replicaCount: 3\n", encoding="utf-8")
    sets = "charts: {charts/orders: {values: {prod: [../../prod.yaml]}}}\n"
    assert "in 5 renders" in watch.after("policycheck.yaml", lambda text: text + sets)
    broken = watch.after("prod.yaml", lambda text: text.replace("3", "many"))
    assert "  broken    prod.yaml:1: does not render: " in broken
    assert "1 no longer broken" in watch.after("prod.yaml", lambda text: text.replace("many", "3"))

    (folder / "policies/team/owner-set.yaml").write_text(policy("owner-set", "owner"), encoding="utf-8")
    came = watch.round()
    assert "  new       error: Deployment orders: no label owner\n" in came
    off = watch.after("policycheck.yaml", lambda text: text + "policies: {owner-set: off}\n")
    assert "  off       error: Deployment orders: no label owner\n" in off
    assert "mended" not in off


def test_a_chart_that_is_not_there_is_one_line(folder: Path) -> None:
    command = [sys.executable, "-m", "policycheck", "watch", "charts/nowhere"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "policycheck: charts/nowhere: no such folder or file; name a chart\n"


def test_without_watchfiles_it_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    assert run(["watch", os.fspath(folder / "charts/orders")]) == 2
    said = "policycheck: watch needs watchfiles; `pip install 'policycheck[watch]'` brings it\n"
    assert capsys.readouterr() == ("", said)
