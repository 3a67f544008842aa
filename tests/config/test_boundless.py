from __future__ import annotations

import pytest

from policycheck.config.boundless import boundless
from policycheck.config.exception_entry import read_exception
from policycheck.language.section import Section
from policycheck.model import PolicyException, Value
from tests.config.runs import LIMITED, OWNED, PODS, POLICIES, exception


def written(choice: str, match: dict[str, Value]) -> PolicyException:
    return read_exception(Section(exception(choice, match), ("exceptions", 0), None, "policycheck.yaml"))


@pytest.mark.parametrize("choice", ["*", "all", "?*", "*-*", "[a-z]*", "*e*"])
@pytest.mark.parametrize(
    "match",
    [
        {},
        {"name": "*"},
        {"name": ["web", "?*"]},
        {"kind": "*"},
        {"kind": ["Service", "*/*"]},
        {"namespace": "*"},
        {"apiVersion": "*", "template": "*/templates/*"},
        {"name": "[!.]*", "kind": "[A-Z]*"},
    ],
    ids=str,
)
def test_one_that_takes_everything_is_told_by_what_it_takes(choice: str, match: dict[str, Value]) -> None:
    assert boundless(written(choice, match), POLICIES) == "every finding of every policy"


def test_one_for_any_container_is_told_too() -> None:
    assert boundless(written("*", {"container": "*"}), POLICIES) == "every finding in any container"


@pytest.mark.parametrize(
    ("choice", "match"),
    [
        ("owner-set", {}),
        ("house", {}),
        ("*-set", {"name": "*"}),
        ("*", {"name": "web"}),
        ("*", {"name": "*-*"}),
        ("*", {"kind": "Deployment"}),
        ("*", {"kind": "apps/*"}),
        ("*", {"namespace": "shop"}),
        ("*", {"namespace": "?*"}),
        ("*", {"apiVersion": "*/*"}),
        ("*", {"labels": {"app": "*"}}),
        ("*", {"template": "shop/*"}),
        ("*", {"template": "*/charts/*"}),
        ("*", {"container": "istio-*"}),
    ],
    ids=str,
)
def test_one_that_chooses_is_not(choice: str, match: dict[str, Value]) -> None:
    assert boundless(written(choice, match), POLICIES) is None


def test_a_tag_or_glob_counts_by_the_policies_that_run() -> None:
    assert boundless(written("house", {}), (OWNED, LIMITED)) is not None
    assert boundless(written("*-labelled", {}), (PODS,)) is not None
    assert boundless(written("pod-labelled", {}), (PODS,)) is None
