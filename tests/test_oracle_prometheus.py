"""What promtool and a running Prometheus said of small inputs, and what our knowledge and the bundled policies say."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from policycheck.model import Outcome, Value
from policycheck.prometheus.names import is_reserved
from policycheck.prometheus.relabel_steps import read_step, step_fault
from policycheck.prometheus.relabelling import UNKNOWN, Label, final_labels, relabel
from tests.runs import bundled, judged

CASES = yaml.safe_load(
    (Path(__file__).parents[1] / "fixtures/oracle-prometheus/cases.yaml").read_text(encoding="utf-8")
)
ADDRESS = "127.0.0.1:19191"
OF_ROW = {"B5.5": "scrape-timeout-within-interval", "B5.6": "relabel-step-valid", "B5.19": "relabel-step-valid"}
"""Row -> the policy that speaks of a refused configuration."""


class Job(NamedTuple):
    given: dict[str, str]
    target: list[Value]
    metric: list[Value]


def of(tool: str) -> list[object]:
    return [pytest.param(case, id=case["id"]) for case in CASES if case["tool"] == tool]


def errors_of(manifest: str) -> list[Outcome]:
    outcomes = judged(manifest, *bundled())
    assert not [outcome.reason for outcome in outcomes if outcome.status == "error"]
    return [one for one in outcomes if one.status == "fail" and one.severity == "error"]


def in_config_map(name: str, text: str) -> str:
    body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "prometheus"}, "data": {name: text}}
    return yaml.safe_dump(body, sort_keys=False, allow_unicode=True)


def job(case: dict[str, str]) -> Job:
    body = yaml.safe_load(case["input"])
    (static,) = body["static_configs"]
    return Job(static["labels"], body.get("relabel_configs", []), body.get("metric_relabel_configs", []))


def test_the_cases_were_read() -> None:
    assert len(CASES) == 31
    tools = {case["tool"] for case in CASES}
    assert tools == {"promtool check rules", "promtool check config", "prometheus scrape job", "prometheus rule"}


@pytest.mark.parametrize("case", of("promtool check rules"))
def test_a_rule_file_that_promtool_refuses_has_an_error_and_another_has_none(case: dict[str, str]) -> None:
    found = {outcome.policy.id for outcome in errors_of(case["input"])}
    reserved = {"rule-label-not-reserved"} if case["id"] == "prom-020" else set()  # accepted, stored, and an error here
    assert bool(found - reserved) == (case["verdict"] == "rejected"), found
    assert found & reserved == reserved


@pytest.mark.parametrize("case", of("promtool check config"))
def test_a_configuration_that_promtool_refuses_has_an_error_and_another_has_none(case: dict[str, str]) -> None:
    found = {outcome.policy.id for outcome in errors_of(in_config_map("prometheus.yml", case["input"]))}
    assert found == ({OF_ROW[case["row"]]} if case["verdict"] == "rejected" else set())


@pytest.mark.parametrize("name", ["prom-r01", "prom-r02", "prom-r06", "prom-r24"])
def test_a_target_has_the_labels_that_prometheus_gave_it(name: str) -> None:
    (case,) = [case for case in CASES if case["id"] == name]
    given, target, _ = job(case)
    steps = [read_step(step) for step in target]
    assert [step_fault(step) for step in steps] == [""] * len(steps)
    own = {"__address__": Label(ADDRESS), "job": Label(case["result"]["job"])}
    found = relabel({**own, **{key: Label(value) for key, value in given.items()}}, steps)
    assert found is not None
    made = {key: label.value for key, label in final_labels(found).items()}
    assert {"instance": ADDRESS, **made} == case["result"]


def test_a_target_that_says_true_in_capitals_is_dropped_and_one_with_a_name_for_a_port_keeps_its_address() -> None:
    dropped, kept = (next(case for case in CASES if case["id"] == name) for name in ("prom-r15", "prom-r17"))
    labels = {key: Label(value) for key, value in job(dropped).given.items()}
    assert relabel(labels, [read_step(step) for step in job(dropped).target]) is None
    labels = {"__address__": Label(ADDRESS), "__meta_port": Label("metrics")}
    found = relabel(labels, [read_step(step) for step in job(kept).target])
    assert found is not None
    assert found["__address__"].value == ADDRESS


def test_samples_are_relabelled_as_prometheus_did() -> None:
    (case,) = [case for case in CASES if case["id"] == "prom-r07"]
    steps = [read_step(step) for step in job(case).metric]
    paths = [relabel({"path": Label(path)}, steps) for path in ("/cart/77/items/3", "/health")]
    assert [found["path"].value for found in paths if found] == case["result"]


def test_a_reserved_label_stays_on_a_sample_and_a_policy_says_so() -> None:
    (case,) = [case for case in CASES if case["id"] == "prom-r21"]
    steps = [read_step(step) for step in job(case).metric]
    found = relabel({"__name__": Label("vary"), "instance": Label(ADDRESS), "job": Label("r")}, steps)
    assert {key: label.value for key, label in (found or {}).items()} == case["result"]
    assert [name for name in found or {} if is_reserved(name)] == ["__name__", "__tmp_x"]
    text = yaml.safe_dump({"scrape_configs": [{"job_name": "r", **yaml.safe_load(case["input"])}]})
    assert "relabel-result-not-reserved" in {one.policy.id for one in errors_of(in_config_map("prometheus.yml", text))}
    assert relabel({"__name__": Label(UNKNOWN)}, steps, ("",)) is not None


@pytest.mark.parametrize(("name", "policy"), [("prom-r08", "labeldrop-spares-identity")])
def test_a_job_that_loses_samples_has_an_error(name: str, policy: str) -> None:
    (case,) = [case for case in CASES if case["id"] == name]
    text = yaml.safe_dump({"scrape_configs": [{"job_name": "g", **yaml.safe_load(case["input"])}]})
    assert {one.policy.id for one in errors_of(in_config_map("prometheus.yml", text))} == {policy}


def test_pushed_labels_that_are_renamed_are_an_error_of_a_pushgateway_only() -> None:
    (case,) = [case for case in CASES if case["id"] == "prom-r09"]
    for name, expected in (("pushgateway", {"pushgateway-honors-labels"}), ("web", set())):
        text = yaml.safe_dump({"scrape_configs": [{"job_name": name, **yaml.safe_load(case["input"])}]})
        assert {one.policy.id for one in errors_of(in_config_map("prometheus.yml", text))} == expected


@pytest.mark.parametrize(
    ("name", "policy", "severity"),
    [
        ("prom-r33", "alert-labels-without-value", "error"),
        ("prom-r37", "recording-label-not-templated", "warning"),
    ],
)
def test_a_rule_that_does_not_do_what_it_says_has_a_finding(name: str, policy: str, severity: str) -> None:
    (case,) = [case for case in CASES if case["id"] == name]
    found = [one for one in judged(case["input"], *bundled()) if one.status == "fail" and one.policy.id == policy]
    assert [one.severity for one in found] == [severity]
