"""Findings as results of SARIF."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Literal
from urllib.parse import quote

from policycheck.comparison.failures import Failure
from policycheck.comparison.fingerprints import fingerprints
from policycheck.model import PolicyException, Report, Value, dotted
from policycheck.records import Record
from policycheck.reporters.placed import Opened, made_renders, named, opened
from policycheck.reporters.sarif_rules import LEVELS, rule_numbers
from policycheck.reporters.terminal import printable

BaselineState = Literal["new", "unchanged", "updated"]


class Result(Record):
    """`state` is how it is to an earlier run, where there is one; what is `is_excepted` is shown as suppressed."""

    failure: Failure
    is_excepted: bool = False
    state: BaselineState | None = None


def results(report: Report, told: Sequence[Result]) -> Iterator[Value]:
    """In the order given."""
    numbers, renders = rule_numbers(report), made_renders(report)
    known = fingerprints(one.failure for one in told)
    for one in told:
        place = opened(one.failure, renders)
        yield _result(one, place, known[id(one.failure)], numbers.get(one.failure.outcome.policy.id))


def _result(one: Result, place: Opened, fingerprint: str, number: int | None) -> Value:
    outcome, finding = one.failure.outcome, one.failure.finding
    exception = finding.exception if one.is_excepted else None
    return {
        "ruleId": outcome.policy.id,
        **({} if number is None else {"ruleIndex": number}),
        "level": LEVELS[outcome.severity],
        "message": {"text": message(one.failure)},
        "locations": [{**_physical(place), "logicalLocations": [_logical(one.failure)]}],
        **_related(one.failure),
        # GitHub knows an alert again by the first, and makes one of the line's text where it is not given.
        "partialFingerprints": {"primaryLocationLineHash": f"{fingerprint}:1", "policycheck/v1": fingerprint},
        **({"baselineState": one.state} if one.state else {}),
        **({"suppressions": [_suppression(exception, outcome.resource.document.source)]} if exception else {}),
        "properties": {"render": printable(outcome.resource.render), "path": printable(dotted(finding.path))},
    }


def message(one: Failure) -> str:
    """What is wrong, and with what. SARIF takes `[text](target)` for a link, whoever wrote it."""
    said = f"{one.finding.message or one.outcome.policy.title} ({named(one)}, {one.outcome.resource.render})"
    return printable(said).replace("](", "] (")


def _physical(place: Opened) -> dict[str, Value]:
    region = {"startLine": place.line, **({"startColumn": place.column} if place.column else {})}
    return {
        "physicalLocation": {
            "artifactLocation": artifact(place.file),
            **({"region": region} if place.line else {}),
        }
    }


def artifact(file: str) -> dict[str, Value]:
    """A file of the repository by its path there, any other by its address."""
    path = os.path.normpath(file).replace(os.sep, "/")
    address = quote(path, safe="/", errors="replace")
    return {"uri": f"file://{address}"} if path.startswith("/") else {"uri": address, "uriBaseId": "%SRCROOT%"}


def _logical(one: Failure) -> Value:
    resource = one.outcome.resource
    name = "/".join(part for part in (resource.namespace, resource.kind, resource.name) if part)
    path = dotted(one.finding.path)
    return {
        "name": printable(resource.name),
        "kind": "resource",
        "fullyQualifiedName": printable(f"{name}: {path}" if path else name),
    }


def _related(one: Failure) -> dict[str, Value]:
    """The key of the values behind it, where it is known: what most authors change."""
    origin = one.finding.origin
    if origin is None or not origin.values_key or not origin.values_file or origin.values_line is None:
        return {}
    place = Opened(origin.values_file, origin.values_line)
    return {"relatedLocations": [{**_physical(place), "message": {"text": printable(f"values {origin.values_key}")}}]}


def _suppression(exception: PolicyException, source: str) -> Value:
    until = f"until {exception.expires}" if exception.expires else "never expires"
    return {
        "kind": "inSource" if exception.source == source else "external",
        "status": "accepted",
        "justification": printable(f"{exception.reason} ({until})"),
    }
