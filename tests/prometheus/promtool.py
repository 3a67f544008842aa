"""Prometheus and promtool of the machine, Debian's package `prometheus`: what our knowledge is compared with."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

MISSING = "NOT COMPARED WITH PROMETHEUS: no promtool and prometheus on PATH; ci/tools says how to install them"


def needs_prometheus() -> None:
    """Skip, and say so, where there is no Prometheus; in CI that is a failure."""
    if shutil.which("promtool") and shutil.which("prometheus"):
        return
    if os.environ.get("CI"):
        pytest.fail(MISSING)
    pytest.skip(MISSING)


def accepted(what: str, texts: Sequence[str], folder: Path) -> list[bool]:
    """Whether `promtool check rules` or `check config` takes each text; one run for all of them."""
    files = []
    for number, text in enumerate(texts):
        file = folder / f"{number}.yml"
        file.write_text(text, encoding="utf-8")
        files.append(str(file))
    options = ["--lint=none"] if what == "rules" else []  # an opinion is no refusal
    said = subprocess.run(["promtool", "check", what, *options, *files], capture_output=True, text=True, check=False)
    verdicts = {}
    for part in said.stdout.split("Checking ")[1:]:
        verdicts[part.split("\n")[0]] = "SUCCESS" in part
    assert len(verdicts) == len(texts), said.stdout[-2000:] + said.stderr[-2000:]
    return [verdicts[file] for file in files]


@contextmanager
def running(config: str, folder: Path) -> Iterator[str]:
    """A Prometheus on a free port of loopback, its URL."""
    file = folder / "prometheus.yml"
    file.write_text(config, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = ["prometheus", f"--config.file={file}", f"--web.listen-address={address}"]
    command += [f"--storage.tsdb.path={folder / 'data'}", "--log.level=error"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            yield f"http://{address}"
        finally:
            process.terminate()


def asked(url: str, path: str) -> dict[str, list[dict[str, dict[str, str]]]]:
    with urllib.request.urlopen(f"{url}/api/v1/{path}", timeout=5) as answer:  # noqa: S310 - our own, on loopback
        found: dict[str, list[dict[str, dict[str, str]]]] = json.load(answer)["data"]
        return found


def all_targets(url: str, wanted: int) -> dict[str, list[dict[str, dict[str, str]]]]:
    """The targets, once Prometheus has found as many as there are."""
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        try:
            found = asked(url, "targets")
        except (urllib.error.URLError, ConnectionError):
            found = {}
        if len(found.get("activeTargets", [])) + len(found.get("droppedTargets", [])) >= wanted:
            return found
        time.sleep(0.3)
    raise AssertionError(f"Prometheus did not find {wanted} targets in time")
