"""What is scraped, as monitors and prometheus.yml write it: each endpoint with its relabelling (semantics B5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policycheck.kubernetes import reading
from policycheck.model import Path, Value
from policycheck.prometheus.relabel_steps import Step, read_step
from policycheck.records import Record

ENDPOINTS = {"ServiceMonitor": "endpoints", "PodMonitor": "podMetricsEndpoints"}


class Placed(Record):
    """Something written, and where. `where` says so inside a file of a ConfigMap, ""  where the path does."""

    value: Value
    path: Path
    where: str = ""


class Scrape(Record):
    """One endpoint of a monitor or one job of prometheus.yml. `static` are the labels it gives all its targets.

    `role` is how its targets are found: "service", "pod", "static" or "discovered".
    """

    body: Mapping[str, Value]
    path: Path
    role: str
    where: str = ""
    target_steps: tuple[Placed, ...] = ()
    metric_steps: tuple[Placed, ...] = ()
    static: tuple[tuple[str, Placed], ...] = ()


def steps(placed: tuple[Placed, ...]) -> list[Step]:
    """The steps read; Unreadable, at its place, for one of the wrong type."""
    found = []
    for one in placed:
        with reading.inside(*one.path):
            found.append(read_step(one.value))
    return [step._replace(path=one.path) for step, one in zip(found, placed, strict=True)]


def of_monitor(kind: str, body: Mapping[str, Value]) -> Iterator[Scrape]:
    """The endpoints of a ServiceMonitor or PodMonitor."""
    field, spec = ENDPOINTS[kind], _spec(body)
    for number, endpoint in enumerate(_list(spec, field, ("spec",))):
        path = ("spec", field, number)
        with reading.inside(*path):
            written = reading.mapping(endpoint, "an endpoint")
        yield Scrape(
            body=written,
            path=path,
            role="service" if kind == "ServiceMonitor" else "pod",
            target_steps=_placed(written, "relabelings", path),
            metric_steps=_placed(written, "metricRelabelings", path),
        )


def of_probe(body: Mapping[str, Value]) -> Iterator[Scrape]:
    """The targets of a Probe: static ones and ingresses."""
    spec = _spec(body)
    targets = _mapping(spec, "targets", ("spec",))
    for field in ("staticConfig", "ingress"):
        path: Path = ("spec", "targets", field)
        chosen = _mapping(targets, field, path[:-1])
        if chosen:
            yield Scrape(
                body=spec,
                path=("spec",),
                role="static" if field == "staticConfig" else "discovered",
                target_steps=_placed(chosen, "relabelingConfigs", path),
                metric_steps=_placed(spec, "metricRelabelings", ("spec",)),
                static=_labels(chosen, "labels", path),
            )


def of_scrape_config(body: Mapping[str, Value]) -> Iterator[Scrape]:
    """A ScrapeConfig of the operator."""
    spec = _spec(body)
    static: list[tuple[str, Placed]] = []
    for number, one in enumerate(_list(spec, "staticConfigs", ("spec",))):
        path = ("spec", "staticConfigs", number)
        with reading.inside(*path):
            static += _labels(reading.mapping(one, "a static config"), "labels", path)
    yield Scrape(
        body=spec,
        path=("spec",),
        role="discovered",
        target_steps=_placed(spec, "relabelings", ("spec",)),
        metric_steps=_placed(spec, "metricRelabelings", ("spec",)),
        static=tuple(static),
    )


def of_file(config: Mapping[str, Value], path: Path, file: str) -> Iterator[Scrape]:
    """The jobs of a prometheus.yml; all of them stand at `path`, the entry of the ConfigMap."""
    with reading.inside(*path):
        jobs = reading.sequence(config.get("scrape_configs"), "a list of scrape_configs")
        for number, job in enumerate(jobs):
            yield _job(reading.mapping(job, "a scrape config"), path, f"scrape_configs[{number}] of {file}")


def _job(job: dict[str, Value], path: Path, where: str) -> Scrape:
    roles = [one.get("role") for one in _mappings(job.get("kubernetes_sd_configs"))]
    static = [
        (name, Placed(value, path, f"static_configs[{number}] of {where}"))
        for number, one in enumerate(_mappings(job.get("static_configs")))
        for name, value in reading.mapping(one.get("labels"), "a mapping of labels").items()
    ]
    return Scrape(
        body=job,
        path=path,
        role="pod" if {"pod", "endpoints", "endpointslice"} & set(map(str, roles)) else "discovered",
        where=where,
        target_steps=_in_file(job, "relabel_configs", path, where),
        metric_steps=_in_file(job, "metric_relabel_configs", path, where),
        static=tuple(static),
    )


def _in_file(job: Mapping[str, Value], field: str, path: Path, where: str) -> tuple[Placed, ...]:
    listed = reading.sequence(job.get(field), f"a list of {field}")
    return tuple(Placed(one, path, f"{field}[{number}] of {where}") for number, one in enumerate(listed))


def _placed(body: Mapping[str, Value], field: str, path: Path) -> tuple[Placed, ...]:
    listed = _list(body, field, path)
    return tuple(Placed(one, (*path, field, number)) for number, one in enumerate(listed))


def _labels(body: Mapping[str, Value], field: str, path: Path) -> tuple[tuple[str, Placed], ...]:
    written = _mapping(body, field, path)
    return tuple((name, Placed(value, (*path, field, name))) for name, value in written.items())


def _spec(body: Mapping[str, Value]) -> dict[str, Value]:
    return _mapping(body, "spec", ())


def _mapping(body: Mapping[str, Value], field: str, path: Path) -> dict[str, Value]:
    with reading.inside(*path, field):
        return reading.mapping(body.get(field), f"a {field}")


def _list(body: Mapping[str, Value], field: str, path: Path) -> list[Value]:
    with reading.inside(*path, field):
        return reading.sequence(body.get(field), f"a list of {field}")


def _mappings(value: Value) -> list[dict[str, Value]]:
    return [one for one in reading.sequence(value, "a list") if isinstance(one, dict)]
