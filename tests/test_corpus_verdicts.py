"""The verdicts on what the bundled policies find in real renders: complete in themselves. The renders are elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from policycheck import configure
from policycheck.model import Value

FOLDER = Path(__file__).parents[1] / "fixtures/corpus-verdicts"
ENTRIES: list[dict[str, Value]] = [
    entry for file in sorted(FOLDER.glob("*.yaml")) for entry in yaml.safe_load(file.read_text()) or ()
]


def places(entry: dict[str, Value]) -> list[str]:
    at = entry["at"]
    assert isinstance(at, list)
    return at


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry['render']}-{entry['policy']}")
def test_a_verdict_says_what_was_judged_how_and_why(entry: dict[str, Value]) -> None:
    assert list(entry) == ["render", "policy", "at", "verdict", "why"]
    assert entry["verdict"] in {"right", "arguable"}
    assert len(str(entry["why"]).split()) > 4
    assert places(entry)
    assert all(re.fullmatch(r"[A-Z]\w+/\S+ [a-z]\S*", place) for place in places(entry))


def test_the_policies_are_ours_and_errors() -> None:
    errors = {policy.id for policy in configure().known if policy.severity == "error"}
    assert {str(entry["policy"]) for entry in ENTRIES} <= errors


def test_no_finding_is_judged_twice() -> None:
    judged = [(entry["render"], entry["policy"], place) for entry in ENTRIES for place in places(entry)]
    assert len(judged) == len(set(judged))
    assert len({entry["render"] for entry in ENTRIES}) > 20
