"""One step of relabelling: read as it is written, and what Prometheus refuses in it (semantics B5.19)."""

from __future__ import annotations

from policycheck.kubernetes import reading
from policycheck.model import Path, Value
from policycheck.prometheus.names import is_label_name, is_target_label
from policycheck.prometheus.patterns import is_pattern
from policycheck.records import Record

ACTIONS = (
    *("replace", "keep", "drop", "keepequal", "dropequal", "hashmod", "labelmap", "labeldrop", "labelkeep"),
    *("lowercase", "uppercase"),
)
ACTIONS_OF_OPERATOR = frozenset(
    (
        *ACTIONS,
        *("Replace", "Keep", "Drop", "KeepEqual", "DropEqual", "HashMod", "LabelMap", "LabelDrop", "LabelKeep"),
        *("Lowercase", "Uppercase"),
    )
)
"""Prometheus takes an action in any case; the schema of the operator's kinds takes these."""

_FIELDS = ("sourceLabels", "separator", "targetLabel", "regex", "modulus", "replacement", "action")
_IN_FILES = {"sourceLabels": "source_labels", "targetLabel": "target_label"}

_WRITE = frozenset(("replace", "hashmod", "lowercase", "uppercase", "keepequal", "dropequal"))
_COPY = frozenset(("lowercase", "uppercase", "keepequal", "dropequal"))
_COMPARE = frozenset(("keepequal", "dropequal"))
_BY_NAME = frozenset(("labeldrop", "labelkeep"))


class Step(Record):
    """A step with Prometheus' defaults filled in. `path` is where it stands, `written` the fields that are there."""

    action: str
    source_labels: tuple[str, ...]
    separator: str
    target_label: str
    regex: str
    modulus: int
    replacement: str
    written: frozenset[str]
    path: Path = ()


def read_step(value: Value, path: Path = ()) -> Step:
    """Read a step of a monitor (`sourceLabels`) or of prometheus.yml (`source_labels`); Unreadable for wrong types."""
    body = reading.mapping(value, "a relabelling step")
    fields = {name: body.get(_IN_FILES.get(name, name), body.get(name)) for name in _FIELDS}
    sources = [
        reading.text(one, "a label's name") for one in reading.sequence(fields["sourceLabels"], "a list of labels")
    ]
    modulus = fields["modulus"]
    return Step(
        action=_scalar(fields["action"], "replace").lower(),
        source_labels=tuple(sources),
        separator=_scalar(fields["separator"], ";"),
        target_label=_scalar(fields["targetLabel"], ""),
        regex=_scalar(fields["regex"], "(.*)"),
        modulus=0 if modulus is None else reading.whole_number(modulus, "a modulus"),
        replacement=_scalar(fields["replacement"], "$1"),
        written=frozenset(name for name, value in fields.items() if value is not None),
        path=path,
    )


def _scalar(value: Value, default: str) -> str:
    """In prometheus.yml `regex: true` and `replacement: 1` are texts; the types of monitors are judged elsewhere."""
    if value is None:
        return default
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return str(value)
    return reading.text(value, "a string")


def step_fault(step: Step) -> str:
    """Why Prometheus refuses the step, "" where it does not."""
    action = step.action
    if action not in ACTIONS:
        return "its action is none that Prometheus knows"
    if not is_pattern(step.regex):
        return "its regex is none of RE2: no look-around, no back-references"
    if action == "hashmod" and step.modulus == 0:
        return "hashmod needs a modulus above 0"
    if action in _WRITE and not step.target_label:
        return f"{action} needs targetLabel"
    return _wrong_target(step) or _superfluous(step)


def _wrong_target(step: Step) -> str:
    action = step.action
    if action in _WRITE - {"hashmod"} and not is_target_label(step.target_label):
        return "its targetLabel is no label's name"
    if action == "hashmod" and not is_label_name(step.target_label):
        return "hashmod writes to one label, so its targetLabel is a label's name without $1"
    if action == "labelmap" and not is_target_label(step.replacement):
        return "the replacement of labelmap is no label's name"
    return ""


def _superfluous(step: Step) -> str:
    """Fields that an action refuses unless they say what is the default anyway; of regex none may be written at all."""
    changed = {
        name
        for name, value, default in (
            ("sourceLabels", step.source_labels, ()),
            ("separator", step.separator, ";"),
            ("targetLabel", step.target_label, ""),
            ("modulus", step.modulus, 0),
            ("replacement", step.replacement, "$1"),
        )
        if value != default
    } | ({"sourceLabels", "regex"} & step.written)
    action = step.action
    if action in _COPY and "replacement" in changed:
        return f"{action} takes no replacement"
    if action in _COMPARE and changed & {"regex", "modulus", "separator"}:
        return f"{action} takes sourceLabels and targetLabel only"
    if action in _BY_NAME and changed - {"regex"}:
        return f"{action} takes a regex only"
    return ""


def names_written(step: Step) -> tuple[str, ...]:
    """The labels that a step writes to, where that can be told without a target: none for `$1` and for labelmap."""
    return (step.target_label,) if step.action in _WRITE - _COMPARE and "$" not in step.target_label else ()
