"""`--format sarif`: SARIF 2.1.0 (OASIS) as GitHub's code scanning takes it, every policy that ran as a rule."""

from __future__ import annotations

import json
from collections.abc import Sequence

from policycheck.comparison.diff import Diff
from policycheck.comparison.pairing import Kept
from policycheck.model import Report, Value
from policycheck.records import Record
from policycheck.reporters.json_text import rows, whole_characters
from policycheck.reporters.sarif_limits import MOST_BYTES, MOST_RESULTS, MOST_SHOWN, packed
from policycheck.reporters.sarif_results import BaselineState, Result, results
from policycheck.reporters.sarif_rules import rules
from policycheck.reporters.sarif_run import invocation, notice, properties
from policycheck.reporters.view import View
from policycheck.reporters.worst_first import excepted, weight, worst_first

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


class Sarif(Record):
    """`notices` say what was left out, or what GitHub will not show; they are in the text too."""

    text: str
    notices: tuple[str, ...]


def render(report: Report, view: View) -> str:  # noqa: ARG001 - every format's signature; this one lists findings
    """The report in ASCII."""
    return sarif(report).text


def sarif(report: Report, *, version: str | None = None) -> Sarif:
    """The report, cut to what GitHub takes: the worst come first, what is excepted last. `version` is policycheck's."""
    found = [one for one in worst_first(report) if one.outcome.status != "error"]  # which is told as a notification
    told = [*map(Result, found), *(Result(one, is_excepted=True) for one in excepted(report))]
    return written(report, told, version=version)


def sarif_of_diff(diff: Diff, *, version: str | None = None) -> Sarif:
    """The head's findings, each with its state, the new ones first.

    What the change has mended is in none of its results: GitHub knows no state, and would open an alert for it.
    """
    compared = diff.comparison
    told = [
        *(Result(one, state="new") for one in sorted(compared.new, key=weight)),
        *(Result(kept.after, state=_state(kept)) for kept in sorted(compared.kept, key=lambda one: weight(one.after))),
        *(Result(one, is_excepted=True) for one in excepted(diff.after)),
    ]
    judged = [one for one in told if one.failure.outcome.status != "error"]
    return written(diff.report._replace(outcomes=diff.after.outcomes), judged, version=version)


def _state(kept: Kept) -> BaselineState:
    return "updated" if kept.changed else "unchanged"


def written(report: Report, told: Sequence[Result], *, version: str | None) -> Sarif:
    """These results, of which the first are kept."""
    lines = list(map(json.dumps, results(report, told[:MOST_RESULTS])))
    while True:
        notices = tuple(_notices(len(told), len(lines)))
        text = _text(report, lines, notices, version)
        if packed(text) <= MOST_BYTES or not lines:
            return Sarif(text, notices)
        lines = lines[: len(lines) * 3 // 4]


def _notices(found: int, kept: int) -> list[str]:
    if kept < found:
        limits = f"GitHub takes {MOST_RESULTS:,} and {MOST_BYTES >> 20} MB"
        return [f"SARIF holds {kept:,} of {found:,} findings, the worst first: {limits}; the other formats have all"]
    if kept > MOST_SHOWN:
        return [f"SARIF holds {kept:,} findings, and GitHub shows the first {MOST_SHOWN:,}: the worst come first"]
    return []


def _text(report: Report, lines: Sequence[str], notices: Sequence[str], version: str | None) -> str:
    driver: dict[str, Value] = {"name": "policycheck", **({"semanticVersion": version} if version else {})}
    members = [
        f'"tool": {{"driver": {{{json.dumps(driver)[1:-1]}, {rows("rules", rules(report))}}}}}',
        f'"invocations": [{json.dumps(invocation(report, [notice(text) for text in notices]))}]',
        '"automationDetails": {"id": "policycheck/"}',
        '"columnKind": "utf16CodeUnits"',
        f'"properties": {json.dumps(properties(report))}',
        '"results": [\n' + ",\n".join(lines) + "\n]" if lines else '"results": []',
    ]
    run = ",\n".join(members)
    return whole_characters(f'{{\n"$schema": "{SCHEMA}",\n"version": "2.1.0",\n"runs": [{{\n{run}\n}}]\n}}\n')
