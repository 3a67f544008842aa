"""What no file shows is said where policies are listed, with its reason, and only for the bundled ones."""

from __future__ import annotations

import json
import re

import pytest

from policycheck.authoring.unseen import Statement, Unseen, statements, unseen
from policycheck.cli import run
from policycheck.language.library import bundled_folder


@pytest.mark.parametrize("one", unseen(), ids=lambda one: one.row)
def test_what_is_not_seen_has_its_entries_and_a_reason(one: Unseen) -> None:
    assert re.fullmatch(r"[A-Z-]+", one.row)
    assert one.seed
    assert all(entry in range(321, 341) for entry in one.seed)
    assert re.fullmatch(r"[A-Z].*\.", one.reason)


@pytest.mark.parametrize("one", statements(), ids=lambda one: str(one.seed))
def test_what_is_not_enforced_says_what_holds(one: Statement) -> None:
    assert one.seed in range(321, 341)
    assert one.says
    assert re.fullmatch(r"[A-Z].*\.", one.holds)


@pytest.mark.parametrize(
    ("options", "told"), [([], True), (["--no-bundled", "--policies", bundled_folder() + "/images"], False)]
)
def test_the_list_says_it_of_the_bundled_policies_alone(
    options: list[str], capsys: pytest.CaptureFixture[str], *, told: bool
) -> None:
    assert run(["list", "--no-config", "--format", "json", *options]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert ("unseen" in listed, "statements" in listed) == (told, told)
