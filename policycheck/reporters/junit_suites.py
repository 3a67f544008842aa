"""The suites of a report: one a render, and one for the run where that has something to show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from policycheck.model import Outcome, Render, Report, Resource
from policycheck.records import Record
from policycheck.reporters.junit_names import INPUT, OF_THE_RUN, RUN, class_name, numbered, suite_names
from policycheck.reporters.junit_outcomes import ending
from policycheck.reporters.junit_run import render_testcases, run_testcases
from policycheck.reporters.junit_testcase import Flavor, Identity, Testcase, testcase
from policycheck.reporters.junit_xml import Attributes, clean
from policycheck.reporters.order import by_resource, in_order
from policycheck.reporters.summary import summarise
from policycheck.reporters.view import View


class Style(Record):
    """`names` are those of sources that are not called as they are; `version` is policycheck's."""

    flavor: Flavor
    names: Mapping[str, str]
    version: str | None


class Suite(Record):
    name: str
    properties: Attributes
    testcases: list[Testcase]

    @property
    def counts(self) -> Counter[str]:
        """How many testcases ended how, by mark."""
        return Counter(one.mark for one in self.testcases)


class _Scope(Record):
    render: Render
    resources: list[tuple[Resource, list[Outcome]]]


def suites(report: Report, style: Style) -> Iterator[Suite]:
    """In the order of the report's renders; no two testcases share classname and name."""
    of_run = _run_properties(report, style)
    if testcases := list(run_testcases(report, style.flavor)):
        yield Suite(OF_THE_RUN, of_run, testcases)
    class_names = {INPUT: 1, RUN: 1}
    scopes = list(_scopes(report))
    for scope, name in zip(scopes, suite_names([scope.render for scope in scopes]), strict=True):
        testcases = [
            *render_testcases(scope.render, numbered(name, class_names), report, style.flavor),
            *(
                one
                for resource, outcomes in scope.resources
                for one in _testcases(numbered(class_name(name, resource), class_names), outcomes, report, style)
            ),
        ]
        yield Suite(name, {**of_run, **_scope_properties(scope, report)}, testcases)


def _scopes(report: Report) -> Iterable[_Scope]:
    scopes = {render.id: _Scope(render, []) for render in report.renders}
    for resource, outcomes in by_resource(report, View(outcomes="all")):
        unknown = Render(resource.render, None, (), None)
        scopes.setdefault(resource.render, _Scope(unknown, [])).resources.append((resource, outcomes))
    for left_out in report.left_out:
        if left_out.render is not None:
            scopes.setdefault(left_out.render, _Scope(Render(left_out.render, None, (), None), []))
    return scopes.values()


def _testcases(name: str, outcomes: Iterable[Outcome], report: Report, style: Style) -> Iterator[Testcase]:
    """One an outcome; what was skipped is counted in the suite's properties."""
    taken: dict[str, int] = {}
    for outcome in outcomes:
        if outcome.status != "skip":
            identity = Identity(name, numbered(clean(outcome.policy.id), taken), *_place(outcome, style.names))
            yield testcase(identity, ending(outcome, report, style.names), style.flavor)


def _place(outcome: Outcome, names: Mapping[str, str]) -> tuple[str | None, int | None]:
    """The chart's file, which is what its author edits, its line where that is sure; else the manifest and line."""
    origins = [finding.origin for finding in in_order(outcome) if finding.origin and not finding.exception]
    sure = next((origin for origin in origins if origin.line is not None and not origin.doubt), None)
    if sure:
        return names.get(sure.template, sure.template), sure.line
    document = outcome.resource.document
    if document.template:
        return document.template, None
    first = next((finding for finding in in_order(outcome) if finding.line is not None), None)
    source = outcome.source_of(first) if first else document.source
    if source == outcome.resource.render:
        return None, None  # a render is no file
    return names.get(source, source), first.line if first else document.line


def _run_properties(report: Report, style: Style) -> Attributes:
    return {
        "policycheck": style.version,
        "verdict": report.verdict,
        "gate": report.fail_on,
        "resources": report.resources,
        "policies": len(report.policies),
        "policies.vacuous": len(report.vacuous),
        "left_out": len(report.left_out),
    }


def _scope_properties(scope: _Scope, report: Report) -> Attributes:
    """What was rendered, and how its outcomes are spread: `outcomes.skip` are the ones that are not listed."""
    judged = tuple(outcome for _, outcomes in scope.resources for outcome in outcomes)
    summary = summarise(report._replace(outcomes=judged))
    return {
        "chart": scope.render.chart,
        "values": ", ".join(scope.render.values) or None,
        "kubeVersion": scope.render.kube_version,
        **{f"outcomes.{status}": number for status, number in summary.statuses.items()},
        **{f"outcomes.fail.{severity}": number for severity, number in summary.failed_by_severity.items()},
    }
