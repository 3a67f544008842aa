"""What a real API server answered to small objects, and what the bundled policies say of them.

A policy that `breaks: install` claims that the API server refuses the object: it must speak of what was refused, at the
place the server named, and of nothing that was accepted. So must "cannot be judged", which says the same of a value.
What a server drops, or takes with a warning, is for each policy to judge, but some policy must speak of it there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from policycheck import Overrides
from policycheck.language.places import nearest
from policycheck.model import Finding, Outcome, Report, Value
from policycheck.model import Path as Place
from tests.runs import checked

FOLDER = Path(__file__).parents[1] / "fixtures/oracle"
AREAS = ("autoscaling", "availability", "manifests", "monitors", "probes", "resources", "rollouts", "secrets")
CLUSTER = Overrides(kube_version="1.36")
"""The server that answered; the policies that are on by default."""

API_PATH = re.compile(r"\b((?:spec|metadata|data|stringData)(?:\.\w+|\[[^\]]+\])*)")
STEP = re.compile(r"\w+|(?<=\[)[^\]]+")


class Case(NamedTuple):
    """`said` is the server's message, or its warning where it accepted; `lenient`: unknown fields were let pass."""

    id: str
    manifests: str
    rejected: bool
    said: str
    warned: bool
    lenient: bool
    apart: str | None


def cases() -> Iterator[Case]:
    for area in AREAS:
        for body in yaml.load((FOLDER / f"{area}.yaml").read_text(), yaml.BaseLoader):  # noqa: S506 - strings only
            warning = body.get("warning", "")
            yield Case(
                id=f"{area}-{body['id']}",
                manifests=body["input"],
                rejected=body["verdict"] == "rejected",
                said=body["message"] or warning,
                warned=bool(warning),
                lenient=body.get("field_validation") == "Ignore",
                apart=body.get("apart"),
            )


CASES = {case.id: case for case in cases()}
JUDGED = [case for case in CASES.values() if case.apart is None]


def named(cases: list[Case]) -> list[object]:
    return [pytest.param(case, id=case.id) for case in cases]


def found(report: Report) -> list[tuple[Outcome, Finding]]:
    assert not [outcome.reason for outcome in report.outcomes if outcome.status == "error"]
    return [(outcome, finding) for outcome in report.outcomes for finding in outcome.findings]


def claims_refusal(outcome: Outcome, finding: Finding) -> bool:
    """What a LimitRange refuses is the pod: for a bare Pod that is its install, for a workload that its pods start."""
    refuses = outcome.policy.breaks == "install" or "B4.6" in outcome.policy.tags
    return outcome.severity == "error" and (refuses or finding.message.startswith("cannot be judged:"))


def named_place(said: str, body: Value) -> Place:
    """The place that a server's message names, or the nearest there is; () where it names none: decoding failed."""
    match = API_PATH.search(said) if "cannot be handled as" not in said else None
    steps = STEP.findall(match[1]) if match else []
    return nearest(body, tuple(int(step) if step.isdigit() else step for step in steps))


def told(findings: list[tuple[Outcome, Finding]]) -> list[str]:
    return [f"{one.policy.id} at {'.'.join(map(str, finding.path))}: {finding.message}" for one, finding in findings]


@pytest.mark.parametrize("case", named([case for case in JUDGED if case.rejected]))
def test_what_the_api_server_refuses_is_an_error_where_it_says(case: Case) -> None:
    report = checked(case.manifests, CLUSTER)
    if report.left_out:  # not even read: exit code 2 says so
        assert all(left.unread for left in report.left_out)
        return
    refused = [one for one in found(report) if claims_refusal(*one)]
    assert refused, "no policy says that this is refused"
    there = {outcome.policy.id for outcome, finding in refused if at_the_place(case.said, outcome, finding)}
    assert len(there) == 1, f"one policy should say so at the place of: {case.said}: {told(refused)}"


@pytest.mark.parametrize("case", named([case for case in JUDGED if not case.rejected and not case.warned]))
def test_of_what_the_api_server_accepts_no_policy_says_that_it_is_refused(case: Case) -> None:
    wrong = [one for one in found(checked(case.manifests, CLUSTER)) if claims_refusal(*one)]
    assert not [one for one in wrong if not (case.lenient and "unknown-field" in one[0].policy.id)], told(wrong)


@pytest.mark.parametrize("case", named([case for case in JUDGED if not case.rejected and case.warned]))
def test_of_what_the_api_server_warns_some_policy_speaks_there(case: Case) -> None:
    findings = found(checked(case.manifests, CLUSTER))
    assert [one for one in findings if at_the_place(case.said, *one)], told(findings)


def at_the_place(said: str, outcome: Outcome, finding: Finding) -> bool:
    place = named_place(said, outcome.resource.body)
    return finding.path[: len(place)] == place


def test_a_case_stands_apart_for_a_reason_and_few_do() -> None:
    apart = [case for case in CASES.values() if case.apart is not None]
    assert all(len(str(case.apart).split()) > 4 for case in apart)
    assert len(apart) * 9 < len(CASES)


def test_the_cases_were_read() -> None:
    assert len(CASES) > 100
    assert {case.rejected for case in JUDGED} == {True, False}
