"""What of a chart was copied: from another chart of the run, or from a library that offers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.helm.charts import Place
from policycheck.helm.copies import Prints
from policycheck.helm.scaffold import scaffold
from policycheck.helm.shared import Copy, copied_definitions, copied_files, copied_from_libraries
from policycheck.index import chart_templates
from policycheck.kubernetes.reading import refused
from policycheck.language.functions.chart_templates import path_of
from policycheck.language.items import Item
from policycheck.language.values import is_number
from policycheck.model import Value

if TYPE_CHECKING:
    from policycheck.index import Index
    from policycheck.language.bindings import Bindings

_NOTHING: Prints = frozenset()


def copied_templates(bindings: Bindings, least: Value) -> list[Item]:
    """`copied_templates(0.7)`: files so much alike: {file, lines, other, likeness, charts, library, include}."""
    # `lines` are those that both have, `other` where they stand there, `charts` how many charts have them; `library` is
    # the one to move them to, or null, `define` a name for them there, `include` what takes their place.
    return _copied(bindings, "files", _share(least))


def copied_defines(bindings: Bindings, least: Value) -> list[Item]:
    """`copied_defines(0.9)`: the same of defines, with {name}; it is the smaller one that is so far in the other."""
    return _copied(bindings, "defines", _share(least))


def library_copies(bindings: Bindings, least: Value) -> list[Item]:
    """`library_copies(0.8)`: defines that a declared library offers: {name, lines, library, define, include}."""
    index, resource = bindings.context.index, bindings.context.resource
    chart = chart_templates.templates_of(index, resource)
    libraries = dict(chart_templates.libraries(index, resource))
    found = copied_from_libraries(chart, libraries, least=_share(least))
    return [
        Item(
            {
                "name": one.part.definition.name if one.part.definition else None,
                "lines": _range(one.part.lines),
                "library": one.library,
                "define": one.define,
                "include": _include(one.define),
            },
            path_of(Place(one.part.file, one.part.lines[0])),
            made=True,
        )
        for one in found
    ]


def _copied(bindings: Bindings, kind: str, least: float) -> list[Item]:
    index, resource = bindings.context.index, bindings.context.resource
    own = chart_templates.templates_of(index, resource)
    copies: dict[int, list[Copy]] = index.remembered(("copies", kind, least), lambda: _by_chart(index, kind, least))
    library = _library(index, bindings)
    return [_copy_item(one, library) for one in copies.get(id(own), [])]


def _by_chart(index: Index, kind: str, least: float) -> dict[int, list[Copy]]:
    """Copies among all applications of the run, by the chart they stand in."""
    charts = [chart_templates.templates_of(index, one) for one in chart_templates.charts_of(index)]
    applications = [chart for chart in charts if not chart.is_library]
    offered = any(chart.is_library for one in charts for chart in one.all())
    find = copied_files if kind == "files" else copied_definitions
    found: dict[int, list[Copy]] = {}
    for copy in find(applications, least=least, scaffold=_NOTHING if offered else scaffold()):
        found.setdefault(id(copy.part.chart), []).append(copy)
    return found


def _library(index: Index, bindings: Bindings) -> str | None:
    """The library to move things to: one that the chart declares, else one that is checked with it."""
    declared = [name for name, _ in chart_templates.libraries(index, bindings.context.resource)]
    beside = [one.name for one in chart_templates.charts_of(index) if chart_templates.is_library(one.body)]
    return next(iter([*declared, *beside]), None)


def _copy_item(copy: Copy, library: str | None) -> Item:
    other = copy.other
    base = copy.part.definition.name.rpartition(".")[2] if copy.part.definition else _stem(copy.part.file)
    define = f"{library or 'library'}.{base}"
    value: Value = {
        "name": copy.part.definition.name if copy.part.definition else None,
        "file": copy.part.file,
        "lines": _range(copy.lines),
        "other": f"{other.chart.name}/templates/{other.file}:{_range(copy.other_lines)}",
        "likeness": copy.likeness,
        "charts": copy.charts,
        "library": library,
        "define": define,
        "include": _include(define),
    }
    return Item(value, path_of(Place(copy.part.file, copy.lines[0])), made=True)


def _include(define: str) -> str:
    return f'{{{{ include "{define}" . }}}}'


def _stem(file: str) -> str:
    return file.rpartition("/")[2].partition(".")[0]


def _range(lines: tuple[int, int]) -> str:
    return f"{lines[0]}-{lines[1]}" if lines[0] != lines[1] else str(lines[0])


def _share(value: Value) -> float:
    if is_number(value):
        return float(value)  # type: ignore[arg-type]  # a number, as was just asked
    raise refused(value, "a number from 0 to 1")


FUNCTIONS: dict[str, Callable[..., Value]] = {}
PLACED: dict[str, Callable[..., list[Item]]] = {
    "copied_templates": copied_templates,
    "copied_defines": copied_defines,
    "library_copies": library_copies,
}
