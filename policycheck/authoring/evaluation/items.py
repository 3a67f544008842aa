"""An expression on one resource: on the resource itself, or on each item that `foreach` gives."""

from __future__ import annotations

from collections.abc import Iterator

from policycheck.errors import PolicyError, Unreadable
from policycheck.exact_yaml.positions import locate_in_source
from policycheck.language.bindings import Bindings
from policycheck.language.context import Context
from policycheck.language.places import RunPlaced, nearest
from policycheck.model import Path, Value
from policycheck.records import Record


class Evaluated(Record):
    """What an expression gave: `path` is the item's, without `foreach` the value's; `line` is in the source.

    `unreadable` and `error` say why it gave nothing: the fault is the manifest's or the author's.
    """

    path: Path
    value: Value = None
    unreadable: str | None = None
    error: str | None = None
    line: int = 0


def evaluated(run: RunPlaced, choose: RunPlaced | None, context: Context) -> Iterator[Evaluated]:
    """In the order of the items; a null is no item, as in a policy. Paths end at what is written."""
    items = list(_evaluated(run, choose, Bindings(context, {})))
    resource = context.resource
    written = [nearest(resource.body, item.path) for item in items]
    places = locate_in_source(resource.document, [(*resource.base, *path) for path in written])
    for item, path in zip(items, written, strict=True):
        line, _ = places[*resource.base, *path]
        yield item._replace(path=path, line=line)


def _evaluated(run: RunPlaced, choose: RunPlaced | None, bindings: Bindings) -> Iterator[Evaluated]:
    if choose is None:
        yield _on_item(run, bindings)
        return
    try:
        found = choose(bindings.item, bindings)
    except (Unreadable, PolicyError) as error:
        yield _problem(error, ())
        return
    for item in found.elements() if isinstance(found.value, list) else [found]:
        if item.value is not None:
            bindings.item = item
            yield _on_item(run, bindings)._replace(path=item.path)


def _on_item(run: RunPlaced, bindings: Bindings) -> Evaluated:
    try:
        found = run(bindings.item, bindings)
    except (Unreadable, PolicyError) as error:
        return _problem(error, bindings.item.path)
    return Evaluated(found.path, found.value)


def _problem(error: Unreadable | PolicyError, path: Path) -> Evaluated:
    if isinstance(error, PolicyError):
        return Evaluated(path, error=error.message)
    return Evaluated(path if error.path is None else error.path, unreadable=error.message)
