"""The labels a target has before anybody relabels it: as Kubernetes discovery and prometheus-operator make them.

prometheus/prometheus discovery/kubernetes/{pod,endpoints}.go, prometheus-operator pkg/prometheus/promcfg.go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policycheck.prometheus.cardinality import ANY_POD, GENERATED
from policycheck.prometheus.names import sanitised
from policycheck.prometheus.relabelling import UNKNOWN, Label
from policycheck.records import Record

META = "__meta_kubernetes_"


class Described(Record):
    """A Service or a pod as discovery sees it. `kind` is that of the pod's workload."""

    name: str | None
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    kind: str = ""


def pod_meta(pod: Described, namespace: str | None) -> dict[str, Label]:
    """The meta labels of a pod's target: of what the workload's controller writes on it only the names are known."""
    generated = dict.fromkeys(GENERATED.get(pod.kind, ()), UNKNOWN)
    running = ("pod_name", "pod_ip", "pod_node_name", "pod_host_ip", "pod_uid", "pod_phase", "pod_ready")
    return {
        **_entries("pod_label", {**generated, **pod.labels}),
        **_entries("pod_annotation", pod.annotations),
        **{META + name: Label(UNKNOWN) for name in running},
        META + "namespace": Label(namespace),
        "__address__": Label(UNKNOWN),
    }


def unknown_pod_meta() -> dict[str, Label]:
    """Of pods that are not in the render: what every pod of some workload has."""
    return pod_meta(Described(None, dict.fromkeys(ANY_POD, ""), {}), None) | {
        f"{META}pod_label_{sanitised(key)}": Label(UNKNOWN) for key in ANY_POD
    }


def service_meta(service: Described, namespace: str | None) -> dict[str, Label]:
    return {
        **_entries("service_label", service.labels),
        **_entries("service_annotation", service.annotations),
        META + "service_name": Label(service.name),
        META + "namespace": Label(namespace),
    }


def _entries(prefix: str, entries: Mapping[str, str | None]) -> dict[str, Label]:
    """A discovered entry is two labels: its value, and `...present_...: true`."""
    found: dict[str, Label] = {}
    for key, value in entries.items():
        found[f"{META}{prefix}_{sanitised(key)}"] = Label(value)
        found[f"{META}{prefix}present_{sanitised(key)}"] = Label("true")
    return found


def copied(meta: Mapping[str, Label], of: str, keys: Iterable[tuple[str, Label]]) -> dict[str, Label]:
    """`targetLabels` or `podTargetLabels`: those that the Service or pod has, under their sanitised names.

    `keys` come with a Label that tells where each is written; `of` is "service" or "pod".
    """
    labels: dict[str, Label] = {}
    for key, written in keys:
        value = meta.get(f"{META}{of}_label_{sanitised(key)}", Label("")).value
        if value != "":
            labels[sanitised(key)] = written._replace(value=value)
    return labels
