"""The charts, what Helm makes of them, and what the installed `policycheck` says of that: each asked once a session."""

from __future__ import annotations

import json
import subprocess
import sysconfig
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from policycheck.kubernetes.versions import NEWEST

ROOT = Path(__file__).resolve().parent.parent
CHARTS = ROOT / "charts"
LIBRARY = CHARTS / "go-service"
APPLICATIONS = tuple(sorted(path.parent for path in CHARTS.glob("*/Chart.yaml") if path.parent != LIBRARY))
KUBE_VERSION = "1.33"
KUBE_VERSIONS = ("1.29", KUBE_VERSION, ".".join(map(str, NEWEST)))
ALL = ("--enable", "all")
INSTALLED = str(Path(sysconfig.get_path("scripts")) / "policycheck")


class Verdict(NamedTuple):
    """Every finding counts, of whatever severity: `failed` maps the ids of policies to where and what they say."""

    exit_status: int
    failed: Mapping[str, list[str]]
    unclear: list[str]


def variants(chart: Path) -> list[Path | None]:
    """The values files that `helm` installs the chart with in CI; None is the chart's own values alone."""
    return [None, *sorted(chart.glob("ci/*-values.yaml"))]


@cache
def render(helm: str, chart: Path, values: Path | None = None, kube_version: str = KUBE_VERSION) -> str:
    """What a reader's command prints; without the empty lines, which Helm 3 and Helm 4 put otherwise."""
    done = template(helm, chart, values, kube_version)
    assert done.returncode == 0, done.stderr
    return "".join(f"{line}\n" for line in done.stdout.splitlines() if line)


def template(
    helm: str, chart: Path, values: Path | None = None, kube_version: str = KUBE_VERSION, *options: str
) -> subprocess.CompletedProcess[str]:
    """`helm template` of a chart as it lies in a fresh clone."""
    command = [helm, "template", "shop", str(chart), "--namespace=shop", f"--kube-version={kube_version}.0"]
    named = [f"--values={values}"] if values else []
    return subprocess.run([*command, *named, *options], capture_output=True, text=True, check=False)


@cache
def judge(manifests: str, *settings: str, charts: tuple[Path, ...] = (), kube_version: str = KUBE_VERSION) -> Verdict:
    """What the installed command says of what is piped into it; of the chart's own files, too."""
    options = ["--format=json", "--fail-on=info", "--namespace=shop", f"--kube-version={kube_version}"]
    files = [f"--chart={chart}" for chart in charts]
    command = [INSTALLED, "check", "-", *options, *files, *(settings or ALL)]
    # In a folder without settings, and without charts: verdicts need no template lines, which take renders.
    without = ROOT / "tests"
    done = subprocess.run(command, input=manifests, capture_output=True, text=True, check=False, cwd=without)
    return verdict_of(done)


def verdict_of(done: subprocess.CompletedProcess[str]) -> Verdict:
    """What a run with --format=json says."""
    assert done.stdout, done.stderr
    report = json.loads(done.stdout)
    failed: dict[str, list[str]] = {}
    unclear = list(map(str, report["left_out"]))
    for outcome in report["outcomes"]:
        said = [f"{finding['path']}: {finding['message']}" for finding in outcome["findings"]]
        if outcome["status"] == "fail":
            failed.setdefault(outcome["policy"], []).extend(said)
        else:
            unclear.append(f"{outcome['policy']}: {outcome['status']}: {outcome['reason']}")
    return Verdict(done.returncode, failed, unclear)
