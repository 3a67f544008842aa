"""What is scraped and how it is relabelled: monitors, probes, and the jobs of a prometheus.yml in a ConfigMap."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from policycheck.index import scrapes as joined
from policycheck.kubernetes import reading
from policycheck.language.context import Context
from policycheck.language.functions.strings import text_of
from policycheck.language.items import Item, computed
from policycheck.model import Path, Value
from policycheck.prometheus import scrapes
from policycheck.prometheus.config_files import prometheus_files
from policycheck.prometheus.names import collisions
from policycheck.prometheus.patterns import matches_whole
from policycheck.prometheus.relabel_steps import ACTIONS_OF_OPERATOR, read_step, step_fault
from policycheck.prometheus.scrapes import Placed, Scrape

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings


def scrape_endpoints(bindings: Bindings) -> list[Item]:
    """`scrape_endpoints()`: endpoints of a monitor, jobs of a prometheus.yml: {interval, path, ..., inside}."""
    return bindings.context.collection(_endpoints).elements()


def relabel_steps(bindings: Bindings) -> list[Item]:
    """`relabel_steps()`: every step: {action, sourceLabels, targetLabel, regex, ..., phase, inside}."""
    # `phase` is target (relabelings) or metric (metricRelabelings); a prometheus.yml is given in the same words.
    return bindings.context.collection(_steps).elements()


def scraped_labels(bindings: Bindings) -> list[Item]:
    """`scraped_labels()`: labels that all series of an endpoint end with: {name, value, by, rewritten, inside}."""
    # The steps are carried out over the labels of the Services and pods that are joined. `by` is the action that made a
    # label, or targetLabels, podTargetLabels, static; `rewritten`: a step made it of its old value.
    return bindings.context.collection(_labels).elements()


def static_labels(bindings: Bindings) -> list[Item]:
    """`static_labels()`: labels written out for targets or for all that is sent: {name, value, of, inside}."""
    return bindings.context.collection(_static).elements()


def copied_labels(bindings: Bindings) -> list[Item]:
    """`copied_labels()`: keys in targetLabels and podTargetLabels, and in jobLabel none: {key, of}."""
    resource = bindings.context.resource
    return [
        Item({"key": key, "of": field}, path, made=True)
        for field in ("targetLabels", "podTargetLabels")
        for key, path in joined.copied_keys(resource, field)
    ]


def relabel_fault(_: Bindings, step: Value) -> str:
    """`relabel_fault(step)`: why Prometheus refuses a step of relabelling, or ""."""
    return step_fault(read_step(step))


def drops_label(_: Bindings, step: Value, name: Value) -> bool:
    """`drops_label(step, 'le')`: whether a labeldrop or labelkeep takes the label away."""
    read, label = read_step(step), text_of(name)
    if label is None or step_fault(read) or read.action not in {"labeldrop", "labelkeep"}:
        return False
    return matches_whole(read.regex, label) == (read.action == "labeldrop")


def is_relabel_action(_: Bindings, action: Value) -> bool:
    """`is_relabel_action(action)`: whether the schema of monitors takes it: replace or Replace, not REPLACE."""
    return reading.text(action, "an action") in ACTIONS_OF_OPERATOR


def colliding_labels(bindings: Bindings) -> list[Value]:
    """`colliding_labels()`: labels of the pods that Prometheus writes alike: {name, keys}."""
    pod = bindings.context.pod
    metadata = pod.body.get("metadata") if pod else None
    labels = metadata.get("labels") if isinstance(metadata, dict) else None
    keys = list(labels) if isinstance(labels, dict) else []
    return [{"name": name, "keys": list(found)} for name, found in collisions(keys).items()]


def _inside(where: str) -> str:
    """What a message ends with: in which part of a file of a ConfigMap it is, "" where the place says so."""
    return f" ({where})" if where else ""


def _scrapes(context: Context) -> list[Scrape]:
    return context.remembered(_scrapes, lambda: list(_found(context)))


def _found(context: Context) -> Iterator[Scrape]:
    kind, body = context.resource.kind, context.resource.body
    if kind in scrapes.ENDPOINTS:
        yield from scrapes.of_monitor(kind, body)
    elif kind == "Probe":
        yield from scrapes.of_probe(body)
    elif kind == "ScrapeConfig":
        yield from scrapes.of_scrape_config(body)
    elif kind == "ConfigMap":
        for file in prometheus_files(body):
            yield from scrapes.of_file(file.body, file.path, file.name)


def _endpoints(context: Context) -> Item:
    return computed([_endpoint(scrape) for scrape in _scrapes(context)])


def _endpoint(scrape: Scrape) -> Item:
    """In the words of a monitor's endpoint, whatever it is."""
    told = {**scrape.body, "inside": _inside(scrape.where)}
    for word, others in (
        ("interval", ("scrapeInterval", "scrape_interval")),
        ("scrapeTimeout", ("scrape_timeout",)),
        ("honorLabels", ("honor_labels",)),
        ("path", ("metricsPath", "metrics_path")),
    ):
        for other in others:
            if other in scrape.body:
                told.setdefault(word, scrape.body[other])
    return Item(told, scrape.path, made=bool(scrape.where))


def _steps(context: Context) -> Item:
    found = []
    for scrape in _scrapes(context):
        for phase, steps in (("target", scrape.target_steps), ("metric", scrape.metric_steps)):
            found += [_step_item(phase, step) for step in steps]
    return computed(found)


def _step_item(phase: str, placed: Placed) -> Item:
    with reading.inside(*placed.path):
        step = reading.mapping(placed.value, "a relabelling step")
        read = read_step(step)
    words: dict[str, Value] = {"sourceLabels": list(read.source_labels), "targetLabel": read.target_label}
    told = {
        **step,
        **{key: value for key, value in words.items() if value},
        "phase": phase,
        "inside": _inside(placed.where),
    }
    return Item(told, placed.path, made=bool(placed.where))


def _labels(context: Context) -> Item:
    found = []
    for scrape in _scrapes(context):
        for name, label in joined.scraped_labels(context.index, context.resource, scrape).items():
            told: Value = {
                "name": name,
                "value": label.value,
                "by": label.by,
                "rewritten": label.rewritten,
                "inside": _inside(scrape.where),
            }
            if label.origin is not None:
                found.append(Item(told, label.origin, made=True))
    return computed(found)


def _static(context: Context) -> Item:
    found = [
        Item({"name": name, "value": one.value, "of": "static", "inside": _inside(one.where)}, one.path, made=True)
        for scrape in _scrapes(context)
        for name, one in scrape.static
    ]
    return computed([*found, *_external(context)])


def _external(context: Context) -> Iterator[Item]:
    """Labels that a Prometheus adds to what leaves it."""
    resource = context.resource
    holders: list[tuple[Value, Path, str]] = []
    if resource.kind in {"Prometheus", "PrometheusAgent"}:
        spec = resource.body.get("spec")
        holders = [(spec.get("externalLabels") if isinstance(spec, dict) else None, ("spec", "externalLabels"), "")]
    elif resource.kind == "ConfigMap":
        for file in prometheus_files(resource.body):
            settings = file.body.get("global")
            labels = settings.get("external_labels") if isinstance(settings, dict) else None
            holders.append((labels, file.path, f"external_labels of {file.name}"))
    for labels, path, where in holders:
        for name, value in labels.items() if isinstance(labels, dict) else ():
            told: Value = {"name": name, "value": value, "of": "external", "inside": _inside(where)}
            yield Item(told, path if where else (*path, name), made=True)


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "relabel_fault": relabel_fault,
    "drops_label": drops_label,
    "is_relabel_action": is_relabel_action,
    "colliding_labels": colliding_labels,
}
PLACED: dict[str, Callable[..., list[Item]]] = {
    "scrape_endpoints": scrape_endpoints,
    "relabel_steps": relabel_steps,
    "scraped_labels": scraped_labels,
    "static_labels": static_labels,
    "copied_labels": copied_labels,
}
