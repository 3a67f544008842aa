"""What a chart depends on, what of it is at hand, and what was locked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from policycheck.helm import version_ranges
from policycheck.helm.calls import calls
from policycheck.helm.charts import Chart
from policycheck.helm.lock_digest import lock_digest as digest_of
from policycheck.helm.templates import Template
from policycheck.index import chart_templates
from policycheck.index.chart_templates import Located, mapping
from policycheck.language.functions.strings import text_of
from policycheck.language.items import Item
from policycheck.model import Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policycheck.language.bindings import Bindings


def chart_dependencies(bindings: Bindings) -> list[Item]:
    """`chart_dependencies()`: {name, version, repository, where, library, used, vendored, locked, elsewhere}."""
    # `where` its files are found, and whether it is a library, is null where they are not at hand; `used` also where a
    # live call computes its name. `vendored` is the version in charts/, `locked` that in Chart.lock, `elsewhere` are
    # the versions that other charts of the run have.
    body = bindings.context.resource.body
    at_hand = chart_templates.loaded(body)
    locked = _locked_versions(body)
    found = []
    for number, entry in enumerate(chart_templates.dependencies(body)):
        name = chart_templates.name_of(entry)
        located = _located(body, name, entry.get("version")) or at_hand.get(name or "")
        value = {
            "name": name,
            "version": _text(entry.get("version")),
            "repository": _text(entry.get("repository")),
            "where": located.where if located else None,
            "library": located.is_library if located else None,
            "used": _used(bindings, name) if located and located.is_library and name else None,
            "vendored": _text(located.version) if located and located.vendored else None,
            "locked": next(locked[name], None) if name in locked else None,
            "elsewhere": _elsewhere(bindings, name, located),
        }
        found.append(Item(value, ("chart", "dependencies", number)))
    return found


def _located(body: Mapping[str, Value], name: str | None, versions: Value) -> Located | None:
    """Of several versions in charts/ the one that is asked for: a chart may depend on two, under two names."""
    wanted = _text(versions) or ""
    fitting = (
        one
        for own, one in chart_templates.vendored(body)
        if own == name and version_ranges.in_range(wanted, _text(one.version) or "")
    )
    return next(fitting, None)


def _locked_versions(body: Mapping[str, Value]) -> dict[str | None, Iterator[str | None]]:
    """By name, in order: Chart.lock has its entries in the order of Chart.yaml."""
    found: dict[str | None, list[str | None]] = {}
    for one in _locked(body):
        found.setdefault(chart_templates.name_of(one), []).append(_text(one.get("version")))
    return {name: iter(versions) for name, versions in found.items()}


def _text(value: Value) -> str | None:
    """Helm takes an unquoted number where a version is meant."""
    return None if value is None else str(value)


def _locked(body: Mapping[str, Value]) -> list[Mapping[str, Value]]:
    entries = mapping(body.get("lock")).get("dependencies")
    return [mapping(entry) for entry in entries] if isinstance(entries, list) else []


def _used(bindings: Bindings, name: str) -> bool | None:
    """Whether a live call takes something of the library; null where a live call computes its name."""
    chart = chart_templates.templates_of(bindings.context.index, bindings.context.resource)
    library = chart.loaded[name]
    offered = {one.name for of in library.all() for one in of.defined}
    called = {made.call.name for made in chart.live if made.chart is not library}
    called |= set(_called_in_values(chart, bindings.context.resource.body.get("values")))
    if any(one in offered or one.startswith(f"{name}.") for one in called if one is not None):
        return True
    return None if None in called else False


def _called_in_values(chart: Chart, values: Value) -> list[str | None]:
    """What texts of values.yaml call, which `tpl` renders."""
    if isinstance(values, dict | list):
        inner = values.values() if isinstance(values, dict) else values
        return [name for one in inner for name in _called_in_values(chart, one)]
    if isinstance(values, str) and "include" in values and "{{" in values:
        return [call.name for call in calls(Template(values)) if call.name is not None]
    return []


def _elsewhere(bindings: Bindings, name: str | None, located: Located | None) -> list[Value]:
    if name is None or located is None or not located.is_library:
        return []
    found = []
    for other in chart_templates.charts_of(bindings.context.index):
        theirs = chart_templates.loaded(other.body).get(name)
        if theirs and theirs.is_library and _text(theirs.version) != _text(located.version):
            found.append(f"{_text(theirs.version)} in {other.name}")
    return list(dict.fromkeys(found))


def vendored_charts(bindings: Bindings) -> list[Item]:
    """`vendored_charts()`: what lies in the chart's charts/: {entry, name, declared}."""
    body = bindings.context.resource.body
    declared = chart_templates.declared(body)
    found = []
    for entry, subchart in mapping(body.get("charts")).items():
        name = chart_templates.name_of(mapping(mapping(subchart).get("chart")))
        value = {"entry": entry, "name": name, "declared": name in declared}
        found.append(Item(value, ("charts", entry), made=True))
    return found


def lock_digest(bindings: Bindings) -> str:
    """`lock_digest()`: the digest that Helm would write into this chart's Chart.lock."""
    body = bindings.context.resource.body
    return digest_of(chart_templates.dependencies(body), _locked(body))


def in_range(_: Bindings, version: Value, versions: Value) -> bool:
    """`semver_in('1.4.2', '~1.4.0')`: whether Helm takes the version for one of the range."""
    text, wanted = text_of(version), text_of(versions)
    return text is not None and wanted is not None and version_ranges.in_range(wanted, text)


def is_bounded(_: Bindings, versions: Value) -> bool:
    """`is_bounded('^1.4.0')`: whether a range of versions has an upper end, and Helm can read it."""
    text = text_of(versions)
    return text is not None and version_ranges.is_bounded(text)


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "lock_digest": lock_digest,
    "semver_in": in_range,
    "is_bounded": is_bounded,
}
PLACED: dict[str, Callable[..., list[Item]]] = {
    "chart_dependencies": chart_dependencies,
    "vendored_charts": vendored_charts,
}
