"""Resources without a text, in renders and namespaces: what the tests of the joins stand on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

from policycheck.kubernetes.kinds import group_of
from policycheck.model import Document, Resource, Value

API_VERSIONS = {
    "Deployment": "apps/v1",
    "StatefulSet": "apps/v1",
    "PodDisruptionBudget": "policy/v1",
    "NetworkPolicy": "networking.k8s.io/v1",
    "HorizontalPodAutoscaler": "autoscaling/v2",
    "ScaledObject": "keda.sh/v1alpha1",
    "ServiceMonitor": "monitoring.coreos.com/v1",
}
"""Every other kind here is of the core group."""


def resource(  # noqa: PLR0913 - all but the kind and the name are keywords
    kind: str,
    name: str = "web",
    *,
    namespace: str | None = "shop",
    render: str = "stdin",
    labels: Value = None,
    api_version: str | None = None,
    **fields: Value,
) -> Resource:
    """A resource of this kind; `fields` are those of its body beside kind and metadata."""
    written = api_version or API_VERSIONS.get(kind, "v1")
    body: dict[str, Value] = {"apiVersion": written, "kind": kind, "metadata": {"name": name, "labels": labels}}
    body |= fields
    document = Document("stdin", 1, memoryview(b""), None, body)
    return Resource(written, group_of(written), kind, name, namespace, body, document, (), render)


def workload(
    name: str = "web",
    labels: Value = None,
    *,
    kind: str = "Deployment",
    namespace: str | None = "shop",
    render: str = "stdin",
) -> Resource:
    """A workload whose pods have these labels."""
    spec = {"template": {"metadata": {"labels": labels}, "spec": {}}}
    return resource(kind, name, namespace=namespace, render=render, spec=spec)


def names(resources: list[Resource]) -> list[str]:
    return [found.name for found in resources]


def operations(act: Callable[[], object]) -> int:
    """How many bytecodes of Python an action takes: its cost, the same on every machine."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> object:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]  # a trace function that returns itself
    try:
        act()
    finally:
        sys.settrace(before)
    return count
