"""The bundled profile seed-strict: every practice of the seed fails a run, and nothing is off."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from policycheck import configure
from policycheck.language.library import bundled_folder, bundled_policies
from policycheck.model import Policy

PROFILE = Path(bundled_folder()) / "profiles/seed-strict.yaml"
TEXT = PROFILE.read_text(encoding="utf-8")
ENTRIES: dict[str, dict[str, str]] = yaml.safe_load(TEXT)["policies"]
BUNDLED = {policy.id: policy for policy in bundled_policies(examples=False)}

BESIDES = {
    "liveness-outlasts-readiness": "B3.12 says: error in strict",
    "http-probe-on-http-port": "a probe in another protocol asks nothing",
    "probe-host-unset": "a probe of another host asks nothing of the container",
    "yaml-key-kept": "a key that is read otherwise is a practice missed in silence",
    "yaml-merge-first": "a value that a merge replaces is one, too",
}
"""Errors here that no entry of the seed names."""


def of_the_seed(policy: Policy) -> bool:
    return any(re.fullmatch(r"seed-3[2-4]\d", tag) for tag in policy.tags)


def test_the_errors_are_the_warnings_of_the_seed_and_a_reasoned_few() -> None:
    asked = {policy.id for policy in BUNDLED.values() if policy.severity == "warning" and of_the_seed(policy)}
    assert set(ENTRIES) == asked | set(BESIDES)
    assert not asked & set(BESIDES)
    assert all(BUNDLED[name].severity == "warning" for name in ENTRIES)
    assert all(entry == {"severity": "error"} for entry in ENTRIES.values())


def test_everything_is_on_and_what_is_an_error_stays_one() -> None:
    found = configure(str(PROFILE))
    severities = {policy.id: policy.severity for policy in found.policies}
    assert severities.keys() == BUNDLED.keys()
    errors = {policy.id for policy in BUNDLED.values() if policy.severity == "error"}
    assert {name for name, severity in severities.items() if severity == "error"} == errors | set(ENTRIES)


def test_its_entries_stand_by_area_and_each_area_says_what_for() -> None:
    areas = [BUNDLED[name].area for name in ENTRIES]
    assert list(ENTRIES) == [name for _, name in sorted(zip(areas, ENTRIES, strict=True))]
    assert re.findall(r"^  # ([\w-]+): .+", TEXT, re.MULTILINE) == list(dict.fromkeys(areas))
    for area in dict.fromkeys(areas):
        first = next(name for name in ENTRIES if BUNDLED[name].area == area)
        assert re.search(rf"^  # {area}: .+\n  {first}:", TEXT, re.MULTILINE)
