"""One policy on one resource: foreach -> when -> assert | schema -> at, message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

from policycheck.errors import Unreadable
from policycheck.index.elsewhere import UnreadableElsewhere
from policycheck.language.bindings import Bindings
from policycheck.language.compiled import Compiled, Condition
from policycheck.language.context import Context
from policycheck.language.items import Item
from policycheck.language.judgement import PASS, SKIP, Judgement
from policycheck.language.places import nearest
from policycheck.language.schema import violated_keywords
from policycheck.language.values import is_true
from policycheck.model import Path, Violation


def judge(compiled: Compiled, context: Context) -> Judgement:
    """PolicyError where the policy itself is at fault; a value Kubernetes would refuse is a violation."""
    return judge_items(compiled, context, chosen(compiled, context))


def chosen(compiled: Compiled, context: Context) -> list[Item | Unreadable]:
    """The items to judge: the resource itself without `foreach`; a null is no item.

    They are the same for all policies that write the same `foreach`, unless it asks for their parameters.
    """
    if not compiled.foreach:
        return [context.root]
    bindings = Bindings(context, compiled.params)
    root = bindings.item
    items: list[Item | Unreadable] = []
    for choose in compiled.foreach:
        try:
            found = choose(root, bindings)
            several = found.elements() if found.value.__class__ is list else [found]
        except Unreadable as error:
            items.append(error)
        else:
            items += [item for item in several if item.value is not None]
    return items


def judge_items(compiled: Compiled, context: Context, items: Sequence[Item | Unreadable]) -> Judgement:
    """What a policy says of what its `foreach` chose."""
    if not items:
        return of_nothing(compiled)
    condition, bindings = compiled.condition(), Bindings(context, compiled.params)
    judged, telling = compiled.forbids, []
    judge_one = _judge_by_value if condition.by_value else _judge_item
    for item in items:
        part = judge_one(compiled, condition, item, bindings)
        if part is PASS:
            judged = True
        elif part is not SKIP:
            telling.append(part)
    if telling:
        return _together(telling, judged=judged)
    return PASS if judged else SKIP


def of_nothing(compiled: Compiled) -> Judgement:
    """What a policy says where its `foreach` chose nothing."""
    return PASS if compiled.forbids else SKIP


def _together(telling: list[Judgement], *, judged: bool) -> Judgement:
    return Judgement(
        judged=judged or any(part.judged for part in telling),
        violations=tuple(found for part in telling for found in part.violations),
        unreadable=tuple(found for part in telling for found in part.unreadable),
        elsewhere=tuple(found for part in telling for found in part.elsewhere),
    )


def _judge_by_value(compiled: Compiled, condition: Condition, item: Item | Unreadable, bindings: Bindings) -> Judgement:
    """What says the same as an item that was judged before is not looked at again, unless that one was at fault."""
    known = None
    if item.__class__ is Item and item.value.__class__ is dict:
        try:
            known = compiled.verdicts.get(key := tuple(item.value.items()))
        except TypeError:  # something in it is no scalar
            return _judge_item(compiled, condition, item, bindings)
        if known is None:
            known = _judge_item(compiled, condition, item, bindings)
            if (known is PASS or known is SKIP) and all(text.__class__ is str for text in item.value.values()):
                # Texts only, as labels and variables are: 1 and true would be taken for one another.
                compiled.verdicts[key] = known
        return known
    return _judge_item(compiled, condition, item, bindings)


def _judge_item(compiled: Compiled, condition: Condition, item: Item | Unreadable, bindings: Bindings) -> Judgement:
    if isinstance(item, Unreadable):
        return _not_judged(item, (), bindings.context)
    bindings.item = item
    try:
        if condition.when is not None and not is_true(condition.when(item.value, bindings)):
            return SKIP
        broken = []
        for text, holds in condition.asserts:
            if not is_true(holds(item.value, bindings)):
                broken.append(text)
        if condition.asserts and not broken:
            return PASS
        violations = _violations(compiled, broken, bindings)
    except Unreadable as error:
        return _not_judged(error, _places(compiled, bindings)[0], bindings.context)
    return Judgement(judged=True, violations=tuple(violations)) if violations else PASS


def _not_judged(error: Unreadable, path: Path, context: Context) -> Judgement:
    if _stands_elsewhere(error, context):
        return Judgement(judged=False, elsewhere=(error,))
    return Judgement(judged=True, unreadable=(_cannot_be_judged(error, path, context),))


def _violations(compiled: Compiled, broken: list[str], bindings: Bindings) -> list[Violation]:
    """What is wrong with the current item, of which these asserts do not hold."""
    value, body = bindings.item.value, bindings.context.resource.body
    if compiled.policy.schema is not None:
        told = f"{compiled.message(value, bindings)}: " if compiled.message else ""
        errors = violated_keywords(compiled.policy.schema, value)
        return [Violation(nearest(body, (*bindings.item.path, *path)), told + text) for path, text in errors]
    message = _message(compiled, bindings, broken)
    return [Violation(nearest(body, path), message) for path in _places(compiled, bindings)]


def _message(compiled: Compiled, bindings: Bindings, broken: list[str]) -> str:
    if compiled.message is None:
        return f"{compiled.policy.title}: not so here" + (f" ({'; '.join(broken)})" if broken else "")
    text = compiled.message(bindings.item.value, bindings)
    return f"{text} (does not hold: {'; '.join(broken)})" if len(compiled.policy.asserts) > 1 else text


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
