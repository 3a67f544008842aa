"""Values that a values.schema.json refuses, each at the line of the values file that sets it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from policycheck.errors import PolicycheckError, RenderError
from policycheck.exact_yaml.positions import locate
from policycheck.exact_yaml.reader import read
from policycheck.model import Path, Value
from policycheck.patterns import regex
from policycheck.records import Record
from policycheck.renderers.request import PreparedChart, RenderRequest
from policycheck.renderers.template_paths import shown

_INTRODUCTION = "values don't meet the specifications of the schema(s) in the following chart(s):"
_OF_HELM_4 = regex(r"^\s*- at '(?P<pointer>[^\n]*?)': (?P<said>.*)$")
_OF_HELM_3 = regex(r"^- (?P<dotted>[^\s:]+): (?P<said>.*)$")
_UNKNOWN = regex(
    r"additional propert(?:y|ies) (?P<names>'.*') not allowed|Additional property (?P<name>\S+) is not allowed"
)
_GROUPS = ("validation failed", "'allOf' failed", "'anyOf' failed", "'oneOf' failed")


class _Violation(Record):
    path: Path
    said: str


class _Place(Record):
    source: str | None
    line: int | None
    column: int | None


def schema_error(chart: PreparedChart, request: RenderRequest, text: str) -> RenderError | None:
    """One error that names every refused value, standing at the first of them; None for another kind of text."""
    _, introduced, listed = text.partition(_INTRODUCTION)
    violations = sorted(set(_violations(chart, listed)), key=lambda one: (str(one.path), one.said))
    if not introduced or not violations:
        return None
    first = violations[0]
    place = _place(chart, request, first.path)
    said = "; ".join(f"{_dotted(one.path)}: {one.said}" for one in violations)
    return RenderError(
        f"values.schema.json refuses {said}",
        source=place.source,
        line=place.line,
        column=place.column,
        helm=text,
        pointer=_pointer(first.path),
    )


def _violations(chart: PreparedChart, listed: str) -> Iterator[_Violation]:
    above: Path = ()
    for line in listed.splitlines():
        if found := _OF_HELM_4.match(line):
            path = tuple(_part(part) for part in found["pointer"].split("/")[1:])
        elif found := _OF_HELM_3.match(line):
            path = () if found["dotted"] == "(root)" else tuple(_part(part) for part in found["dotted"].split("."))
        else:
            above = _subchart(chart, line.strip().removesuffix(":")) if line.strip() else above
            continue
        if found["said"] not in _GROUPS:
            yield from _unknown_keys((*above, *path), found["said"])


def _unknown_keys(path: Path, said: str) -> Iterator[_Violation]:
    found = _UNKNOWN.search(said)
    if not found:
        yield _Violation(path, said)
        return
    for name in [found["name"]] if found["name"] else re.findall(r"'([^']*)'", found["names"]):
        yield _Violation((*path, name), "no such value")


def _part(part: str) -> str | int:
    part = part.replace("~1", "/").replace("~0", "~")
    return int(part) if part.isdigit() else part


def _subchart(chart: PreparedChart, name: str) -> Path:
    """Where the values of the chart that a list is about begin; of a subchart's subchart only the last name is said."""
    return () if name == chart.file.name else (name,)


def _place(chart: PreparedChart, request: RenderRequest, path: Path) -> _Place:
    """The last values file that sets the value; the chart's own values; the chart's own schema, where none sets it."""
    own = os.path.join(chart.folder, "values.yaml")
    for file, name in [*((one, one) for one in reversed(request.values_files)), (own, shown(chart, own))]:
        try:
            with open(file, "rb") as opened:
                text = opened.read()
            if found := _found(read(text).body, path):
                return _Place(name, *locate(text, [found])[found])
        except (OSError, PolicycheckError):
            continue
    if any(path[:1] == (re.split(r"[.=\[]", one)[0],) for one in (*request.set_values, *request.set_strings)):
        return _Place("--set", None, None)
    return _Place(shown(chart, own), None, None)


def _found(value: Value, path: Path) -> Path | None:
    """The path as it stands in the value, where a number can be a key; None if it is not there."""
    found: Path = ()
    for part in path:
        key = str(part) if isinstance(value, dict) else part
        held = dict(enumerate(value)) if isinstance(value, list) else value
        if not isinstance(held, dict) or key not in held:
            return None
        value = held[key]
        found = (*found, key)
    return found


def _dotted(path: Path) -> str:
    written = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return written.removeprefix(".") or "the values"


def _pointer(path: Path) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)
