from __future__ import annotations

import re

import pytest

from policycheck.model import LeftOut, Note, Outcome
from policycheck.reporters import render
from policycheck.reporters.view import View
from tests.reporters.reports import POD_SPEC, finding, policy, report, resource

CONTAINER = (*POD_SPEC, "containers", 0)


def text(*outcomes: Outcome, view: View | None = None) -> str:
    return render(report(*outcomes), view or View(), format_name="text")


def failed(name: str = "limit-set", line: int = 9, message: str = "container web has no memory limit") -> Outcome:
    return Outcome(policy(name), resource(line=3), "error", "fail", (finding(message, line, CONTAINER),))


def test_a_failed_report_reads_as_a_whole() -> None:
    warned = Outcome(
        policy("probe-present", "warning", remediation="Add a readinessProbe that answers only when it can serve."),
        resource("StatefulSet", "db", line=40),
        "warning",
        "fail",
        (
            finding("container db has ports and no readiness probe, so that it gets traffic before it can answer", 52),
            finding("container exporter has ports and no readiness probe", 49, CONTAINER),
        ),
    )
    assert text(warned, failed()) == (
        """\
Deployment shop/web
shop/templates/deployment.yaml (stdin:3)

  error    container web has no memory limit
           stdin:9 spec.template.spec.containers[0] [limit-set]

StatefulSet shop/db
shop/templates/statefulset.yaml (stdin:40)

  warning  container exporter has ports and no readiness probe
           stdin:49 spec.template.spec.containers[0] [probe-present]

  warning  container db has ports and no readiness probe, so that it gets traffic before it can
           answer
           stdin:52 spec.template.spec [probe-present]

What to do
  limit-set: Mend it.
  probe-present: Add a readinessProbe that answers only when it can serve.
  `policycheck explain ID` gives a policy's reason and examples.

failed: 2 resources, 2 policies; 0 passed, 2 failed (1 error, 1 warning), 0 excepted, 0 skipped, """
        """0 not judged; nothing left out
"""
    )


def test_what_breaks_first_is_said_first_and_an_opinion_last() -> None:
    moments = ["traffic", None, "start", "observation", "install", "change", "leak"]
    policies = [policy(f"{moment}-policy", breaks=moment, remediation=f"Mend {moment}.") for moment in moments]  # type: ignore[arg-type]  # they are
    policies.append(policy("warned-policy", "warning", breaks="install", remediation="Mend it too."))
    outcomes = [Outcome(one, resource(), one.severity, "fail", (finding("x", 9),)) for one in policies]
    order = ["install", "leak", "start", "traffic", "change", "observation", "None", "warned"]
    said = text(*outcomes)
    assert re.findall(r"\[(\w+)-policy\]", said) == order
    assert re.findall(r"^  (\w+)-policy: ", said, re.MULTILINE) == order


def test_one_remedy_of_several_policies_is_said_once() -> None:
    ids = ["cpu-set", "memory-set", "probe-set"]
    remedies = ["Set resources.", "Set resources.", "Add a probe."]
    outcomes = [
        Outcome(policy(name, remediation=remedy), resource(), "error", "fail", (finding("x", 9),))
        for name, remedy in zip(ids, remedies, strict=True)
    ]
    said = text(*outcomes)
    assert "  cpu-set, memory-set: Set resources.\n  probe-set: Add a probe.\n" in said


def test_findings_in_one_place_with_one_remedy_are_told_in_one_breath() -> None:
    remedies = {"cpu-set": "Set resources.", "memory-set": "Set resources.", "probe-set": "Add a probe."}
    outcomes = [
        Outcome(policy(name, remediation=remedy), resource(), "error", "fail", (finding(f"no {name}", 9),))
        for name, remedy in remedies.items()
    ]
    elsewhere = Outcome(
        policy("cpu-set", remediation="Set resources."), resource(), "error", "fail", (finding("x", 12),)
    )
    warned = Outcome(
        policy("warned", "warning", remediation="Set resources."), resource(), "warning", "fail", (finding("y", 9),)
    )
    assert (
        text(*outcomes, elsewhere, warned)
        .split("What to do", maxsplit=1)[0]
        .endswith(
            """\
  error    no cpu-set
           no memory-set
           stdin:9 spec.template.spec [cpu-set, memory-set]

  error    no probe-set
           stdin:9 spec.template.spec [probe-set]

  error    x
           stdin:12 spec.template.spec [cpu-set]

  warning  y
           stdin:9 spec.template.spec [warned]

"""
        )
    )


def test_a_passed_report_is_its_last_line() -> None:
    passed = Outcome(policy("a"), resource(), "error", "pass")
    assert text(passed) == (
        "passed: 1 resource, 1 policy; 1 passed, 0 failed, 0 excepted, 0 skipped, 0 not judged; nothing left out\n"
    )


def test_findings_below_the_gate_are_named_as_such() -> None:
    warned = Outcome(policy("a", "warning"), resource(), "warning", "fail", (finding("x"),))
    assert (
        text(warned)
        .splitlines()[-1]
        .startswith("passed: 1 resource, 1 policy; 0 passed, 1 failed (1 warning; the gate is error)")
    )


def test_quiet_is_only_the_last_line() -> None:
    assert text(failed(), view=View(detail="brief")).startswith("failed: 1 resource")


def test_a_remediation_is_given_once_a_policy() -> None:
    assert text(failed(line=3), failed(line=40)).count("Mend it.") == 1


def test_errors_come_first_and_unjudged_outcomes_before_them() -> None:
    place = resource()
    outcomes = [
        Outcome(policy("c", "info"), place, "info", "fail", (finding("third", 1),)),
        Outcome(policy("b"), place, "error", "fail", (finding("second", 9),)),
        Outcome(policy("a"), place, "error", "error", (), "first"),
    ]
    lines = text(*outcomes).splitlines()
    assert [line.split()[-1] for line in lines if line.endswith(("first", "second", "third"))] == [
        "first",
        "second",
        "third",
    ]
    assert "  not judged first" in lines


def test_all_outcomes_are_listed_when_asked_for() -> None:
    skipped = Outcome(policy("pdb-present"), resource(), "error", "skip", (), "when: one replica")
    passed = Outcome(policy("limit-set"), resource(), "error", "pass")
    assert text(skipped, passed, view=View(outcomes="all")).startswith(
        """\
Deployment shop/web
shop/templates/deployment.yaml (stdin:1)

  pass     limit-set
  skip     pdb-present: when: one replica

"""
    )


def test_what_was_left_out_is_said_with_place_and_reason() -> None:
    entries = tuple(LeftOut(f"{n}.yaml", None, "no apiVersion and kind", unread=False) for n in range(7))
    broken = LeftOut("x.yaml", 4, "cannot be parsed: a tab", unread=True)
    checked = report(Outcome(policy("a"), resource(), "error", "pass"), left_out=(*entries, broken))
    said = render(checked, View(), format_name="text")
    assert "Left out\n  0.yaml: no apiVersion and kind\n" in said
    assert "  and 2 more; -v lists them\n" in said
    assert "Could not be read, so nothing in it was checked\n  x.yaml:4: cannot be parsed: a tab\n" in said
    assert said.startswith("Left out")
    assert "not checked (some input could not be read): " in said
    assert said.endswith("8 left out: 7 no apiVersion and kind, 1 cannot be parsed\n")
    assert "6.yaml" in render(checked, View(detail="full"), format_name="text")


def test_assumptions_end_the_last_line_and_other_notes_are_listed() -> None:
    passed = Outcome(policy("a"), resource(), "error", "pass")
    notes = (
        Note("info", "stdin", None, "assumed Kubernetes 1.37; pass --kube-version"),
        Note("warning", "stdin", 12, "the key on is read as true"),
    )
    said = render(report(passed, notes=notes), View(), format_name="text")
    assert said.startswith("Notes\n  stdin:12: the key on is read as true\n\npassed: ")
    assert said.endswith("; nothing left out; assumed Kubernetes 1.37\n")


@pytest.mark.parametrize("detail", ["normal", "full"])
def test_policies_with_nothing_to_judge_are_counted_and_listed_in_full_detail(detail: str) -> None:
    skipped = Outcome(policy("pdb-present"), resource(), "error", "skip")
    passed = Outcome(policy("limit-set"), resource(), "error", "pass")
    said = text(skipped, passed, view=View(detail="full" if detail == "full" else "normal"))
    assert "2 policies (1 with nothing to judge)" in said
    assert ("Policies with nothing to judge\n  pdb-present\n" in said) == (detail == "full")


@pytest.mark.parametrize(
    ("outcomes", "advice"),
    [
        pytest.param((), "no Kubernetes resource in stdin; ", id="no resources"),
        pytest.param((), "no policy is switched on; ", id="no policies"),
        pytest.param(
            (Outcome(policy("a"), resource(), "error", "skip"),),
            "no policy found anything to judge; ",
            id="all vacuous",
        ),
        pytest.param(
            (Outcome(policy("a"), resource(), "error", "error"),),
            "a could not judge 1 resource; mend policies/area/a.yaml or --disable a",
            id="error",
        ),
    ],
)
def test_a_run_that_checked_nothing_says_what_to_do(outcomes: tuple[Outcome, ...], advice: str) -> None:
    said = text(*outcomes)
    assert f"  {advice}" in said.partition("Not checked\n")[2]
    assert said.splitlines()[-1].startswith("not checked (")


def test_colour_marks_severity_and_verdict_and_takes_no_columns() -> None:
    message = "word " * 30
    plain = text(failed(message=message), view=View(width=60)).splitlines()
    coloured = text(failed(message=message), view=View(width=60, colour=True))
    assert "  \x1b[1;31merror\x1b[0m    word" in coloured
    assert "\x1b[1;31mfailed\x1b[0m: 1 resource" in coloured
    bare = coloured
    for code in ("1;31", "1", "2", "0"):
        bare = bare.replace(f"\x1b[{code}m", "")
    assert bare.splitlines() == plain
    assert max(map(len, plain[:-1])) <= 60


def test_a_manifest_cannot_write_on_the_terminal_or_speak_to_the_ci() -> None:
    said = text(failed(message="\x1b[2J\r\n::error::gone\u202e \ud800 " + "w" * 80 + " ::add-mask::x ##vso[y]"))
    assert "\\x1b[2J\\r\\n::error::gone\\u202e \\ud800" in said
    assert "           \\x3a:add-mask::x \\x23#vso[y]\n" in said
