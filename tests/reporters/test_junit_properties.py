"""What holds for the JUnit of any report."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st

from policycheck.model import Match, Outcome, PolicyException, Report
from policycheck.reporters import junit
from policycheck.reporters.junit_testcase import Flavor
from policycheck.reporters.summary import summarise
from policycheck.reporters.view import View
from tests.effort import tries
from tests.reporters.reports import finding, policy, report, reports, resource

SCHEMAS = Path(__file__).parents[2] / "fixtures/schemas"
FLAVORS: tuple[Flavor, ...] = ("jenkins", "gitlab")
SCHEMA = {flavor: xmlschema.XMLSchema(SCHEMAS / f"junit-{flavor}.xsd") for flavor in FLAVORS}

few = tries(40)
flavors = st.sampled_from(FLAVORS)
timestamps = st.none() | st.just("2026-11-22T13:00:00+00:00")

_texts = st.text(max_size=10)
_exceptions = st.builds(
    PolicyException,
    policy=_texts,
    match=st.just(Match()),
    container=st.none(),
    template=st.none(),
    reason=_texts,
    expires=st.none() | st.just("2026-12-31"),
    source=_texts,
    path=st.just(("exceptions", 0)),
)


@st.composite
def reports_with_exceptions(draw: st.DrawFn) -> Report:
    """Any report, some of whose findings are excepted."""

    def excepted(outcome: Outcome) -> Outcome:
        findings = (one._replace(exception=draw(st.none() | _exceptions)) for one in outcome.findings)
        return outcome._replace(findings=tuple(findings))

    drawn = draw(reports())
    return drawn._replace(outcomes=tuple(map(excepted, drawn.outcomes)))


any_reports = reports_with_exceptions()


def parsed(made: Report, flavor: Flavor = "gitlab", timestamp: str | None = None) -> ET.Element:
    return ET.fromstring(junit.render(made, View(), flavor=flavor, timestamp=timestamp))  # noqa: S314 - our own


def endings(element: ET.Element) -> Counter[str]:
    tags = Counter(child.tag for testcase in element.iter("testcase") for child in testcase)
    return Counter(
        tests=sum(1 for _ in element.iter("testcase")),
        failures=tags["failure"],
        errors=tags["error"],
        skipped=tags["skipped"],
    )


def attributes(element: ET.Element, *names: str) -> Counter[str]:
    return Counter({name: int(element.get(name, "-1")) for name in names})


@few
@given(any_reports, flavors, timestamps)
def test_it_is_valid_against_the_schema_of_its_reader(made: Report, flavor: Flavor, timestamp: str | None) -> None:
    SCHEMA[flavor].validate(junit.render(made, View(), flavor=flavor, timestamp=timestamp, version="1.0"))


@few
@given(any_reports)
def test_counted_attributes_equal_the_elements(made: Report) -> None:
    root = parsed(made)
    for suite in root:
        assert attributes(suite, "tests", "failures", "errors", "skipped") == endings(suite)
    counted = endings(root)
    del counted["skipped"]
    assert attributes(root, "tests", "failures", "errors") == counted


@few
@given(any_reports)
def test_failures_and_errors_are_there_exactly_when_the_verdict_is_not_passed(made: Report) -> None:
    counted = endings(parsed(made))
    assert (counted["failures"] + counted["errors"] > 0) == (made.verdict != "passed")
    assert (counted["errors"] > 0) == (made.verdict == "not checked")


@few
@given(any_reports)
def test_there_is_a_testcase_for_each_outcome_that_is_not_skipped(made: Report) -> None:
    own = [suite for suite in parsed(made) if suite.get("name") != "policycheck run"]
    for suite in own:
        for one in suite.findall("testcase[@name='render']"):  # what became of the render itself
            suite.remove(one)
    listed = sum((endings(suite) for suite in own), Counter())
    statuses = summarise(made).statuses
    assert listed["tests"] == len(made.outcomes) - statuses["skip"]
    assert listed["skipped"] == statuses["excepted"]
    assert listed["errors"] == statuses["error"]
    counted = Counter[str]()
    for entry in (entry for suite in own for entry in suite.iter("property")):
        if (entry.get("name") or "").startswith("outcomes."):
            counted[(entry.get("name") or "").removeprefix("outcomes.")] += int(entry.get("value") or "")
    assert {status: counted[status] for status in statuses} == statuses


@few
@given(any_reports)
def test_each_render_that_we_made_or_should_have_made_says_what_became_of_it(made: Report) -> None:
    told = {
        one.render: one.unread for one in sorted(made.left_out, key=lambda one: one.unread) if one.render is not None
    }
    ours = {one.id for one in {render.id: render for render in made.renders}.values() if one.values_name}
    renders = parsed(made).findall("testsuite/testcase[@name='render']")
    assert len(renders) == len(ours | told.keys())
    assert sum(one.find("error") is not None for one in renders) == sum(told.values())


@few
@given(any_reports, flavors)
def test_names_are_unique(made: Report, flavor: Flavor) -> None:
    names = [(one.get("classname"), one.get("name")) for one in parsed(made, flavor).iter("testcase")]
    assert len(set(names)) == len(names)


@few
@given(any_reports, st.randoms(use_true_random=False))
def test_it_is_the_same_whatever_the_order_of_outcomes(made: Report, random: object) -> None:
    assert hasattr(random, "sample")
    turned = made._replace(outcomes=tuple(random.sample(made.outcomes, len(made.outcomes))))
    assert junit.render(made, View(), flavor="gitlab") == junit.render(turned, View(), flavor="gitlab")


@few
@given(any_reports)
def test_the_view_changes_nothing(made: Report) -> None:
    assert junit.render(made, View("all", "full", colour=True, width=20)) == junit.render(made, View())


@few
@given(any_reports)
def test_a_message_and_the_start_of_its_content_are_the_same(made: Report) -> None:
    for testcase in parsed(made).iter("testcase"):
        for ending in testcase:
            if ending.tag != "system-out":
                assert (ending.text or "").splitlines()[0] == ending.get("message") != ""


def many(number: int) -> Report:
    failing = finding("container web has no memory limit", 9)
    policies = [policy(f"policy-{letter}") for letter in "abcde"]
    outcomes = [
        Outcome(one, judged, "error", "fail" if one is policies[0] else "pass", (failing,))
        for judged in (resource(name=f"web-{line // 2}", line=line) for line in range(number // len(policies)))
        for one in policies
    ]
    return report(*outcomes)


@pytest.mark.parametrize("flavor", FLAVORS)
def test_twenty_thousand_testcases_are_counted_and_unique(flavor: Flavor) -> None:
    root = parsed(many(20_000), flavor)
    assert attributes(root, "tests", "failures", "errors") == {"tests": 20_000, "failures": 4_000, "errors": 0}
    assert len({(one.get("classname"), one.get("name")) for one in root.iter("testcase")}) == 20_000


def test_many_resources_of_one_identity_are_numbered() -> None:
    outcomes = [Outcome(policy("a"), resource(line=line), "error", "pass") for line in range(1, 5001)]
    names = [one.get("classname") or "" for one in parsed(report(*outcomes)).iter("testcase")]
    assert [name.partition("#")[2] for name in names] == ["", *map(str, range(2, 5001))]


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(('time="0"/>', 'time="0" file="a.yaml" line="3"/>'), id="a place in a testcase"),
        pytest.param(('name="policy-b"', 'name="policy-a"'), id="a key used twice"),
        pytest.param(('tests="10"', ""), id="no number of tests"),
        pytest.param(('type="error"', 'type="fatal"'), id="a severity there is not"),
        pytest.param(("<failure", "<system-out>x</system-out><failure"), id="two endings"),
        pytest.param(('message="container web has no memory limit"', 'message=""'), id="an empty message"),
    ],
)
def test_the_schema_for_jenkins_refuses(wrong: tuple[str, str]) -> None:
    right = junit.render(many(10), View())
    SCHEMA["jenkins"].validate(right)
    assert wrong[0] in right
    assert not SCHEMA["jenkins"].is_valid(right.replace(*wrong))


def test_only_the_schema_for_gitlab_takes_files() -> None:
    placed = junit.render(many(10), View(), flavor="gitlab")
    assert 'file="' in placed
    assert SCHEMA["gitlab"].is_valid(placed)
    assert not SCHEMA["jenkins"].is_valid(placed)
