"""The targets behind what is scraped: Services and pods of the render joined, and their labels before relabelling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policycheck.index.joins import Index, own_labels, pod_labels
from policycheck.index.monitors import monitored_pods, monitored_services
from policycheck.kubernetes import reading
from policycheck.model import Path, Resource, Value
from policycheck.prometheus.names import sanitised
from policycheck.prometheus.relabel_steps import step_fault
from policycheck.prometheus.relabelling import UNKNOWN, Label, final_labels, relabel
from policycheck.prometheus.scrapes import Scrape, steps
from policycheck.prometheus.targets import META, Described, copied, pod_meta, service_meta, unknown_pod_meta
from policycheck.records import Record


class Target(Record):
    """The labels of one target before relabelling; of those that begin as in `open_prefixes` more may be there."""

    labels: Mapping[str, Label]
    open_prefixes: tuple[str, ...] = ()


def scraped_labels(index: Index, resource: Resource, scrape: Scrape) -> dict[str, Label]:
    """Every label that the series of an endpoint may have from relabelling, the labels it copies and static ones.

    Of several targets each label once. What a sample has of its own is not known, so nothing is said of it.
    """
    found: dict[str, Label] = {}
    target_steps, metric_steps = steps(scrape.target_steps), steps(scrape.metric_steps)
    if any(map(step_fault, (*target_steps, *metric_steps))):
        return {}  # Prometheus takes none of it
    for target in targets(index, resource, scrape):
        relabelled = relabel(target.labels, target_steps, target.open_prefixes)
        if relabelled is None:
            continue
        sample = relabel({**final_labels(relabelled), "__name__": Label(UNKNOWN)}, metric_steps, ("",))
        found |= sample or {}
    return found


def targets(index: Index, resource: Resource, scrape: Scrape) -> Iterator[Target]:
    """One for each Service or pod that is joined; where nothing is, one of which little is known."""
    static = {name: Label(_text(one.value), one.path, "static") for name, one in scrape.static}
    if scrape.role == "service":
        yield from _of_services(index, resource)
    elif scrape.role == "pod" and resource.kind == "PodMonitor":
        yield from _of_pods(index, resource)
    elif scrape.role == "pod":
        yield Target({**unknown_pod_meta(), **static}, (META,))
    else:
        yield Target({"__address__": Label(UNKNOWN), **static}, ("__meta_",))


def _of_services(index: Index, monitor: Resource) -> Iterator[Target]:
    services = monitored_services(index, monitor)
    for service in services:
        pods = index.selected_pods(service)
        for meta, prefixes in [_pod(index, pod) for pod in pods] or [(unknown_pod_meta(), (f"{META}pod_",))]:
            own = service_meta(_described(service), service.namespace)
            yield _operated(monitor, {**meta, **own}, prefixes)
    if not services:
        yield _operated(monitor, unknown_pod_meta(), (META,))


def _of_pods(index: Index, monitor: Resource) -> Iterator[Target]:
    pods = [_pod(index, pod) for pod in monitored_pods(index, monitor)]
    for meta, prefixes in pods or [(unknown_pod_meta(), (META,))]:
        yield _operated(monitor, meta, prefixes)


def _pod(index: Index, workload: Resource) -> tuple[dict[str, Label], tuple[str, ...]]:
    """What is known of a pod, and what more there is: names of nodes and the like, no labels of its own."""
    pod = index.pod_template(workload)
    labels = pod_labels(pod) if pod else {}
    annotations = _texts(_mapping(_mapping(pod.body if pod else None).get("metadata")).get("annotations"))
    meta = pod_meta(Described(None, labels, annotations, workload.kind), workload.namespace)
    return meta, tuple(f"{META}{what}" for what in ("pod_container_", "pod_controller_", "endpoint", "node_"))


def _operated(monitor: Resource, meta: dict[str, Label], prefixes: tuple[str, ...]) -> Target:
    """What prometheus-operator puts before the steps of a monitor: the usual labels, then those it is told to copy."""
    usual = ("namespace", "service", "pod", "container", "endpoint", "job", "instance")
    labels = {**meta, **{name: Label(UNKNOWN) for name in usual}}
    for field, of in (("targetLabels", "service"), ("podTargetLabels", "pod")):
        keys = [(key, Label(UNKNOWN, path, field)) for key, path in copied_keys(monitor, field)]
        known = dict(meta)
        for key, _ in keys:
            name = f"{META}{of}_label_{sanitised(key)}"
            if name.startswith(prefixes):
                known.setdefault(name, Label(UNKNOWN))
        labels |= copied(known, of, keys)
    return Target(labels, prefixes)


def copied_keys(monitor: Resource, field: str) -> list[tuple[str, Path]]:
    """The keys in targetLabels or podTargetLabels, each with its place."""
    spec = _mapping(monitor.body.get("spec"))
    with reading.inside("spec", field):
        keys = reading.sequence(spec.get(field), "a list of labels")
        return [(reading.text(key, "a label's key"), ("spec", field, number)) for number, key in enumerate(keys) if key]


def _described(service: Resource) -> Described:
    annotations = _texts(_mapping(service.body.get("metadata")).get("annotations"))
    return Described(service.name, own_labels(service), annotations)


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else UNKNOWN


def _texts(entries: Value) -> dict[str, str]:
    return {key: value for key, value in _mapping(entries).items() if isinstance(value, str)}


def _mapping(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}
