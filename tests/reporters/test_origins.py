"""A finding whose chart is at hand: every format says the template's line and the key, and calls a render a render."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given

from policycheck.model import Finding, Origin, Outcome, Report
from policycheck.reporters import junit, render
from policycheck.reporters.junit_testcase import Flavor
from policycheck.reporters.view import View
from tests.reporters.reports import FEW, finding, policy, report, reports, resource

TEMPLATE = "charts/shop/templates/web.yaml"
VALUES = "charts/shop/values.yaml"
PLACE = "spec.template.spec"
SURE = Origin(TEMPLATE, 41, "", "web.resources", VALUES, 12)
DOUBTED = Origin(TEMPLATE, 41, "lines 40 and 41 of the template run together")
UNKNOWN = Origin(TEMPLATE, None, "markers would break this template")
MISSING = SURE._replace(values_key="web.resources.limits.cpu", hint="to be set below web.resources")
CONSTANT = Origin(TEMPLATE, 41, hint="it is written in the template")
BY_SET = Origin(TEMPLATE, 41, "", "web.image", "--set")


def made(*origins: Origin | None) -> Report:
    findings = tuple(
        finding(f"fault {number}", 90 + number)._replace(origin=origin) for number, origin in enumerate(origins)
    )
    return report(Outcome(policy("a"), resource(), "error", "fail", findings))


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        (None, [f"stdin:90 {PLACE} [a]"]),
        (SURE, [f"{TEMPLATE}:41 (rendered: stdin:90) {PLACE} [a]", f"values key: web.resources ({VALUES}:12)"]),
        (
            DOUBTED,
            [
                f"{TEMPLATE}:41 (rendered: stdin:90) {PLACE} [a]",
                "not sure of the template's line: lines 40 and 41 of the template run together",
            ],
        ),
        (UNKNOWN, [f"stdin:90 {PLACE} [a]", f"no line of {TEMPLATE} known: markers would break this template"]),
        (
            MISSING,
            [
                f"{TEMPLATE}:41 (rendered: stdin:90) {PLACE} [a]",
                f"values key: web.resources.limits.cpu, to be set below web.resources ({VALUES}:12)",
            ],
        ),
        (CONSTANT, [f"{TEMPLATE}:41 (rendered: stdin:90) {PLACE} [a]"]),
        (BY_SET, [f"{TEMPLATE}:41 (rendered: stdin:90) {PLACE} [a]", "values key: web.image (--set)"]),
    ],
    ids=["none", "sure", "doubted", "unknown", "missing", "constant", "set"],
)
def test_text_says_the_place_in_the_template_first(origin: Origin | None, said: list[str]) -> None:
    lines = render(made(origin), View(width=200)).splitlines()
    at = lines.index("  error    fault 0")
    assert [line.strip() for line in lines[at + 1 : at + 1 + len(said)]] == said
    assert lines[at + 1 + len(said)] == ""


def test_that_there_is_no_key_is_said_in_full_detail() -> None:
    assert "no values key: it is written in the template" in render(made(CONSTANT), View(detail="full"))


def test_findings_of_different_origin_are_not_told_as_one() -> None:
    same = [finding("one", 9)._replace(origin=SURE), finding("one more", 9)._replace(origin=SURE)]
    other = finding("three", 9)._replace(origin=BY_SET)
    text = render(report(Outcome(policy("a"), resource(), "error", "fail", (*same, other))), View(width=200))
    assert text.count("values key: web.resources") == 1
    assert text.count("values key: web.image") == 1


def test_json_has_the_origin_where_there_is_one() -> None:
    (outcome,) = json.loads(render(made(MISSING, None, UNKNOWN), format_name="json"))["outcomes"]
    first, second, third = outcome["findings"]
    assert {name: first[name] for name in first if name.startswith(("template_", "values_"))} == {
        "template_file": TEMPLATE,
        "template_line": 41,
        "template_doubt": None,
        "values_key": "web.resources.limits.cpu",
        "values_file": VALUES,
        "values_line": 12,
        "values_hint": "to be set below web.resources",
    }
    assert not [name for name in second if name.startswith(("template_", "values_"))]
    assert (third["template_line"], third["template_doubt"]) == (None, "markers would break this template")
    assert [one["line"] for one in outcome["findings"]] == [90, 91, 92]


@pytest.mark.parametrize("flavor", ["jenkins", "gitlab"])
def test_junit_names_template_and_key_in_the_failure(flavor: Flavor) -> None:
    text = junit.render(made(SURE, CONSTANT, DOUBTED), View(), flavor=flavor)
    failure = ET.fromstring(text).findtext(".//failure") or ""  # noqa: S314 - our own
    assert f"  {TEMPLATE}:41 (rendered: stdin:90) {PLACE}\n  values key: web.resources ({VALUES}:12)\n" in failure
    assert "  no values key: it is written in the template\n" in failure
    assert "  not sure of the template's line: lines 40 and 41" in failure


@pytest.mark.parametrize(
    ("origins", "place"),
    [
        ((SURE,), (TEMPLATE, "41")),
        ((DOUBTED, SURE._replace(line=50)), (TEMPLATE, "50")),
        ((DOUBTED,), ("shop/templates/deployment.yaml", None)),
        ((UNKNOWN,), ("shop/templates/deployment.yaml", None)),
        ((None,), ("shop/templates/deployment.yaml", None)),
    ],
    ids=["sure", "the first that is sure", "doubted", "unknown", "none"],
)
def test_gitlab_gets_a_line_only_where_it_is_sure(
    origins: tuple[Origin | None, ...], place: tuple[str, str | None]
) -> None:
    (case,) = ET.fromstring(junit.render(made(*origins), View(), flavor="gitlab")).iter("testcase")  # noqa: S314 - idem
    assert (case.get("file"), case.get("line")) == place


def test_a_report_that_is_the_same_on_every_machine_names_no_folder_of_one() -> None:
    def at(home: str) -> str:
        origin = SURE._replace(template=f"{home}/{TEMPLATE}", values_file=f"{home}/{VALUES}")
        return junit.render(made(origin), View(), flavor="gitlab")

    assert at("/ci/one") == at("/ci/two")
    assert "templates/web.yaml:41 (rendered: stdin:90)" in at("/ci/one")


@FEW
@given(reports())
def test_a_line_of_a_template_is_told_from_one_of_a_render(made: Report) -> None:
    """Of the same report without origins, every place in the render stays, and is called one; known ones, in full."""
    text = render(made, View(outcomes="all", detail="full", width=100_000))
    for outcome in made.outcomes:
        for one in outcome.findings if outcome.status in ("fail", "error", "excepted") else ():
            assert _line_of_the_render(one) in text


def _line_of_the_render(one: Finding) -> str:
    if one.line is None:
        return ""
    return f":{one.line})" if one.origin and one.origin.line is not None else f":{one.line}"


@FEW
@given(reports())
def test_counts_do_not_depend_on_origins(made: Report) -> None:
    bare = made._replace(
        outcomes=tuple(
            outcome._replace(findings=tuple(one._replace(origin=None) for one in outcome.findings))
            for outcome in made.outcomes
        )
    )
    last = [render(one, View(outcomes="all")).splitlines()[-1] for one in (made, bare)]
    assert last[0] == last[1]
    counted = [ET.fromstring(junit.render(one, View())).attrib for one in (made, bare)]  # noqa: S314 - idem
    assert counted[0] == counted[1]


def test_why_no_line_is_known_is_said_once_a_resource() -> None:
    text = render(made(UNKNOWN, UNKNOWN, DOUBTED, DOUBTED), View(width=200))
    assert text.count("markers would break this template") == 1
    assert text.count("not sure of the template's line") == 2
