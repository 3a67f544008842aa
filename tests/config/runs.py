"""Runs with exceptions: a small policy for each kind of place, and what is left of its findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

from policycheck import Overrides, check
from policycheck.config.effective import configure
from policycheck.language.policy_object import policy
from policycheck.model import Note, Policy, Report, Value
from tests.config.settings_texts import written

TODAY = dt.date(2026, 11, 1)

OWNED = policy(
    {
        "id": "owner-set",
        "title": "Resources name their owner",
        "severity": "error",
        "tags": ["house"],
        "match": {"kind": ["Deployment", "Service", "ConfigMap", "CronJob", "example.com/Worker"]},
        "assert": "metadata.labels.owner",
        "at": "metadata",
    }
)
LIMITED = policy(
    {
        "id": "limit-set",
        "title": "Containers have a limit",
        "severity": "error",
        "tags": ["house", "resources"],
        "match": {"pod": "any"},
        "foreach": "$allContainers",
        "assert": "resources.limits.memory",
        "at": "resources",
    }
)
PODS = policy(
    {
        "id": "pod-labelled",
        "title": "Pods have labels",
        "severity": "warning",
        "match": {"pod": "any"},
        "assert": "$pod.metadata.labels",
        "at": "spec.template",
    }
)
POLICIES = (OWNED, LIMITED, PODS)


def deployment(name: str = "web", *, namespace: str = "shop", annotations: str = "", of_pods: str = "") -> str:
    """A Deployment with two containers and an init container, a finding of each policy in each place."""
    return f"""\
# Source: shop/charts/redis/templates/{name}.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  namespace: {namespace}
  labels: {{app: {name}}}
  annotations: {{{annotations}}}
spec:
  template:
    metadata:
      annotations: {{{of_pods}}}
    spec:
      initContainers: [{{name: migrate, image: "a:1"}}]
      containers: [{{name: main, image: "a:1"}}, {{name: proxy, image: "a:1"}}]
"""


def exception(choice: str, match: Mapping[str, Value] | None = None, *, expires: str = "never") -> dict[str, Value]:
    entry: dict[str, Value] = {"policy": choice, "reason": f"reason for {choice}", "expires": expires}
    return {**entry, "match": match} if match else entry


def checked(  # noqa: PLR0913 - all but two are keywords: the options of a run
    folder: Path,
    manifests: str,
    exceptions: Sequence[Value] = (),
    *,
    ours: Sequence[Policy] = POLICIES,
    today: dt.date = TODAY,
    strict: bool = False,
    **settings: Value,
) -> Report:
    written(folder, {"policycheck.yaml": {**settings, "exceptions": list(exceptions)}})
    overrides = Overrides(policies=ours, bundled=False, kube_version="1.33")
    config = configure(str(folder / "policycheck.yaml"), overrides)
    return check(["-"], config=config, stdin=BytesIO(manifests.encode()), today=today, strict=strict)


Place = tuple[str, str, str]
"""A policy, a resource's kind and name, and the container or the key in which a finding stands."""


def places(report: Report, *, excepted: bool) -> set[Place]:
    """The findings that an exception covers, or those that none does."""
    return {
        (outcome.policy.id, outcome.resource.name, _inside(outcome.resource.body, finding.path))
        for outcome in report.outcomes
        for finding in outcome.findings
        if (finding.exception is not None) == excepted
    }


def _inside(body: Value, path: tuple[str | int, ...]) -> str:
    for part in path:
        body = body[part]  # type: ignore[index]  # the path of a finding exists
        if isinstance(part, int) and isinstance(body, dict):
            return str(body["name"])
    return ""


def texts(notes: Sequence[Note]) -> list[str]:
    return [note.text for note in notes if note.line is not None]
