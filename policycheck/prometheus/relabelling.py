"""Relabelling carried out, step by step, over the labels of a target or a sample, as Prometheus does (B5.19).

What only run time knows, the value of a pod's hash or every label of a sample, is unknown here and stays so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policycheck.model import Path
from policycheck.prometheus.names import is_label_name, is_reserved
from policycheck.prometheus.patterns import anchored, expand, matches_whole
from policycheck.prometheus.relabel_steps import Step
from policycheck.records import Record

UNKNOWN = None
"""The value of a label that is there and whose text is not known."""

_ANYTHING = frozenset(("(.*)", ".*", "(?s)(.*)", "(?s:.*)"))


class Label(Record):
    """A label's value, UNKNOWN or a text, and where it comes from.

    `origin` is the place that made it, None for what a target has by itself; `by` is the action that did. `rewritten`:
    a step made it of its own old value.
    """

    value: str | None
    origin: Path | None = None
    by: str = ""
    rewritten: bool = False


class LabelSet:
    """Labels while they are changed. `open_prefixes`: labels that begin so may be there and are not known."""

    def __init__(self, labels: Mapping[str, Label], open_prefixes: tuple[str, ...] = ()) -> None:
        self.known = {name: label for name, label in labels.items() if label.value != ""}
        self.removed: set[str] = set()
        self.open_prefixes = open_prefixes

    def present(self) -> list[tuple[str, Label]]:
        """By name: of two that a labelmap writes to one name the later stays, as in Prometheus 2."""
        return sorted(self.known.items())

    def get(self, name: str) -> Label:
        """The label; one without a text where there is none, UNKNOWN where there may be one."""
        if name in self.known:
            return self.known[name]
        may_be_there = name not in self.removed and name.startswith(self.open_prefixes)
        return Label(UNKNOWN if may_be_there else "")

    def set(self, name: str, label: Label) -> None:
        if label.value == "":
            self.remove(name)
        else:
            self.known[name] = label

    def remove(self, name: str) -> None:
        self.known.pop(name, None)
        self.removed.add(name)


def relabel(
    labels: Mapping[str, Label], steps: Iterable[Step], open_prefixes: tuple[str, ...] = ()
) -> dict[str, Label] | None:
    """The labels after all steps; None where a step drops them for certain. The steps are ones Prometheus takes."""
    found = LabelSet(labels, open_prefixes)
    return dict(found.present()) if all(_keeps(step, found) for step in steps) else None


def final_labels(labels: Mapping[str, Label]) -> dict[str, Label]:
    """What a target keeps of its labels: all that begins with two underscores is dropped at the end."""
    return {name: label for name, label in labels.items() if not is_reserved(name)}


def _keeps(step: Step, labels: LabelSet) -> bool:
    """Carry one step out; whether the labels survive it."""
    match step.action:
        case "labelmap":
            _map_names(step, labels)
        case "labeldrop" | "labelkeep":
            for name, _ in labels.present():
                if matches_whole(step.regex, name) == (step.action == "labeldrop"):
                    labels.remove(name)
        case "replace":
            _replace(step, labels)
        case "keep" | "drop" | "keepequal" | "dropequal":
            return _is_kept(step, _joined(step, labels), labels)
        case _:
            labels.set(step.target_label, Label(_computed(step, _joined(step, labels)), step.path, step.action))
    return True


def _joined(step: Step, labels: LabelSet) -> str | None:
    values = [labels.get(name).value for name in step.source_labels]
    return UNKNOWN if None in values else step.separator.join(value for value in values if value is not None)


def _is_kept(step: Step, text: str | None, labels: LabelSet) -> bool:
    other = labels.get(step.target_label).value if step.action.endswith("equal") else ""
    if text is UNKNOWN or other is UNKNOWN:
        return True
    holds = text == other if step.action.endswith("equal") else matches_whole(step.regex, text)
    return holds == step.action.startswith("keep")


def _computed(step: Step, text: str | None) -> str | None:
    if text is UNKNOWN:
        return UNKNOWN
    if step.action == "hashmod":
        import hashlib  # noqa: PLC0415 - hardly any step is one

        digest = hashlib.md5(text.encode(errors="replace"), usedforsecurity=False).digest()
        return str(int.from_bytes(digest[8:], "big") % step.modulus)
    return text.lower() if step.action == "lowercase" else text.upper()


def _replace(step: Step, labels: LabelSet) -> None:
    text = _joined(step, labels)
    rewritten = step.target_label in step.source_labels
    if text is UNKNOWN:
        _replace_unknown(step, labels, rewritten=rewritten)
        return
    found = anchored(step.regex).search(text)
    if found is None:
        return
    target, value = expand(step.target_label, found), expand(step.replacement, found)
    if value == "" or not is_label_name(target):
        labels.remove(step.target_label)
    else:
        labels.set(target, Label(value, step.path, step.action, rewritten))


def _replace_unknown(step: Step, labels: LabelSet, *, rewritten: bool) -> None:
    """The regex may match or not. What is certain: `.*` always does, and a text without $ is what it says."""
    target = step.target_label
    if "$" in target:
        return
    if step.replacement == "":
        if step.regex in _ANYTHING:
            labels.remove(target)
        return
    certain = step.regex in _ANYTHING and "$" not in step.replacement
    labels.set(target, Label(step.replacement if certain else UNKNOWN, step.path, step.action, rewritten))


def _map_names(step: Step, labels: LabelSet) -> None:
    pattern = anchored(step.regex)
    for name, label in labels.present():
        found = pattern.search(name)
        if found is not None:
            labels.set(expand(step.replacement, found), Label(label.value, step.path, step.action))
