"""One policy on one resource: foreach -> when -> assert | schema -> at, message."""

from __future__ import annotations

from typing import NamedTuple, TypeGuard

from policycheck.errors import Unreadable
from policycheck.index.elsewhere import UnreadableElsewhere
from policycheck.language.bindings import Bindings
from policycheck.language.compiled import Compiled
from policycheck.language.context import Context
from policycheck.language.items import Item
from policycheck.language.places import nearest
from policycheck.language.schema import violated_keywords
from policycheck.language.values import is_true
from policycheck.model import Path, Value, Violation


class Judgement(NamedTuple):
    """What one policy said of one resource.

    `judged` is false when `foreach` and `when` left nothing: a skip, unless `assert: false` forbids items, where none
    is what it asks for. `unreadable` are values no policy could judge; `elsewhere` those of other resources, without
    which an item could not be judged.
    """

    judged: bool
    violations: tuple[Violation, ...] = ()
    unreadable: tuple[Violation, ...] = ()
    elsewhere: tuple[UnreadableElsewhere, ...] = ()


SKIP = Judgement(judged=False)
PASS = Judgement(judged=True)
"""Nearly all judgements are one of these two."""


def judge(compiled: Compiled, context: Context) -> Judgement:
    """PolicyError where the policy itself is at fault; a value Kubernetes would refuse is a violation."""
    chosen = _chosen(compiled, context)
    if not chosen:  # most policies on most resources
        return PASS if compiled.forbids else SKIP
    bindings = Bindings(context, compiled.params)
    if len(chosen) == 1 and not compiled.forbids:
        return _judge_item(compiled, chosen[0], bindings)
    parts = [_judge_item(compiled, item, bindings) for item in chosen]
    telling = [part for part in parts if part is not PASS and part is not SKIP]
    if not telling:
        return PASS if PASS in parts or compiled.forbids else SKIP
    unreadable = tuple(found for part in telling for found in part.unreadable)
    return Judgement(
        judged=compiled.forbids or bool(unreadable) or any(part.judged for part in parts),
        violations=tuple(found for part in telling for found in part.violations),
        unreadable=unreadable,
        elsewhere=tuple(found for part in telling for found in part.elsewhere),
    )


def _judge_item(compiled: Compiled, item: Item | Unreadable, bindings: Bindings) -> Judgement:
    if isinstance(item, Unreadable):
        return _not_judged(item, (), bindings.context)
    by_value = compiled.by_value()
    known = _known(compiled, item.value) if by_value else None
    if known is not None:
        return PASS if known else SKIP
    bindings.item = item
    try:
        meant = compiled.when is None or is_true(compiled.when(item.value, bindings))
        violations = _violations(compiled, bindings) if meant else []
    except Unreadable as error:
        return _not_judged(error, _places(compiled, bindings)[0], bindings.context)
    if violations:
        return Judgement(judged=True, violations=tuple(violations))
    if by_value:
        _remember(compiled, item.value, meant=meant)
    return PASS if meant else SKIP


def _not_judged(error: Unreadable, path: Path, context: Context) -> Judgement:
    if _stands_elsewhere(error, context):
        return Judgement(judged=False, elsewhere=(error,))
    return Judgement(judged=True, unreadable=(_cannot_be_judged(error, path, context),))


def _known(compiled: Compiled, value: Value) -> bool | None:
    """Whether an item that says the same was judged; None where none did or one was at fault."""
    if not isinstance(value, dict):
        return None
    try:
        return compiled.verdicts.get(tuple(value.items()))
    except TypeError:  # something in it is no scalar
        return None


def _remember(compiled: Compiled, value: Value, *, meant: bool) -> None:
    """Texts only, as labels and variables are: 1 and true would be taken for one another."""
    if isinstance(value, dict) and all(text.__class__ is str for text in value.values()):
        compiled.verdicts[tuple(value.items())] = meant


def _chosen(compiled: Compiled, context: Context) -> list[Item | Unreadable]:
    """The items to judge: the resource itself without `foreach`; a null is no item.

    What a `foreach` chooses is the same for all policies that write it, unless it asks for their parameters.
    """
    if compiled.asks_for_params:
        return _choose(compiled, context)
    chosen = context.chosen.get(compiled.policy.foreach)
    if chosen is None:
        chosen = context.chosen[compiled.policy.foreach] = _choose(compiled, context)
    return chosen


def _choose(compiled: Compiled, context: Context) -> list[Item | Unreadable]:
    bindings = Bindings(context, compiled.params)
    root = bindings.item
    chosen: list[Item | Unreadable] = [] if compiled.foreach else [root]
    for choose in compiled.foreach:
        try:
            found = choose(root, bindings)
            items = found.elements() if isinstance(found.value, list) else [found]
        except Unreadable as error:
            chosen.append(error)
        else:
            chosen += [item for item in items if item.value is not None]
    return chosen


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
        known = None if _stands_elsewhere(error, bindings.context) else error.path
        return [known or bindings.item.path]
    return [part.path for part in found.parts] if found.parts else [found.path]


def _stands_elsewhere(error: Unreadable, context: Context) -> TypeGuard[UnreadableElsewhere]:
    return isinstance(error, UnreadableElsewhere) and error.resource.body is not context.resource.body


def _cannot_be_judged(error: Unreadable, path: Path, context: Context) -> Violation:
    place = path if error.path is None else error.path
    return Violation(nearest(context.resource.body, place), f"cannot be judged: {error.message}")
