"""A report that knows a baseline: what is in it is excepted, and what of it is gone is said."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from policycheck.authoring.baseline.entries import Entry
from policycheck.authoring.baseline.known import entry_of, known
from policycheck.comparison.failures import Failure, failures
from policycheck.errors import did_you_mean
from policycheck.model import Finding, Match, Note, Outcome, PolicyException, Report, Severity
from policycheck.records import Record
from policycheck.reporters.last_line import counted


class Baseline(Record):
    """The entries of the file `source`."""

    source: str
    entries: Sequence[Entry]


class Baselined(Record):
    """`kept` are the entries but for `gone`, which stand for nothing any more."""

    report: Report
    kept: list[Entry]
    gone: list[Entry]


def baselined(report: Report, baseline: Baseline, policies: Collection[str], *, strict: bool = False) -> Baselined:
    """The report with the findings excepted that are in the baseline; `policies` are the ids of all that are known.

    An entry that no longer occurs, or is for an unknown policy, is a warning, and an error where the run is strict.
    """
    failed = _failed(report)
    found = known(baseline.entries, failed)
    exceptions = {
        _key(one.outcome, one.finding): _exception(found.entries[id(one)], baseline.source)
        for one in failed
        if id(one) in found.entries
    }
    looked = _Looked(report)
    gone = [entry for entry in found.idle if entry.policy in policies and looked.at(entry)]
    unknown = [entry for entry in found.idle if entry.policy not in policies]
    level: Severity = "error" if strict else "warning"
    said = [*((one, _GONE) for one in gone), *((one, _unknown(one, policies)) for one in unknown)]
    notes = [Note(level, baseline.source, one.line, f"{_named(one)} {text}") for one, text in said]
    if apart := len(found.idle) - len(said):
        text = f"{counted(apart, 'entry')} in it for what this run did not look at"
        notes.append(Note("info", baseline.source, None, text))
    out_of_date = {id(entry) for entry in gone}
    return Baselined(
        report._replace(
            outcomes=tuple(_excepted(outcome, exceptions) for outcome in report.outcomes),
            notes=(*report.notes, *notes),
        ),
        [entry for entry in baseline.entries if id(entry) not in out_of_date],
        gone,
    )


def new_baseline(report: Report, old: Sequence[Entry], *, since: str, reason: str) -> list[Entry]:
    """An entry for every finding that fails now; what was in the old one keeps its day and its reason."""
    failed = _failed(report)
    found = known(old, failed)
    entries = [(one, entry_of(one, since=since, reason=reason)) for one in failed]
    return [
        entry._replace(since=before.since, reason=before.reason) if (before := found.entries.get(id(one))) else entry
        for one, entry in entries
    ]


_GONE = "no longer occurs; --prune takes it out"


def _unknown(entry: Entry, policies: Collection[str]) -> str:
    hint = did_you_mean(entry.policy, policies) or "; take it out"
    return f"hides nothing: no policy has the id {entry.policy}{hint}"


def _named(entry: Entry) -> str:
    return f"{entry.policy} at {entry.object} {entry.at} in {entry.render}"


def _failed(report: Report) -> list[Failure]:
    return [one for one in failures(report) if one.outcome.status == "fail"]


_Key = tuple[str, int, int]


def _key(outcome: Outcome, finding: Finding) -> _Key:
    """A finding as itself: two that say the same are two."""
    return outcome.policy.id, id(outcome.resource), id(finding)


def _exception(entry: Entry, source: str) -> PolicyException:
    reason = f"in the baseline since {entry.since}: {entry.reason}"
    match = Match(hooks="include")
    return PolicyException(entry.policy, match, None, None, reason, None, source, ("findings",), is_known=True)


def _excepted(outcome: Outcome, exceptions: Mapping[_Key, PolicyException]) -> Outcome:
    if outcome.status != "fail":
        return outcome
    findings = tuple(
        one if one.exception else one._replace(exception=exceptions.get(_key(outcome, one))) for one in outcome.findings
    )
    covered = bool(findings) and all(one.exception for one in findings)
    return outcome._replace(findings=findings, status="excepted" if covered else "fail")


class _Looked:
    """What a run looked at: nothing else can be said to be gone."""

    def __init__(self, report: Report) -> None:
        unread = [one for one in report.left_out if one.unread]
        self._broken = {one.render for one in unread if one.render is not None}
        self._all_read = all(one.render is not None for one in unread)
        self._renders = {render.id for render in report.renders}
        self._policies = {policy.id for policy in report.policies}
        self._unjudged = {(one.policy.id, one.resource.render) for one in self._errors(report)}

    @staticmethod
    def _errors(report: Report) -> Iterator[Outcome]:
        return (one for one in report.outcomes if one.status == "error")

    def at(self, entry: Entry) -> bool:
        return (
            self._all_read
            and entry.policy in self._policies
            and entry.render in self._renders - self._broken
            and (entry.policy, entry.render) not in self._unjudged
        )
