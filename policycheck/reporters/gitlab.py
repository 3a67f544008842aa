"""`--format gitlab`: a Code Quality report, which GitLab compares with that of the target branch by fingerprints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256

from policycheck.comparison.failures import Failure
from policycheck.comparison.fingerprints import fingerprints
from policycheck.model import LeftOut, Report, Severity, Value
from policycheck.reporters.advice import advice
from policycheck.reporters.alike import missing_once
from policycheck.reporters.json_text import listed
from policycheck.reporters.placed import made_renders, named, opened
from policycheck.reporters.terminal import printable
from policycheck.reporters.view import View
from policycheck.reporters.worst_first import worst_first

_SEVERITIES: Mapping[Severity, str] = {"error": "critical", "warning": "minor", "info": "info"}
_NOT_CHECKED = "blocker"


def render(report: Report, view: View) -> str:  # noqa: ARG001 - every format's signature; this one lists what fails
    """A JSON list with one line an entry. No two have the same fingerprint, of which GitLab would show the first."""
    return listed(_entries(report))


def _entries(report: Report) -> Iterator[Value]:
    for left_out, _ in missing_once(one for one in report.left_out if one.unread):
        yield _entry(left_out.reason, "policycheck", _NOT_CHECKED, _told(left_out), (left_out.source, left_out.line))
    for text in advice(report):
        yield _entry(text, "policycheck", _NOT_CHECKED, _hashed(text), ("policycheck.yaml", None))
    failures, renders = worst_first(report), made_renders(report)
    known = fingerprints(failures)
    for one in failures:
        place = opened(one, renders)
        outcome = one.outcome
        severity = _NOT_CHECKED if outcome.status == "error" else _SEVERITIES[outcome.severity]
        yield _entry(_description(one), outcome.policy.id, severity, known[id(one)], (place.file, place.line))


def _entry(description: str, policy_id: str, severity: str, fingerprint: str, place: tuple[str, int | None]) -> Value:
    """GitLab wants a line, and shows none where it is 1."""
    file, line = place
    return {
        "description": printable(description),
        "check_name": policy_id,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": printable(file), "lines": {"begin": line or 1}},
    }


def _description(one: Failure) -> str:
    render = one.outcome.resource.render
    return f"{one.finding.message or one.outcome.policy.title} ({named(one)}, {render})"


def _told(left_out: LeftOut) -> str:
    return _hashed(f"{left_out.source}\n{left_out.line}\n{left_out.reason}")


def _hashed(text: str) -> str:
    return sha256(text.encode(errors="surrogatepass")).hexdigest()[:32]
