"""What was evaluated, as it may be shown: as text, and every text through the redactor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policycheck.authoring.evaluation.items import Evaluated
from policycheck.authoring.evaluation.values import as_json, without_secrets
from policycheck.errors import UsageError
from policycheck.language.values import is_true
from policycheck.model import LeftOut, Resource, dotted
from policycheck.records import Record
from policycheck.redaction.hiding import Hide, hider


class Line(Record):
    """One value, or one item with its value. `place` is a path, "" for the resource itself.

    `verdict` is what the value means to `when` and `assert`: "true", "false", or "-" where there is none.
    """

    place: str
    line: int
    verdict: str
    text: str


class OnResource(Record):
    """What was evaluated on one resource, `Kind/name`; no lines where `foreach` gave no items."""

    title: str
    source: str
    lines: tuple[Line, ...]


class Evaluation(Record):
    """`unread` is what should have been looked at and could not be, a line each; `broken`: an item gave an error."""

    resources: tuple[OnResource, ...]
    unread: tuple[str, ...]
    broken: bool


Found = Sequence[tuple[Resource, Sequence[Evaluated]]]


def shown(found: Found, left_out: Iterable[LeftOut], resources: Iterable[Resource]) -> Evaluation:
    """`resources` are all that were read: a secret of any is hidden."""
    hide = hider(resources)
    unread = (str(UsageError(one.reason, source=one.source, line=one.line)) for one in left_out if one.unread)
    return Evaluation(
        resources=tuple(
            OnResource(hide(title(resource)), resource.document.source, tuple(_lines(items, hide)))
            for resource, items in found
        ),
        unread=tuple(map(hide, unread)),
        broken=any(item.error for _, items in found for item in items),
    )


def title(resource: Resource) -> str:
    return f"{resource.kind}/{resource.name}"


def _lines(items: Iterable[Evaluated], hide: Hide) -> Iterator[Line]:
    for item in items:
        verdict, text = "true" if is_true(item.value) else "false", as_json(without_secrets(item.value, hide))
        if item.unreadable:
            verdict, text = "-", f"cannot be judged: {hide(item.unreadable)}"
        elif item.error:
            verdict, text = "-", f"error: {hide(item.error)}"
        yield Line(hide(dotted(item.path)), item.line, verdict, text)
