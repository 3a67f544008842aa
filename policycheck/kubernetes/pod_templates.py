"""Where each kind keeps its pod template, and what is known of the pods made from it (semantics 0.1)."""

from __future__ import annotations

from collections.abc import Mapping

from policycheck.errors import UsageError
from policycheck.kubernetes import reading
from policycheck.model import Path, Value
from policycheck.records import Record


class Carrier(Record):
    """A kind that carries a pod template.

    `path` leads from the object's root to the template, () for a Pod. `scalable`: it has the scale subresource, so a
    budget may be a percentage. `pdb_relevant`: a drain evicts its pods, so a budget can protect them.
    """

    path: Path
    long_running: bool = True
    scalable: bool = False
    pdb_relevant: bool = False


class PodTemplate(Record):
    """The template in an object's body, or the Pod itself. `path` as in its carrier."""

    body: dict[str, Value]
    path: Path
    carrier: Carrier


Carriers = Mapping[tuple[str, str], Carrier]
"""(group, kind) -> its carrier."""

_TEMPLATE: Path = ("spec", "template")
_REPLICATED = Carrier(_TEMPLATE, scalable=True, pdb_relevant=True)
_PER_NODE = Carrier(_TEMPLATE)
_POD = Carrier((), pdb_relevant=True)

CARRIERS: Carriers = {
    ("apps", "Deployment"): _REPLICATED,
    ("apps", "ReplicaSet"): _REPLICATED,
    ("apps", "StatefulSet"): _REPLICATED,
    ("apps", "DaemonSet"): _PER_NODE,
    ("extensions", "Deployment"): _REPLICATED,
    ("extensions", "ReplicaSet"): _REPLICATED,
    ("extensions", "DaemonSet"): _PER_NODE,
    ("", "ReplicationController"): _REPLICATED,
    ("", "Pod"): _POD,
    ("batch", "Job"): Carrier(_TEMPLATE, long_running=False),
    ("batch", "CronJob"): Carrier(("spec", "jobTemplate", *_TEMPLATE), long_running=False),
    ("argoproj.io", "Rollout"): _REPLICATED,
    ("apps.openshift.io", "DeploymentConfig"): _REPLICATED,
    ("serving.knative.dev", "Service"): Carrier(_TEMPLATE),
    ("keda.sh", "ScaledJob"): Carrier(("spec", "jobTargetRef", "template"), long_running=False),
}


def carriers(configured: Mapping[str, Value]) -> Carriers:
    """Add a user's own kinds to the table; one that is in it is replaced.

    `configured` is "group/Kind" -> {path: spec.worker.template, longRunning: true, scalable: false}; only `path` is
    required. Raises UsageError for anything else.
    """
    return {**CARRIERS, **dict(_carrier(name, entry) for name, entry in configured.items())}


def _carrier(name: str, entry: Value) -> tuple[tuple[str, str], Carrier]:
    group, slash, kind = name.rpartition("/")
    if not (group and slash and kind):
        raise UsageError(f'"{name}" names no kind with a pod template; write it as group/Kind')
    options = entry if isinstance(entry, dict) else {}
    path = options.get("path")
    long_running, scalable = options.get("longRunning", True), options.get("scalable", False)
    if (
        options.keys() - {"path", "longRunning", "scalable"}
        or not (isinstance(path, str) and all(path.split(".")))
        or not (isinstance(long_running, bool) and isinstance(scalable, bool))
    ):
        raise UsageError(f'"{name}": write {{path: spec.template, longRunning: true, scalable: false}}')
    return (group, kind), Carrier(tuple(path.split(".")), long_running, scalable, pdb_relevant=scalable)


def pod_template(body: Mapping[str, Value], group: str, kind: str, table: Carriers = CARRIERS) -> PodTemplate | None:
    """Return the pod template of an object; None where its kind carries none or none is written.

    Raises Unreadable where something else stands in its place.
    """
    carrier = table.get((group, kind))
    if carrier is None:
        return None
    found: Value = body
    for part in carrier.path:
        found = reading.mapping(found, "a mapping with a pod template").get(str(part))
    if found is None:
        return None
    return PodTemplate(reading.mapping(found, "a pod template"), carrier.path, carrier)


def pod_spec(pod: PodTemplate) -> dict[str, Value]:
    """Return the template's spec, empty where it has none."""
    return reading.mapping(pod.body.get("spec"), "a pod spec")


def is_long_running(pod: PodTemplate) -> bool:
    """Whether its pods are meant to stay: a kind's choice, and for a bare Pod its restartPolicy's (absent: Always)."""
    if pod.carrier.path:
        return pod.carrier.long_running
    policy = reading.text(pod_spec(pod).get("restartPolicy"), "a restartPolicy") or "Always"
    if policy not in {"Always", "OnFailure", "Never"}:
        raise reading.refused(policy, "a restartPolicy")
    return policy == "Always"
