"""What the templates of a chart define, call, read and write, each at its line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from policycheck.helm.charts import NOTES, Chart, Defined, Place, is_partial
from policycheck.helm.fixed_defines import is_fixed
from policycheck.helm.templates import Text, definition_of
from policycheck.helm.values_paths import Keys, ValuesPath, values_paths
from policycheck.helm.written_fields import written_fields
from policycheck.index import chart_templates
from policycheck.index.chart_templates import mapping
from policycheck.language.functions.strings import needed_text
from policycheck.language.items import Item
from policycheck.model import Path, Value

if TYPE_CHECKING:
    from policycheck.index import Index
    from policycheck.language.bindings import Bindings
    from policycheck.model import Resource

TESTS = "tests/"


def chart_templates_of(bindings: Bindings) -> list[Item]:
    """`chart_templates()`: the files of the chart's templates/: {file, name}; the name is that in its folder."""
    return [
        Item({"file": file, "name": file.rpartition("/")[2]}, ("templates", file), made=True)
        for file in _chart(bindings).texts
    ]


def template_faults(bindings: Bindings) -> list[Item]:
    """`template_faults()`: what Go refuses in the chart's templates: {file, problem}; one a file."""
    chart = _chart(bindings)
    return [
        _item({"file": file, "problem": one.fault.message}, chart.place(file, one.fault.at))
        for file, one in chart.scanned.items()
        if one.fault
    ]


def loose_contents(bindings: Bindings) -> list[Item]:
    """`loose_contents()`: what files with an underscore hold outside of defines, and so nobody sees: {file}."""
    chart = _chart(bindings)
    found = []
    for file, template in chart.scanned.items():
        loose = (
            piece.start + (len(piece.text) - len(piece.text.lstrip()) if isinstance(piece, Text) else 0)
            for piece in template.pieces
            if definition_of(piece.block) is None and not (isinstance(piece, Text) and not piece.text.strip())
        )
        first = next(loose, None) if is_partial(file) else None
        if first is not None:
            found.append(_item({"file": file}, chart.place(file, first)))
    return found


def defines(bindings: Bindings) -> list[Item]:
    """`defines()`: {name, file, library, taken, again}: in which library too, which Helm takes, where else."""
    # `library` is a declared one that defines the name too, `taken` the place of the define that counts, `again` the
    # places in other files of this chart that define it.
    chart = _chart(bindings)
    offered = {one.name: name for name, of in chart_templates.libraries(*_here(bindings)) for one in of.defined}
    places: dict[str, list[Defined]] = {}
    for one in chart.defined:
        places.setdefault(one.name, []).append(one)
    return [
        _item(
            {
                "name": one.name,
                "file": one.file,
                "library": offered.get(one.name),
                "taken": _written(chart.standing[one.name], chart),
                "again": [_written(other, chart) for other in places[one.name] if other.file != one.file],
            },
            one.place,
        )
        for one in chart.defined
    ]


def includes(bindings: Bindings) -> list[Item]:
    """`includes()`: calls by a written name: {name, chart, defined, declared, located, complete, umbrella}."""
    # `chart` is what stands before the first dot of the name: declared by this chart, or by the umbrella that it lies
    # in, and located where its files are at hand. Complete: so are those of all dependencies.
    chart, body = _chart(bindings), bindings.context.resource.body
    declared = set(chart_templates.declared(body))
    located = chart_templates.loaded(body)
    umbrella = set(chart_templates.declared({"chart": mapping(body.get("umbrella"))}))
    complete = all(name in located for name in declared)
    names = set(chart.standing) | {f"{chart.full}/templates/{file}" for file in chart.texts}
    return [
        _item(
            {
                "name": made.call.name,
                "chart": made.call.name.partition(".")[0],
                "defined": made.call.name in names,
                "declared": made.call.name.partition(".")[0] in declared,
                "located": made.call.name.partition(".")[0] in located,
                "complete": complete,
                "umbrella": made.call.name.partition(".")[0] in umbrella,
            },
            made.place,
        )
        for made in chart.made
        if made.call.name is not None
    ]


def values_read(bindings: Bindings) -> list[Item]:
    """`values_read()`: paths of the values that templates read: {path, guarded, known}; a guarded one may be absent."""
    # Known is what values.yaml or values.schema.json has, or a subchart's values; of `global` somebody else may know.
    resource = bindings.context.resource
    chart = _chart(bindings)
    return [
        _item({"path": ".".join(one.keys), "guarded": _guarded(one, resource.body), "known": known}, place)
        for one, place in _paths(chart)
        for known in (_is_known(one.keys, resource.body),)
    ]


def _paths(chart: Chart) -> Iterator[tuple[ValuesPath, Place]]:
    for file, template in chart.templates.items():
        yield from ((one, chart.place(file, one.at)) for one in values_paths(template))


def _guarded(one: ValuesPath, body: dict[str, Value]) -> bool:
    """A condition around that asks for what nobody has does not hold; one that asks for the path itself guards it."""
    return one.guarded or any(
        one.keys[: len(asked)] == asked and (asked == one.keys or not _is_known(asked, body)) for asked in one.asked
    )


def _is_known(keys: Keys, body: dict[str, Value]) -> bool:
    if keys[0] == "global":
        return True
    located = chart_templates.loaded(body)
    for dependency in chart_templates.dependencies(body):
        if keys[0] == (dependency.get("alias") or dependency.get("name")):
            name = chart_templates.name_of(dependency)
            subchart = located.get(name) if name else None
            if subchart is None or _in_values(keys[1:], subchart.body.get("values")):
                return True
    return _in_values(keys, body.get("values")) or _in_schema(keys, body.get("schema"))


def _in_values(keys: Keys, values: Value) -> bool:
    """An empty mapping is there for its users to fill in."""
    for depth, key in enumerate(keys):
        if values == {} and depth:
            return True
        if not isinstance(values, dict) or key not in values:
            return False
        values = values[key]
    return True


def _in_schema(keys: Keys, schema: Value) -> bool:
    for key in keys:
        properties = mapping(mapping(schema).get("properties"))
        if key not in properties:
            return False
        schema = properties[key]
    return bool(keys)


def template_fields(bindings: Bindings, keys: Value) -> list[Item]:
    """`template_fields('image tag')`: lines with these keys: {key, value, above, driven, unscaled}."""
    # `above` are the keys it is indented under; it is driven where the values decide, unscaled where it is left out
    # when autoscaling is on. Helm's tests and NOTES.txt are not looked at.
    wanted = frozenset(needed_text(keys, "keys with spaces between").split())
    chart = _chart(bindings)
    return [
        _item(
            {
                "key": one.key,
                "value": one.value,
                "above": list(one.above),
                "driven": not is_fixed(chart, one.actions),
                "unscaled": one.unscaled,
            },
            chart.place(file, one.at),
        )
        for file, template in chart.templates.items()
        if file != NOTES and not file.startswith(TESTS)
        for one in written_fields(template, wanted)
    ]


def _chart(bindings: Bindings) -> Chart:
    return chart_templates.templates_of(*_here(bindings))


def _here(bindings: Bindings) -> tuple[Index, Resource]:
    return bindings.context.index, bindings.context.resource


def _item(value: dict[str, Value], place: Place) -> Item:
    return Item(value, path_of(place), made=True)


def path_of(place: Place) -> Path:
    """The path of a line in a Chart's body: lines count from 0 there."""
    return "templates", place.file, place.line - 1


def _written(defined: Defined, chart: Chart) -> str:
    """A define's place as its reader finds it, seen from the chart's folder."""
    folder = defined.full.removeprefix(f"{chart.full}/")
    return f"{folder}:{defined.place.line}"


FUNCTIONS: dict[str, Callable[..., Value]] = {}
PLACED: dict[str, Callable[..., list[Item]]] = {
    "chart_templates": chart_templates_of,
    "template_faults": template_faults,
    "loose_contents": loose_contents,
    "defines": defines,
    "includes": includes,
    "values_read": values_read,
    "template_fields": template_fields,
}
