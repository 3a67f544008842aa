"""What one policy says of one resource, or of one item of it."""

from __future__ import annotations

from policycheck.index.elsewhere import UnreadableElsewhere
from policycheck.model import Violation
from policycheck.records import Record


class Judgement(Record):
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
