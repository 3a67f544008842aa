"""`--format json`: one line an outcome, so that it can be grepped and compared."""

from __future__ import annotations

import json

from policycheck.model import (
    Finding,
    LeftOut,
    Loaded,
    Note,
    Origin,
    Outcome,
    PolicyException,
    Render,
    Report,
    Value,
    dotted,
)
from policycheck.reporters.json_text import rows, whole_characters
from policycheck.reporters.order import by_resource, in_order
from policycheck.reporters.summary import summarise
from policycheck.reporters.view import View


def render(report: Report, view: View) -> str:
    """The whole report as ASCII, valid for strict readers: half of a surrogate pair becomes U+FFFD."""
    outcomes = (outcome for _, of_resource in by_resource(report, view) for outcome in of_resource)
    members = [
        '"version": 1',
        f'"verdict": {json.dumps(report.verdict)}',
        f'"summary": {json.dumps(_summary(report))}',
        f'"vacuous": {json.dumps(sorted(report.vacuous))}',
        rows("renders", map(_render, report.renders)),
        rows("loaded", map(_loaded, report.loaded)),
        rows("left_out", map(left_out_row, report.left_out)),
        rows("notes", map(note_row, report.notes)),
        rows("outcomes", map(outcome_row, outcomes)),
    ]
    text = "{\n" + ",\n".join(members) + "\n}\n"
    return whole_characters(text)


def _summary(report: Report) -> Value:
    summary = summarise(report)
    return {
        "resources": summary.resources,
        "policies": summary.policies,
        **{str(status): number for status, number in summary.statuses.items()},
        "by_severity": dict(summary.failed_by_severity),
    }


def _render(render: Render) -> Value:
    return {
        "id": render.id,
        "chart": render.chart,
        "values": list(render.values),
        "values_name": render.values_name,
        "release": render.release,
        "kubeVersion": render.kube_version,
    }


def _loaded(loaded: Loaded) -> Value:
    return {"source": loaded.source, "documents": loaded.documents, "resources": loaded.resources}


def left_out_row(left_out: LeftOut) -> Value:
    return {"source": left_out.source, "line": left_out.line, "reason": left_out.reason, "render": left_out.render}


def note_row(note: Note) -> Value:
    return {"level": note.level, "source": note.source, "line": note.line, "text": note.text}


def outcome_row(outcome: Outcome) -> dict[str, Value]:
    resource = outcome.resource
    return {
        "policy": outcome.policy.id,
        "severity": outcome.severity,
        "status": outcome.status,
        "render": resource.render,
        "resource": {
            "apiVersion": resource.api_version,
            "kind": resource.kind,
            "namespace": resource.namespace,
            "name": resource.name,
        },
        "source": resource.document.source,
        "template": resource.document.template,
        "line": resource.document.line,
        "reason": outcome.reason,
        "findings": [_finding(finding) for finding in in_order(outcome)],
    }


def _finding(finding: Finding) -> Value:
    """`source` is there only where it is another file than the resource's."""
    return {
        "path": dotted(finding.path),
        **({"source": finding.source} if finding.source else {}),
        "line": finding.line,
        "column": finding.column,
        "message": finding.message,
        **(_origin(finding.origin) if finding.origin else {}),
        "exception": finding.exception and _exception(finding.exception),
    }


def _origin(origin: Origin) -> dict[str, Value]:
    """There where the chart is at hand. `template_doubt` says why there is no line, or why it is not sure."""
    return {
        "template_file": origin.template,
        "template_line": origin.line,
        "template_doubt": origin.doubt or None,
        "values_key": origin.values_key,
        "values_file": origin.values_file,
        "values_line": origin.values_line,
        "values_hint": origin.hint or None,
    }


def _exception(exception: PolicyException) -> Value:
    return {"policy": exception.policy, "reason": exception.reason, "expires": exception.expires}
