"""Where a finding is and what it is made of, as text: the template first, for that is what its author edits.

A line of rendered text is always called that, beside a line of a template.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policycheck.model import Finding, Origin, Outcome, dotted

NO_LINE = "no line of"

_AS_IT_IS: Mapping[str, str] = {}


def place(finding: Finding, outcome: Outcome, names: Mapping[str, str] = _AS_IT_IS) -> str:
    """`charts/shop/templates/web.yaml:41 (rendered: stdin:93) spec.replicas`; `names` are those of files."""
    rendered = "" if finding.line is None else _placed(outcome.source_of(finding), finding.line, names)
    origin = finding.origin
    if origin and origin.line is not None:
        template = _placed(origin.template, origin.line, names)
        rendered = f"{template} (rendered: {rendered})" if rendered else template
    return " ".join(part for part in (rendered, dotted(finding.path)) if part)


def remarks(finding: Finding, names: Mapping[str, str] = _AS_IT_IS, *, in_full: bool) -> Iterator[str]:
    """What there is to say of the place, a line each: how sure it is, and which key of the values it follows.

    That there is no key is said only in full: then the template is what to change, and its line is there already.
    """
    origin = finding.origin
    if origin is None:
        return
    if origin.doubt:
        known = "not sure of the template's line" if origin.line else f"{NO_LINE} {_name(origin.template, names)} known"
        yield f"{known}: {origin.doubt}"
    if origin.values_key:
        yield f"values key: {origin.values_key}{', ' if origin.hint else ''}{origin.hint}{_set_at(origin, names)}"
    elif origin.hint and in_full:
        yield f"no values key: {origin.hint}"


def _set_at(origin: Origin, names: Mapping[str, str]) -> str:
    return f" ({_placed(origin.values_file, origin.values_line, names)})" if origin.values_file else ""


def _placed(file: str, line: int | None, names: Mapping[str, str]) -> str:
    return _name(file, names) if line is None else f"{_name(file, names)}:{line}"


def _name(file: str, names: Mapping[str, str]) -> str:
    return names.get(file, file)
