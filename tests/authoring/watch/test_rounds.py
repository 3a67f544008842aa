from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest

from policycheck.api import Run
from policycheck.authoring.watch.rounds import Round, Rounds
from policycheck.authoring.watch.told import summary, told
from policycheck.errors import ConfigError
from policycheck.model import LeftOut, Report
from policycheck.reporters.view import View
from tests.comparison.made_reports import CONTAINERS, outcome, pod, report

WEB = pod({"name": "web"})
FOUND = [((*CONTAINERS, 0), "container web has no limit")]
BOTH = ("orders (default)", "orders (ci/ha-values.yaml)")
CLEAN = report(*(outcome([], WEB, render=one) for one in BOTH), renders=BOTH)
FAILED = report(*(outcome(FOUND, WEB, render=one) for one in BOTH), renders=BOTH)
BROKEN = report(
    outcome([], WEB, render=BOTH[0]),
    renders=BOTH,
    left_out=[LeftOut("charts/orders/templates/web.yaml", 3, "does not render: nope", unread=True, render=BOTH[1])],
)


def rounds(*reports: Report | ConfigError) -> list[Round]:
    made = Rounds()
    return [made.run(partial(given, one)) for one in reports]


@contextmanager
def given(one: Report | ConfigError) -> Iterator[Run]:
    if isinstance(one, ConfigError):
        raise one
    yield Run(one, {})


def shown(*reports: Report | ConfigError) -> str:
    """What is told of the last of these rounds, and its last line without the time."""
    last = rounds(*reports)[-1]
    line = summary(last._replace(seconds=0), len(reports), ["/orders/values.yaml"], View())
    return told(last, View()) + line.replace(" ../../../../orders", " ").partition(": ")[2]


def test_a_new_finding_is_told_once_for_all_renders_with_its_template() -> None:
    assert shown(CLEAN, FAILED) == (
        "  new       error: Deployment web: container web has no limit\n"
        "            orders/templates/deployment.yaml (rendered line 1) spec.containers[0] [limit]\n"
        "            in all 2 renders\n"
        "2 new; failed, 2 findings in 2 renders; 0.00 s\n"
    )


def test_a_mended_finding_is_told_without_a_line() -> None:
    assert shown(FAILED, CLEAN) == (
        "  mended    error: Deployment web: container web has no limit\n"
        "            orders/templates/deployment.yaml spec.containers[0] [limit]\n"
        "            in all 2 renders\n"
        "2 mended; passed, 0 findings in 2 renders; 0.00 s\n"
    )


def test_a_render_that_breaks_is_told_and_takes_no_finding_away() -> None:
    one_mended = shown(FAILED, BROKEN)
    assert "  broken    charts/orders/templates/web.yaml:3: does not render: nope\n" in one_mended
    assert "            in orders (ci/ha-values.yaml)\n" in one_mended
    assert one_mended.endswith(
        "1 mended, 1 broken; not checked, 0 findings and 1 not looked at in 2 renders, 1 of them broken; 0.00 s\n"
    )


def test_a_finding_of_a_render_that_was_broken_is_no_news_when_it_is_back() -> None:
    assert shown(FAILED, BROKEN, BROKEN, FAILED) == (
        "  new       error: Deployment web: container web has no limit\n"
        "            orders/templates/deployment.yaml (rendered line 1) spec.containers[0] [limit]\n"
        "            in orders (default)\n"
        "  mended    charts/orders/templates/web.yaml: it renders again\n"
        "            in orders (ci/ha-values.yaml)\n"
        "1 new, 1 no longer broken; failed, 2 findings in 2 renders; 0.00 s\n"
    )


def test_a_render_that_is_broken_otherwise_is_broken_again_and_not_mended() -> None:
    other = BROKEN._replace(left_out=tuple(one._replace(reason="does not render: still") for one in BROKEN.left_out))
    assert "mended" not in shown(BROKEN, other)
    assert "still" in shown(BROKEN, other)


@pytest.mark.parametrize("same", [CLEAN, FAILED, BROKEN])
def test_the_same_again_is_one_line(same: Report) -> None:
    said = shown(same, same)
    assert said.startswith("nothing changed; ")
    assert said.count("\n") == 1


ERROR = ConfigError("unknown key `foo`", source="policycheck.yaml", line=4)


def test_settings_that_cannot_be_read_are_told_once_and_take_no_finding_away() -> None:
    assert shown(FAILED, ERROR) == ("  broken    policycheck.yaml:4: unknown key `foo`\nbroken; not checked; 0.00 s\n")
    assert shown(FAILED, ERROR, ERROR) == "nothing changed; not checked; 0.00 s\n"
    assert shown(FAILED, ERROR, FAILED).startswith("nothing changed; failed, 2 findings")
