"""The charts, what Helm makes of them, and what a check says of that: each asked once a session.

That the installed command says the same is for fixtures/cases and tests/test_docs.py.
"""

from __future__ import annotations

import subprocess
import sysconfig
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from policycheck import Overrides, check, configure
from policycheck.cli.check import EXIT_STATUS
from policycheck.config.effective import Config
from policycheck.kubernetes.versions import NEWEST
from policycheck.model import Report, dotted
from policycheck.renderers.choose import quickest
from policycheck.renderers.rendering import render as made_by
from policycheck.renderers.request import RenderRequest
from tests.runs import TODAY

ROOT = Path(__file__).resolve().parent.parent
CHARTS = ROOT / "charts"
LIBRARY = CHARTS / "go-service"
APPLICATIONS = tuple(sorted(path.parent for path in CHARTS.glob("*/Chart.yaml") if path.parent != LIBRARY))
KUBE_VERSION = "1.33"
KUBE_VERSIONS = ("1.29", KUBE_VERSION, ".".join(map(str, NEWEST)))
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


@cache
def rendered(chart: Path, values: Path | None = None, kube_version: str = KUBE_VERSION) -> str:
    """The same, of Helm in process, which is quicker: tests/renderers/test_identity.py shows that it is the same."""
    files = () if values is None else (str(values),)
    request = RenderRequest(str(chart), files, release="shop", namespace="shop", kube_version=kube_version)
    text = made_by(request, quickest().renderer)
    assert isinstance(text, str), f"{chart} is a library"
    return text


def template(
    helm: str, chart: Path, values: Path | None = None, kube_version: str = KUBE_VERSION, *options: str
) -> subprocess.CompletedProcess[str]:
    """`helm template` of a chart as it lies in a fresh clone."""
    command = [helm, "template", "shop", str(chart), "--namespace=shop", f"--kube-version={kube_version}.0"]
    named = [f"--values={values}"] if values else []
    return subprocess.run([*command, *named, *options], capture_output=True, text=True, check=False)


@cache
def judge(
    manifests: str,
    *,
    settings: Path | None = None,
    without: str | None = None,
    charts: tuple[Path, ...] = (),
    kube_version: str = KUBE_VERSION,
) -> Verdict:
    """What a check says of what is piped into it, and of charts' own files: by every policy, or as settings say."""
    config = _config(settings, without, kube_version)
    named = list(map(str, charts))
    return verdict_of(check(["-"], config=config, charts=named, stdin=BytesIO(manifests.encode()), today=TODAY))


@cache
def _config(settings: Path | None, without: str | None, kube_version: str) -> Config:
    every, none = () if settings else ("all",), () if without is None else (without,)
    overrides = Overrides(namespace="shop", kube_version=kube_version, fail_on="info", enable=every, disable=none)
    return configure(None if settings is None else str(settings), overrides)


def verdict_of(report: Report) -> Verdict:
    failed: dict[str, list[str]] = {}
    unclear = list(map(str, report.left_out))
    for outcome in report.outcomes:
        if outcome.status == "fail":
            said = [f"{dotted(finding.path)}: {finding.message}" for finding in outcome.findings]
            failed.setdefault(outcome.policy.id, []).extend(said)
        elif outcome.status not in {"pass", "skip"}:
            unclear.append(f"{outcome.policy.id}: {outcome.status}: {outcome.reason}")
    return Verdict(EXIT_STATUS[report.verdict], failed, unclear)
