"""Relabelling on generated inputs, beside what promtool takes and what a running Prometheus makes of it."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

from policycheck.prometheus.relabel_steps import Step, read_step, step_fault
from policycheck.prometheus.relabelling import Label, final_labels, relabel
from tests.prometheus.generated import any_step, labels, step
from tests.prometheus.promtool import accepted, all_targets, needs_prometheus, running

Steps = list[dict[str, object]]
OWN = {"__address__", "__metrics_path__", "__scheme__", "__scrape_interval__", "__scrape_timeout__"}


def config(*jobs: tuple[str, dict[str, str], Steps]) -> str:
    """JSON is YAML, and quotes what must be."""
    scraped = [
        {
            "job_name": name,
            "static_configs": [{"targets": ["127.0.0.1:1"], "labels": given}],
            "relabel_configs": steps,
            "scrape_interval": "1h",
        }
        for name, given, steps in jobs
    ]
    return json.dumps({"scrape_configs": scraped}, ensure_ascii=False)


def of_samples(step: dict[str, object]) -> str:
    """Of targets promtool would also say that one has no address left."""
    return json.dumps({"scrape_configs": [{"job_name": "j", "metric_relabel_configs": [step]}]}, ensure_ascii=False)


def test_steps_are_refused_where_promtool_refuses_them(tmp_path: Path) -> None:
    needs_prometheus()
    random = Random(20260801)  # noqa: S311 - the same inputs in each run
    steps = [any_step(random) for _ in range(500)]
    ours = [step_fault(read_step(one)) for one in steps]
    theirs = accepted("config", [of_samples(one) for one in steps], tmp_path)
    differ = [(one, fault) for one, fault, taken in zip(steps, ours, theirs, strict=True) if bool(fault) == taken]
    assert differ == []
    assert min(theirs.count(True), theirs.count(False)) > 100


def outcome(name: str, given: dict[str, str], steps: list[Step]) -> dict[str, str] | None:
    """The labels that we expect; None where the target is dropped."""
    own = {
        "job": name,
        "__address__": "127.0.0.1:1",
        "__metrics_path__": "/metrics",
        "__scheme__": "http",
        "__scrape_interval__": "1h",
        "__scrape_timeout__": "10s",
    }
    found = relabel({key: Label(value) for key, value in {**own, **given}.items()}, steps)
    if found is None:
        return None
    if not found.keys() >= OWN:
        raise AssertionError("not generated: " + name)
    final = {key: str(label.value) for key, label in final_labels(found).items()}
    return {"instance": "127.0.0.1:1", **final}


def drawn(random: Random, number: int) -> tuple[str, dict[str, str], Steps]:
    """A job that leaves its target an address: without one Prometheus has nothing to scrape."""
    while True:
        given, steps = labels(random), [step(random) for _ in range(random.randint(1, 6))]
        read = [read_step(one) for one in steps]
        if any(map(step_fault, read)):
            continue
        own = {name: Label("x") for name in OWN}
        found = relabel({**own, **{key: Label(value) for key, value in given.items()}}, read)
        if found is None or found.keys() >= OWN:
            return f"job-{number}", given, steps


def test_a_running_prometheus_makes_the_same_labels(tmp_path: Path) -> None:
    needs_prometheus()
    random = Random(20260802)  # noqa: S311 - the same inputs in each run
    jobs = [drawn(random, number) for number in range(400)]
    expected = {name: outcome(name, given, [read_step(one) for one in steps]) for name, given, steps in jobs}
    with running(config(*jobs), tmp_path) as url:
        found = all_targets(url, len(jobs))
    made = {str(target["scrapePool"]): target["labels"] for target in found["activeTargets"]}
    differ = {
        name: (steps, given, expected[name], made.get(name))
        for name, given, steps in jobs
        if expected[name] != made.get(name)
    }
    assert differ == {}
    assert len(found["droppedTargets"]) == len(jobs) - len(made) > 30  # of those it does not always tell the job
    assert sum(len(labels) > 3 for labels in made.values()) > 80
