"""Every policy that ran, as a rule: what did not fire ran too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policycheck.model import Policy, Report, Severity, Value
from policycheck.reporters.sarif_limits import MOST_RULES, MOST_TAGS
from policycheck.reporters.terminal import printable

LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
"""SARIF's words for severities."""


def rule_numbers(report: Report) -> dict[str, int]:
    """The place of each policy among the rules."""
    return {policy.id: number for number, policy in enumerate(report.policies[:MOST_RULES])}


def rules(report: Report) -> Iterator[Value]:
    """The rules of `report.policies`, in their order."""
    return map(_rule, report.policies[:MOST_RULES])


def _rule(policy: Policy) -> Value:
    link = next((one for one in policy.references if one.startswith("https://")), None)
    return {
        "id": policy.id,
        "shortDescription": {"text": _prose(policy.title)},
        "fullDescription": {"text": _prose(policy.rationale or policy.title)},
        "help": {"text": _help(policy)},
        **({"helpUri": link} if link and link.isascii() and link.isprintable() and " " not in link else {}),
        "defaultConfiguration": {"level": LEVELS[policy.severity]},
        "properties": {"tags": _tags(policy)},
    }


def _help(policy: Policy) -> str:
    told = [policy.rationale, policy.remediation, f"`policycheck explain {policy.id}` gives examples."]
    return " ".join(_prose(text) for text in told if text.strip())


def _prose(text: str) -> str:
    return printable(" ".join(text.split())) or "-"


def _tags(policy: Policy) -> Value:
    """Unique, as the schema wants them; a reader filters by what breaks."""
    tags = dict.fromkeys((policy.area, *([policy.breaks] if policy.breaks else []), *policy.tags))
    return [printable(tag) for tag in tags if tag][:MOST_TAGS]
