"""Annotations of a workflow: the worst ten, at their lines, and nothing that a manifest could say to the runner."""

from __future__ import annotations

import re

from hypothesis import given

from policycheck.model import SEVERITIES, LeftOut, Origin, Outcome, Report
from policycheck.reporters import render
from tests.reporters.reports import FEW, finding, policy, report, reports, resource
from tests.reporters.test_reporters import COUNTS

COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def lines(found: Report) -> list[str]:
    return render(found, format_name="github").splitlines()


@FEW
@given(reports())
def test_ten_of_each_level_at_most_and_every_count(found: Report) -> None:
    written = lines(found)
    commands = [line for line in written if line.startswith("::")]
    for level in ("error", "warning", "notice"):
        assert sum(line.startswith(f"::{level} ") for line in commands) <= 10
    assert all(COMMAND.fullmatch(line) for line in commands)
    last = COUNTS.search(written[-1])
    assert last is not None
    assert int(last["fail"]) == sum(one.status == "fail" for one in found.outcomes)


@FEW
@given(reports())
def test_a_manifest_says_nothing_to_the_runner(found: Report) -> None:
    for line in lines(found):
        assert line.isprintable()
        assert "##[" not in line
        assert "##vso[" not in line


def test_what_could_end_a_command_is_spelled_out() -> None:
    hostile = Outcome(
        policy("a"), resource(source="x,line=1::y"), "error", "fail", (finding("50%\r\n::set-env::x", 3),)
    )
    assert lines(report(hostile))[0] == (
        "::error file=x%2Cline=1%3A%3Ay,line=3,title=a::"
        r"50%25\r\n::set-env::x (Deployment shop/web)%0AWhat to do: Mend it."
    )


def test_the_worst_ten_are_shown_and_the_rest_is_counted() -> None:
    late = Outcome(policy("late", breaks="observation"), resource(line=1), "error", "fail", (finding("late", 1),))
    early = [
        Outcome(
            policy("early", breaks="install"),
            resource(name=f"web-{line}", line=line),
            "error",
            "fail",
            (finding("no", line),),
        )
        for line in range(2, 14)
    ]
    written = lines(report(late, *early))
    assert [line.split("title=")[1].split("::")[0] for line in written[:10]] == ["early"] * 10
    assert written[10] == (
        "10 errors of 13 are annotations, the worst; GitHub takes no more, and 3 are in the summary of the step"
    )


def test_what_was_not_looked_at_comes_before_every_finding() -> None:
    failed = Outcome(policy("a"), resource(), "error", "fail", (finding("x", 3),))
    written = lines(report(failed, left_out=(LeftOut("b.yaml", 4, "no YAML", unread=True),)))
    assert written[0] == "::error file=b.yaml,line=4,title=not checked::no YAML"


def test_a_finding_of_several_renders_is_one_annotation() -> None:
    origin = Origin("templates/web.yaml", 4, "", "replicas")
    outcomes = [
        Outcome(
            policy("a"),
            resource(line=line)._replace(render=f"shop ({line})"),
            "error",
            "fail",
            (finding("x", line)._replace(origin=origin),),
        )
        for line in (3, 7)
    ]
    commands = [line for line in lines(report(*outcomes)) if line.startswith("::")]
    (only,) = commands
    assert only.startswith("::error file=templates/web.yaml,line=4,title=a::x (Deployment shop/web)%0Avalues key: rep")


def test_severities_are_githubs_levels() -> None:
    outcomes = [
        Outcome(policy(one, one), resource(line=line), one, "fail", (finding("x", line),))
        for line, one in enumerate(SEVERITIES, 1)
    ]
    assert [line.split(" ")[0] for line in lines(report(*outcomes))[:3]] == ["::error", "::warning", "::notice"]
