from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from policycheck.authoring.reference import function_reference, limits, policy_index
from policycheck.language.functions import registry
from policycheck.language.library import bundled_policies
from tests.authoring.mutation.surveys import BUNDLED, survey_of
from tests.language.policy_texts import sample


def generated(root: Path) -> dict[Path, str]:
    return {
        root / "policycheck/language/functions/README.md": function_reference(),
        root / "policies/README.md": policy_index(BUNDLED, limits()),
    }


def test_the_generated_files_are_up_to_date(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policycheck.authoring.reference.survey", survey_of)  # the same, for who made them before
    for path, text in generated(root).items():
        if os.environ.get("POLICYCHECK_UPDATE_CASES") == "1":
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text, "run ci/check --update"


def test_every_function_is_in_the_reference_once() -> None:
    listed = Counter(re.findall(r"^\| `(\w+)\(", function_reference(), re.MULTILINE))
    assert [name for name in sorted(registry.names()) if listed[name] != 1] == []


def test_a_call_in_the_reference_has_as_many_arguments_as_the_function_takes() -> None:
    def wrong(name: str) -> bool:
        (arguments,) = re.findall(rf"^\| `{name}\((.*?)\)`", function_reference(), re.MULTILINE)
        number = len(re.sub(r"'[^']*'", "text", arguments).split(",")) if arguments else 0
        least, most = registry.arity(name)
        return not least <= number <= (number if most is None else most)

    assert [name for name in sorted(registry.FUNCTIONS.keys() | registry.PLACED.keys()) if wrong(name)] == []


def test_the_reference_says_what_null_gives() -> None:
    reference = function_reference()
    assert "| `values(a)` | `[]` |" in reference
    assert "| `abs(a)` | cannot be judged |" in reference


def test_the_sources_of_our_rules_are_not_in_the_reference() -> None:
    assert "semantics" not in function_reference()


def test_the_index_links_each_policy_in_its_area(root: Path) -> None:
    links = re.findall(r"^\| \[([a-z0-9-]+)\]\((.+?)\) \|", (root / "policies/README.md").read_text(), re.MULTILINE)
    assert [name for name, _ in links] == [policy.id for policy in bundled_policies(examples=False)]
    assert all((root / "policies" / link).is_file() for _, link in links)


def test_the_index_says_severity_switch_title_and_tags() -> None:
    policy = sample(default=False, title="Ports are a | b", tags=["house", "ports"])
    assert "| [sample](area/sample.yaml) | error | off | Ports are a \\| b | house, ports |" in policy_index([policy])
    assert "1 policy, 0 on by default." in policy_index([policy])
