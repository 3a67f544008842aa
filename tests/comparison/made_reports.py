"""Reports of one Deployment, made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policycheck.model import (
    Document,
    Finding,
    LeftOut,
    Loaded,
    Match,
    Outcome,
    Path,
    PolicyException,
    Render,
    Report,
    Resource,
    Value,
)
from tests.reporters.reports import policy

CONTAINERS = ("spec", "containers")
EXCEPTION = PolicyException("limit", Match(), None, None, "the vendor's", None, "policycheck.yaml", ())

Found = Sequence[tuple[Path, str]]
"""Paths and messages."""


def outcome(  # noqa: PLR0913 - what tells outcomes apart
    found: Found,
    body: Mapping[str, Value],
    *,
    name: str = "limit",
    line: int = 1,
    render: str = "default",
    api_version: str = "apps/v1",
) -> Outcome:
    document = Document(f"orders ({render})", line, memoryview(b""), "orders/templates/deployment.yaml", dict(body))
    resource = Resource(api_version, "apps", "Deployment", "web", "shop", dict(body), document, render=render)
    findings = tuple(Finding(path, message, line + number, 7) for number, (path, message) in enumerate(found))
    return Outcome(policy(name), resource, "error", "fail" if findings else "pass", findings)


def report(*outcomes: Outcome, left_out: Sequence[LeftOut] = (), renders: Sequence[str] = ("default",)) -> Report:
    policies = {one.policy.id: one.policy for one in outcomes} or {"limit": policy("limit")}
    made = tuple(Render(render, "orders", (), "1.33", values_name=render) for render in renders)
    return Report(tuple(policies.values()), outcomes, made, (Loaded("orders", 1, 1),), tuple(left_out), ())


def pod(*containers: Value) -> dict[str, Value]:
    return {"spec": {"containers": list(containers)}}
