"""Whole numbers of --set, kept whole: the library takes values as JSON, where Helm reads every number as a float.

A template of ours, which Helm runs before all others and which renders nothing, writes them back as integers.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator

from policycheck.model import Path, Value
from policycheck.renderers.set_values import SetInteger

_GLOBAL = "global"
_NAME = "policycheck-integers.tpl"
_DEEP = os.path.join("templates", *["p"] * 40)
"""Helm runs the templates that lie deepest first."""


def has_integers(value: Value) -> bool:
    """Whether --set gave a whole number somewhere in the value."""
    if isinstance(value, dict):
        return any(has_integers(one) for one in value.values())
    if isinstance(value, list):
        return any(has_integers(one) for one in value)
    return isinstance(value, SetInteger)


def write_template(folder: str, values: dict[str, Value]) -> None:
    """Write the template into a chart's folder, a copy of ours."""
    os.makedirs(os.path.join(folder, _DEEP))
    with open(os.path.join(folder, _DEEP, _NAME), "w", encoding="utf-8") as file:
        file.write(template(values))


def has_run(files: Iterable[str]) -> bool:
    """Whether the template is among those that Helm ran: a .helmignore can hide it."""
    return any(name.endswith(_NAME) for name in files)


def template(values: dict[str, Value]) -> str:
    """Every subchart has its own copy of the global values, so those are written in each."""
    shared = values.get(_GLOBAL)
    lines = list(_assignments(values, (), ".Values"))
    if isinstance(shared, dict) and has_integers(shared):
        inner = "".join(_assignments(shared, (), "$shared"))
        lines.append(
            '{{- define "policycheck.integers" }}{{ range .Subcharts }}{{ with .Values }}{{ with .global }}'
            f'{{{{ $shared := . }}}}{inner}{{{{ end }}}}{{{{ end }}}}{{{{ template "policycheck.integers" . }}}}'
            '{{ end }}{{ end }}{{ template "policycheck.integers" . }}'
        )
    return "".join(lines)


def _assignments(value: Value, path: Path, root: str) -> Iterator[str]:
    if not isinstance(value, dict) or not has_integers(value):
        return
    for key, inner in value.items():
        if isinstance(inner, list) and has_integers(inner):
            yield from _in_list(inner, (*path, key), root)
        if isinstance(inner, SetInteger) or _holds_integers(inner):
            new = _expression(inner, (*path, key), root)
            yield f"{{{{ $_ := set {_reference(path, root)} {_literal(key)} {new} }}}}"
        yield from _assignments(inner, (*path, key), root)


def _in_list(items: list[Value], path: Path, root: str) -> Iterator[str]:
    for index, item in enumerate(items):
        if isinstance(item, list):
            yield from _in_list(item, (*path, index), root)
        yield from _assignments(item, (*path, index), root)


def _holds_integers(value: Value) -> bool:
    """Whether a list, or a list in it, has whole numbers as its items, so that it must be built anew."""
    return isinstance(value, list) and any(isinstance(one, SetInteger) or _holds_integers(one) for one in value)


def _expression(value: Value, path: Path, root: str) -> str:
    if isinstance(value, SetInteger):
        return f"(int64 {int(value)})" if value > -(2**63) else '(int64 "-9223372036854775808")'
    if isinstance(value, list) and _holds_integers(value):
        items = (_expression(one, (*path, index), root) for index, one in enumerate(value))
        return f"(list {' '.join(items)})"
    return _reference(path, root)


def _reference(path: Path, root: str) -> str:
    return f"(index {root} {' '.join(map(_literal, path))})" if path else root


def _literal(part: str | int) -> str:
    return json.dumps(part, ensure_ascii=False)  # Go reads no surrogate pairs
