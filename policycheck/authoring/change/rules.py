"""What a change does to its own examination: a policy switched off, a gate lowered, an exception added."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator

from policycheck.authoring.baseline.entries import Entry
from policycheck.comparison.diff import RuleChange
from policycheck.comparison.failures import Failure, excepted
from policycheck.config.effective import Config
from policycheck.model import SEVERITIES, Gate, Policy, PolicyException, Report

_WHERE = ("source", "examples", "equivalent", "severity", "params")
"""Of a policy: where it is written, what proves it, and what is compared by itself."""

_STRICTNESS: tuple[Gate, ...] = ("never", "error", "warning", "info")

_Scope = tuple[object, ...]


def rule_changes(before: Config, after: Config, report: Report) -> Iterator[RuleChange]:
    """What is looser after the change than before it; `report` is the head's, and says how much exceptions hide."""
    yield from _gate(before, after)
    yield from _policies(before, after)
    yield from _excluded(before, after)
    yield from _exceptions(before, after, report)


def carried_exceptions(before: Report, after: Report, files: Iterable[str]) -> Iterator[RuleChange]:
    """Exceptions that resources carry and that hide something, of which the base had none."""
    written = set(files)
    known = {_carried(one) for one in excepted(before)}
    told: dict[tuple[str, ...], RuleChange] = {}
    for one in excepted(after):
        exception = one.finding.exception
        if exception and exception.source not in written and _carried(one) not in known:
            resource = one.outcome.resource
            text = f"{resource.kind} {resource.name} excepts itself from {exception.policy}: {exception.reason}"
            told.setdefault(_carried(one), RuleChange(text, resource.document.template))
    return iter(told.values())


def added_to_baseline(before: Iterable[Entry], after: Iterable[Entry], source: str) -> Iterator[RuleChange]:
    """The entries of a baseline that the base's did not have, by policy."""
    known = Counter(one.place for one in before)
    added: dict[str, list[Entry]] = {}
    for one in after:
        known[one.place] -= 1
        if known[one.place] < 0:
            added.setdefault(one.policy, []).append(one)
    for policy_id, entries in sorted(added.items()):
        text = f"{_findings(len(entries))} of {policy_id} put into the baseline: {entries[0].reason}"
        yield RuleChange(text, source, entries[0].line)


def _gate(before: Config, after: Config) -> Iterator[RuleChange]:
    if _STRICTNESS.index(after.fail_on) < _STRICTNESS.index(before.fail_on):
        yield _said(after, f"the gate is {after.fail_on}, and was {before.fail_on}: less fails", ("failOn",))


def _policies(before: Config, after: Config) -> Iterator[RuleChange]:
    known = {policy.id for policy in after.known}
    running = {policy.id: policy for policy in after.policies}
    for old in before.policies:
        new = running.get(old.id)
        setting = ("policies", old.id)
        if old.id not in known:
            yield RuleChange(f"{old.id} is gone: no such policy is known any more", old.source)
        elif new is None:
            yield _said(after, f"{old.id} is switched off", setting)
        else:
            yield from _loosened(old, new, after)


def _loosened(old: Policy, new: Policy, after: Config) -> Iterator[RuleChange]:
    setting = ("policies", old.id)
    if SEVERITIES.index(new.severity) > SEVERITIES.index(old.severity):
        yield _said(after, f"{old.id} is of severity {new.severity}, and was {old.severity}", setting)
    if new.params != old.params:
        yield _said(after, f"{old.id} has other parameters", setting)
    if _judged_by(old) != _judged_by(new):
        yield RuleChange(f"{old.id} judges otherwise: its file has changed", new.source)


def _judged_by(policy: Policy) -> dict[str, object]:
    return {name: value for name, value in policy._asdict().items() if name not in _WHERE}


def _excluded(before: Config, after: Config) -> Iterator[RuleChange]:
    for pattern in after.exclude:
        if pattern not in before.exclude:
            yield _said(after, f"paths that match {pattern} are not looked at", ("paths", "exclude"))


def _exceptions(before: Config, after: Config, report: Report) -> Iterator[RuleChange]:
    known: dict[_Scope, list[str | None]] = {}
    for one in before.exceptions:
        known.setdefault(_scope(one), []).append(one.expires)
    for one in after.exceptions:
        days = known.get(_scope(one))
        until = f"until {one.expires}" if one.expires else "for ever"
        if days is None:
            hidden = sum(failure.finding.exception == one for failure in excepted(report))
            text = f"an exception from {one.policy}, {until}, that hides {_findings(hidden)} here: {one.reason}"
            yield _at(after, text, one)
        elif None not in days and all(one.expires is None or one.expires > str(day) for day in days):
            yield _at(after, f"the exception from {one.policy} lasts longer, {until}: {one.reason}", one)


def _findings(number: int) -> str:
    return "1 finding" if number == 1 else f"{number or 'no'} findings"


def _scope(one: PolicyException) -> _Scope:
    match = one.match
    chosen = (match.kinds, match.api_versions, match.names, match.namespaces, tuple(sorted(match.labels.items())))
    return (one.policy, chosen, one.container, one.template)


def _carried(one: Failure) -> tuple[str, ...]:
    resource = one.outcome.resource
    return (one.outcome.policy.id, resource.group, resource.kind, resource.namespace or "", resource.name)


def _said(config: Config, text: str, path: tuple[str, ...]) -> RuleChange:
    """At the line of the setting, in the last file that says it; else in the last one there is."""
    for source, root in reversed(list(config.files.items())):
        if _is_written(root.body, path):
            return RuleChange(text, source, root.line(*path))
    return RuleChange(text, next(reversed(list(config.files)), None))


def _is_written(body: object, path: tuple[str, ...]) -> bool:
    for key in path:
        if not isinstance(body, dict) or key not in body:
            return False
        body = body[key]
    return True


def _at(config: Config, text: str, one: PolicyException) -> RuleChange:
    root = config.files.get(one.source)
    return RuleChange(text, os.path.normpath(one.source), root.line(*one.path) if root else None)
