"""How the testcase of an outcome ends, and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policycheck.model import Finding, Outcome, PolicyException, Report, dotted
from policycheck.reporters.junit_testcase import Ending
from policycheck.reporters.order import in_order
from policycheck.reporters.origins import place, remarks
from policycheck.reporters.terminal import wrapped

_WIDTH = 100
"""Columns of prose: most readers show the text as it is, and cut what is wider."""


def ending(outcome: Outcome, report: Report, names: Mapping[str, str]) -> Ending:
    """A failure exactly at the gate; below it the testcase passes and says the same. `names` are those of sources."""
    if outcome.status == "pass":
        return Ending()
    if outcome.status == "error":
        return Ending("error", "not judged", [*_not_judged(outcome, names)])
    if outcome.status == "excepted":
        return Ending("skipped", "excepted", [*_excepted(outcome, names)])
    lines = [*_failed(outcome, names)]
    if report.fails(outcome.severity):
        return Ending("failure", outcome.severity, lines)
    return Ending(lines=[f"{outcome.severity}, below the gate ({report.fail_on}): {lines[0]}", *lines[1:]])


def _failed(outcome: Outcome, names: Mapping[str, str]) -> Iterator[str]:
    findings = in_order(outcome)
    violations = [finding for finding in findings if not finding.exception]
    if not violations:
        yield _in_short(outcome)
    for finding in violations:
        yield from _finding(finding, outcome, names)
    for finding in findings:
        if finding.exception:
            yield f"excepted: {_reason(finding.exception)}"
            yield from _finding(finding, outcome, names)
    yield _resource(outcome, names)
    remedy = f"What to do: {' '.join(outcome.policy.remediation.split())}"
    yield from wrapped(remedy, width=_WIDTH, first="", indent="  ")
    yield f"`policycheck explain {outcome.policy.id}` gives reason and examples."


def _excepted(outcome: Outcome, names: Mapping[str, str]) -> Iterator[str]:
    """First every reason, once each, since some readers show no more."""
    findings = in_order(outcome)
    exceptions = [finding.exception for finding in findings if finding.exception]
    yield "; ".join(dict.fromkeys(map(_reason, exceptions))) or _in_short(outcome)
    for finding in findings:
        yield from _finding(finding, outcome, names)
    yield from dict.fromkeys(f"exception: {_written(exception, names)}" for exception in exceptions)
    yield _resource(outcome, names)


def _not_judged(outcome: Outcome, names: Mapping[str, str]) -> Iterator[str]:
    policy = outcome.policy.id
    yield _in_short(outcome)
    yield _resource(outcome, names)
    yield f"What to do: mend the policy (`policycheck explain {policy}` names its file) or --disable {policy}"


def _in_short(outcome: Outcome) -> str:
    return outcome.reason or outcome.policy.title


def _reason(exception: PolicyException) -> str:
    until = f"until {exception.expires}" if exception.expires else "never expires"
    return f"{exception.reason} ({until})"


def _written(exception: PolicyException, names: Mapping[str, str]) -> str:
    return f"{names.get(exception.source, exception.source)} {dotted(exception.path)}"


def _finding(finding: Finding, outcome: Outcome, names: Mapping[str, str]) -> Iterator[str]:
    yield finding.message or outcome.policy.title
    yield f"  {place(finding, outcome, names)}"
    yield from (f"  {remark}" for remark in remarks(finding, names, in_full=True))


def _resource(outcome: Outcome, names: Mapping[str, str]) -> str:
    resource = outcome.resource
    name = "/".join(part for part in (resource.namespace, resource.name) if part)
    template = f"{resource.document.template}, " if resource.document.template else ""
    return f"{resource.kind} {name} ({template}{_placed(resource.document.source, resource.document.line, names)})"


def _placed(source: str, line: int | None, names: Mapping[str, str]) -> str:
    return ":".join(str(part) for part in (names.get(source, source), line) if part is not None)
