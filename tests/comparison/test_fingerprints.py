"""What GitHub and GitLab know a finding by."""

from __future__ import annotations

from policycheck.comparison.failures import failures
from policycheck.comparison.fingerprints import fingerprints
from policycheck.model import Path, Value
from tests.comparison.made_reports import CONTAINERS, outcome, pod, report

WEB, SIDECAR = {"name": "web"}, {"name": "sidecar"}


def of(body: dict[str, Value], *found: tuple[Path, str], render: str = "default") -> list[str]:
    several = failures(report(outcome(found, body, render=render)))
    known = fingerprints(several)
    return [known[id(one)] for one in several]


def test_a_named_item_is_known_wherever_its_list_has_it() -> None:
    before = of(pod(WEB), ((*CONTAINERS, 0), "x"))
    assert of(pod(SIDECAR, WEB), ((*CONTAINERS, 1), "y")) == before
    assert of(pod(SIDECAR, WEB), ((*CONTAINERS, 0), "x")) != before


def test_another_render_is_another_finding() -> None:
    assert of(pod(WEB), ((*CONTAINERS, 0), "x"), render="ci") != of(pod(WEB), ((*CONTAINERS, 0), "x"))


def test_what_an_item_without_a_name_holds_is_not_in_it() -> None:
    """Whoever reads a report could try passwords until one has this hash."""
    args: Path = ("spec", "args", 0)
    assert of({"spec": {"args": ["--password=a"]}}, (args, "x")) == of(
        {"spec": {"args": ["--password=b"]}}, (args, "x")
    )


def test_items_without_a_name_are_counted() -> None:
    body: dict[str, Value] = {"spec": {"args": ["a", "b"]}}
    found = of(body, (("spec", "args", 0), "x"), (("spec", "args", 1), "x"))
    assert len(set(found)) == 2
    assert found[0] == of(body, (("spec", "args", 1), "x"))[0]
