"""One policy on one resource: foreach -> when -> assert | schema -> at, message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from policycheck.errors import Unreadable
from policycheck.language.bindings import Bindings
from policycheck.language.compiled import Compiled
from policycheck.language.context import Context
from policycheck.language.items import Item
from policycheck.language.places import nearest
from policycheck.language.schema import violated_keywords
from policycheck.language.values import is_true
from policycheck.model import Path, Violation


class Judgement(NamedTuple):
    """What one policy said of one resource.

    `judged` is false when `foreach` and `when` left nothing: a skip, unless `assert: false` forbids items, where none
    is what it asks for. `unreadable` are values no policy could judge.
    """

    judged: bool
    violations: tuple[Violation, ...] = ()
    unreadable: tuple[Violation, ...] = ()


def judge(compiled: Compiled, context: Context) -> Judgement:
    """PolicyError where the policy itself is at fault; a value Kubernetes would refuse is a violation."""
    bindings = Bindings(context, compiled.params)
    forbids = not compiled.asserts and compiled.policy.schema is None
    judged = forbids and bool(compiled.foreach)
    violations: list[Violation] = []
    unreadable: list[Violation] = []
    for chosen in _chosen(compiled, bindings):
        if isinstance(chosen, Violation):
            unreadable.append(chosen)
            continue
        bindings.item = chosen
        try:
            if compiled.when is not None and not is_true(compiled.when(chosen.value, bindings)):
                continue
            judged = True
            violations += _violations(compiled, bindings)
        except Unreadable as error:
            unreadable.append(_cannot_be_judged(error, _places(compiled, bindings)[0], context))
    return Judgement(judged or bool(unreadable), tuple(violations), tuple(unreadable))


def _chosen(compiled: Compiled, bindings: Bindings) -> Iterator[Item | Violation]:
    """The items to judge: the resource itself without `foreach`; a null is no item."""
    root = Item(bindings.context.resource.body, ())
    if not compiled.foreach:
        yield root
    for choose in compiled.foreach:
        try:
            found = choose(root, bindings)
            items = found.elements() if isinstance(found.value, list) else [found]
        except Unreadable as error:
            yield _cannot_be_judged(error, (), bindings.context)
        else:
            yield from (item for item in items if item.value is not None)


def _violations(compiled: Compiled, bindings: Bindings) -> list[Violation]:
    value, body = bindings.item.value, bindings.context.resource.body
    if compiled.policy.schema is not None:
        told = f"{compiled.message(value, bindings)}: " if compiled.message else ""
        errors = violated_keywords(compiled.policy.schema, value)
        return [Violation(nearest(body, (*bindings.item.path, *path)), told + text) for path, text in errors]
    broken = [text for text, holds in compiled.asserts if not is_true(holds(value, bindings))]
    if compiled.asserts and not broken:
        return []
    message = _message(compiled, bindings, broken)
    return [Violation(nearest(body, path), message) for path in _places(compiled, bindings)]


def _message(compiled: Compiled, bindings: Bindings, broken: list[str]) -> str:
    if compiled.message is None:
        return f"{compiled.policy.title}: not so here" + (f" ({'; '.join(broken)})" if broken else "")
    text = compiled.message(bindings.item.value, bindings)
    return f"{text} (does not hold: {'; '.join(broken)})" if len(compiled.asserts) > 1 else text


def _places(compiled: Compiled, bindings: Bindings) -> list[Path]:
    """Where `at` points, seen from the item; the item itself where it points nowhere."""
    if compiled.at is None:
        return [bindings.item.path]
    try:
        found = compiled.at(bindings.item, bindings)
    except Unreadable as error:
        return [error.path or bindings.item.path]
    return [part.path for part in found.parts] if found.parts else [found.path]


def _cannot_be_judged(error: Unreadable, path: Path, context: Context) -> Violation:
    place = path if error.path is None else error.path
    return Violation(nearest(context.resource.body, place), f"cannot be judged: {error.message}")
