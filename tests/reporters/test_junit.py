from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from policycheck.model import (
    Document,
    Finding,
    LeftOut,
    Loaded,
    Match,
    Note,
    Outcome,
    PolicyException,
    Render,
    Report,
    Resource,
)
from policycheck.reporters import junit, render
from policycheck.reporters.junit_testcase import Flavor
from policycheck.reporters.view import View
from tests.reporters.reports import POD_SPEC, finding, policy, report, resource

CONTAINER = (*POD_SPEC, "containers", 0)


def parsed(report: Report, flavor: Flavor = "jenkins") -> ET.Element:
    return ET.fromstring(junit.render(report, View(), flavor=flavor))  # noqa: S314 - our own


def cases_in(report: Report, flavor: Flavor = "jenkins") -> list[ET.Element]:
    return list(parsed(report, flavor).iter("testcase"))


def failed(name: str = "limit-set", line: int = 9) -> Outcome:
    found = finding("container web has no memory limit", line, CONTAINER)
    return Outcome(policy(name, remediation="Set a limit."), resource(line=3), "error", "fail", (found,))


def excepted(reason: str, expires: str | None, line: int = 9) -> Finding:
    exception = PolicyException(
        "limit-set", Match(), None, None, reason, expires, "policycheck.yaml", ("exceptions", 0)
    )
    return finding("container web has no memory limit", line, CONTAINER)._replace(exception=exception)


def test_a_failed_report_reads_as_a_whole() -> None:
    passed = Outcome(policy("probe-present"), resource(line=3), "error", "pass")
    skipped = Outcome(policy("budget-present"), resource(line=3), "error", "skip", (), "when: one replica")
    made = report(failed(), passed, skipped, notes=(Note("warning", "stdin", 3, "the name is long"),))
    made = made._replace(renders=(Render("manifests", "shop", ("ci/ha.yaml",), "1.33"),))
    assert junit.render(made, View(), timestamp="2026-11-22T13:00:00+00:00", version="1.0") == (
        """\
<?xml version="1.0" encoding="utf-8"?>
<testsuites name="policycheck" tests="2" failures="1" errors="0" time="0">
<testsuite name="shop.ha" tests="2" failures="1" errors="0" skipped="0" time="0" timestamp="2026-11-22T13:00:00+00:00">
<properties>
<property name="policycheck" value="1.0"/>
<property name="verdict" value="failed"/>
<property name="gate" value="error"/>
<property name="resources" value="3"/>
<property name="policies" value="3"/>
<property name="policies.vacuous" value="1"/>
<property name="left_out" value="0"/>
<property name="chart" value="shop"/>
<property name="values" value="ci/ha.yaml"/>
<property name="kubeVersion" value="1.33"/>
<property name="outcomes.pass" value="1"/>
<property name="outcomes.fail" value="1"/>
<property name="outcomes.excepted" value="0"/>
<property name="outcomes.skip" value="1"/>
<property name="outcomes.error" value="0"/>
<property name="outcomes.fail.error" value="1"/>
<property name="outcomes.fail.warning" value="0"/>
<property name="outcomes.fail.info" value="0"/>
</properties>
<testcase classname="shop.ha.apps/v1.Deployment.shop.web" name="limit-set" time="0">"""
        """<failure type="error" message="container web has no memory limit">container web has no memory limit
  stdin:9 spec.template.spec.containers[0]
Deployment shop/web (shop/templates/deployment.yaml, stdin:3)
What to do: Set a limit.
`policycheck explain limit-set` gives reason and examples.</failure></testcase>
<testcase classname="shop.ha.apps/v1.Deployment.shop.web" name="probe-present" time="0"/>
<system-out>failed: 3 resources, 3 policies (1 with nothing to judge); 1 passed, 1 failed (1 error), 0 excepted, """
        """1 skipped, 0 not judged; nothing left out
warning: stdin:3: the name is long</system-out>
</testsuite>
</testsuites>
"""
    )


def test_several_findings_of_a_policy_in_a_resource_are_one_failure() -> None:
    two = failed()._replace(findings=(finding("second", 12), finding("first", 9)))
    (failure,) = parsed(report(two)).iter("failure")
    assert failure.get("message") == "first"
    lines = (failure.text or "").splitlines()
    assert lines[:4] == ["first", "  stdin:9 spec.template.spec", "second", "  stdin:12 spec.template.spec"]


def test_a_finding_without_a_line_has_its_path() -> None:
    (failure,) = parsed(report(failed()._replace(findings=(finding("no limit"),)))).iter("failure")
    assert (failure.text or "").splitlines()[:2] == ["no limit", "  spec.template.spec"]


def test_below_the_gate_a_testcase_passes_and_says_what_it_found() -> None:
    (testcase,) = cases_in(report(failed()._replace(severity="warning")))
    assert [child.tag for child in testcase] == ["system-out"]
    first, place, *_ = (testcase.findtext("system-out") or "").splitlines()
    assert first == "warning, below the gate (error): container web has no memory limit"
    assert place == "  stdin:9 spec.template.spec.containers[0]"


@pytest.mark.parametrize(
    ("severity", "gate", "tag"),
    [
        ("error", "error", "failure"),
        ("warning", "error", "system-out"),
        ("warning", "warning", "failure"),
        ("info", "info", "failure"),
        ("error", "never", "system-out"),
    ],
)
def test_a_finding_is_a_failure_exactly_at_the_gate(severity: str, gate: str, tag: str) -> None:
    made = report(failed()._replace(severity=severity))._replace(fail_on=gate)  # type: ignore[arg-type]
    (testcase,) = cases_in(made)
    assert [child.tag for child in testcase] == [tag]


def test_an_excepted_outcome_is_skipped_with_reasons_and_last_days() -> None:
    findings = (excepted("old image, OPS-7", "2026-12-31"), excepted("by design", None, line=20))
    (skipped,) = parsed(report(failed()._replace(status="excepted", findings=findings))).iter("skipped")
    assert skipped.get("type") == "excepted"
    assert skipped.get("message") == "old image, OPS-7 (until 2026-12-31); by design (never expires)"
    said = skipped.text or ""
    assert said.startswith(skipped.get("message") or "-")
    assert "\n  stdin:20 spec.template.spec.containers[0]\n" in said
    assert "\nexception: policycheck.yaml exceptions[0]\n" in said


def test_a_finding_that_is_excepted_does_not_speak_for_one_that_is_not() -> None:
    findings = (excepted("old image", None, line=1), finding("container new has no memory limit", 9, CONTAINER))
    (failure,) = parsed(report(failed()._replace(findings=findings))).iter("failure")
    assert failure.get("message") == "container new has no memory limit"
    assert "\nexcepted: old image (never expires)\ncontainer web has no memory limit\n" in (failure.text or "")


def test_an_outcome_that_could_not_be_judged_is_an_error() -> None:
    broken = Outcome(policy("a"), resource(), "info", "error", (), "the policy broke")
    (error,) = parsed(report(broken)).iter("error")
    assert (error.get("type"), error.get("message")) == ("not judged", "the policy broke")
    assert "or --disable a" in (error.text or "")


def test_unread_input_has_a_testcase_of_its_own() -> None:
    unread = LeftOut("shop.yaml", 8, "not YAML: a quote is open", unread=True)
    passed = Outcome(policy("a"), resource(), "error", "pass")
    suites = list(parsed(report(passed, left_out=(unread, unread))))
    assert [suite.get("name") for suite in suites] == ["policycheck run", "manifests"]
    first, second = suites[0].iter("testcase")
    assert (first.get("classname"), first.get("name")) == ("policycheck.input", "shop.yaml is readable")
    assert (second.get("classname"), second.get("name")) == ("policycheck.input", "shop.yaml is readable#2")
    (error,) = first
    assert error.tag == "error"
    assert error.get("message") == error.text == "shop.yaml:8: not YAML: a quote is open"


def test_text_that_was_left_out_on_purpose_is_no_error() -> None:
    passed = Outcome(policy("a"), resource(), "error", "pass")
    made = report(passed, left_out=(LeftOut("x.yaml", 4, "no kind", unread=False),))
    assert not list(parsed(made).iter("error"))
    assert "1 left out: no kind" in (parsed(made).findtext("testsuite/system-out") or "")


NOTHING = Report((policy("a"),), (), (), (Loaded("stdin", 0, 0),), (), ())
SKIPPED = Outcome(policy("a"), resource(), "error", "skip")


@pytest.mark.parametrize(
    ("made", "why"),
    [
        pytest.param(NOTHING, "no resources", id="no resources"),
        pytest.param(NOTHING._replace(policies=()), "no resources, no policies", id="nothing at all"),
        pytest.param(report(SKIPPED), "no policy found anything to judge", id="everything vacuous"),
        pytest.param(report(SKIPPED)._replace(policies=()), "no policies", id="no policies"),
    ],
)
def test_a_run_that_checked_nothing_is_never_green(made: Report, why: str) -> None:
    (testcase,) = cases_in(made)
    assert (testcase.get("classname"), testcase.get("name")) == ("policycheck.run", "something is checked")
    (error,) = testcase
    assert (error.tag, error.get("type"), error.get("message")) == ("error", "not checked", f"not checked: {why}")
    assert "policycheck list" in (error.text or "") or "look at what helm said" in (error.text or "")


def test_no_resource_because_nothing_could_be_read_is_said_once() -> None:
    made = NOTHING._replace(loaded=(), left_out=(LeftOut("x.yaml", None, "cannot be read", unread=True),))
    assert [testcase.get("name") for testcase in cases_in(made)] == ["x.yaml is readable"]


def test_unread_input_does_not_hide_that_no_policy_ran() -> None:
    unread = LeftOut("x.yaml", None, "cannot be read", unread=True)
    made = report(SKIPPED, left_out=(unread,))._replace(policies=())
    assert [testcase.get("name") for testcase in cases_in(made)] == ["x.yaml is readable", "something is checked"]


def test_a_note_of_level_error_is_a_failure_whatever_the_gate() -> None:
    note = Note("error", "policycheck.yaml", 12, "the exception hides nothing; remove it")
    passed = Outcome(policy("a"), resource(), "error", "pass")
    made = report(passed, notes=(note,))._replace(fail_on="never")
    (failure,) = parsed(made).iter("failure")
    assert failure.get("message") == "policycheck.yaml:12: the exception hides nothing; remove it"


def test_each_render_is_a_suite() -> None:
    outcomes = [failed()._replace(resource=resource(line=line)._replace(render=f"r{line}")) for line in (2, 1, 3)]
    renders = tuple(Render(f"r{line}", "shop", (f"ci/{line}.yaml",), None) for line in (1, 2, 3))
    suites = list(parsed(report(*outcomes)._replace(renders=renders)))
    assert [suite.get("name") for suite in suites] == ["shop.1", "shop.2", "shop.3"]
    assert [testcase.get("classname") for suite in suites for testcase in suite.iter("testcase")] == [
        f"shop.{line}.apps/v1.Deployment.shop.web" for line in (1, 2, 3)
    ]
    assert [len(suite.findall("system-out")) for suite in suites] == [1, 0, 0]


def test_two_renders_of_one_chart_and_values_are_told_apart() -> None:
    outcomes = [failed()._replace(resource=resource(line=line)._replace(render=f"r{line}")) for line in (1, 2)]
    renders = tuple(Render(f"r{line}", "shop", (), None) for line in (1, 2))
    suites = list(parsed(report(*outcomes)._replace(renders=renders)))
    assert [suite.get("name") for suite in suites] == ["shop", "shop#2"]


def test_a_second_resource_of_one_identity_is_numbered_in_source_order() -> None:
    twice = [failed(line=20)._replace(resource=resource(line=19)), failed()]
    names = [(testcase.get("classname"), testcase.find("failure")) for testcase in cases_in(report(*twice))]
    assert [name for name, _ in names] == [f"manifests.apps/v1.Deployment.shop.web{number}" for number in ("", "#2")]
    assert ["stdin:9 " in (failure.text or "") for _, failure in names if failure is not None] == [True, False]


def of_manifest(source: str, template: str | None = None) -> Outcome:
    document = Document(source, 3, memoryview(b""), template, {})
    return failed()._replace(resource=Resource("v1", "", "Pod", "web", None, {}, document))


@pytest.mark.parametrize(
    ("outcome", "file", "line"),
    [
        pytest.param(of_manifest("deploy/web.yaml"), "deploy/web.yaml", "9", id="the finding in a manifest"),
        pytest.param(of_manifest("web.yaml")._replace(status="pass", findings=()), "web.yaml", "3", id="a pass"),
        pytest.param(of_manifest("stdin", "shop/templates/web.yaml"), "shop/templates/web.yaml", None, id="a template"),
        pytest.param(of_manifest("stdin"), None, None, id="standard input is no file"),
    ],
)
def test_gitlab_gets_file_and_line_and_jenkins_does_not(outcome: Outcome, file: str | None, line: str | None) -> None:
    (testcase,) = cases_in(report(outcome), "gitlab")
    assert (testcase.get("file"), testcase.get("line")) == (file, line)
    (testcase,) = cases_in(report(outcome))
    assert set(testcase.keys()) == {"classname", "name", "time"}


def test_the_table_of_formats_gives_jenkins_its_own_without_time() -> None:
    made = report(failed())
    assert render(made, View(), format_name="junit") == junit.render(made, View(), flavor="jenkins", timestamp=None)


def test_colour_is_for_terminals() -> None:
    assert "\\x1b" not in junit.render(report(failed()), View(colour=True))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("<a> & \"b\" 'c' ]]>", "<a> & \"b\" 'c' ]]>", id="markup"),
        pytest.param("<![CDATA[x]]>&lt;", "<![CDATA[x]]>&lt;", id="markup of markup"),
        pytest.param("\x1b[31m\x00\x0b", r"\x1b[31m\x00\x0b", id="control characters"),
        pytest.param("a\nb\tc\r", r"a\nb\tc\r", id="line breaks"),
        pytest.param("\ud800x\udc00", r"\ud800x\udc00", id="half a surrogate pair"),
        pytest.param("\ufffe\uffff\U0001fffe", r"\ufffe\uffff\U0001fffe", id="no characters"),
        pytest.param("\u202e\u2028\x85", r"\u202e\u2028\x85", id="invisible characters"),
        pytest.param("für 日本 \U0001f600", "für 日本 \U0001f600", id="letters of any script"),
        pytest.param("::error::x ##vso[y]", r"\x3a:error::x \x23#vso[y]", id="commands to a CI"),
    ],
)
def test_any_text_survives_as_attribute_and_as_content(written: str, read: str) -> None:
    hostile = failed()._replace(findings=(finding(written, 9, (written,)),))
    rendered = junit.render(report(hostile), View())
    assert rendered.isascii()
    (failure,) = ET.fromstring(rendered).iter("failure")  # noqa: S314 - our own
    assert failure.get("message") == read
    assert (failure.text or "").splitlines()[0] == read


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "cp1252"])
def test_a_report_is_the_same_in_any_encoding_of_the_stream(encoding: str) -> None:
    made = report(failed()._replace(findings=(finding("für 日本", 9),)))
    (failure,) = ET.fromstring(junit.render(made, View()).encode(encoding)).iter("failure")  # noqa: S314 - our own
    assert failure.get("message") == "für 日本"
