"""What is made once and asked for often, an answer that could not be made included."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cache
from typing import TypeVar

from policycheck.errors import Unreadable

T = TypeVar("T")


def remembered(make: Callable[..., T]) -> Callable[..., T]:
    """`make`, called once for the same arguments; where it raises Unreadable, the next to ask is told the same.

    functools.cache would try again: one refused selector would cost a table for each question.
    """

    @cache
    def attempt(*key: Hashable) -> T | Unreadable:
        try:
            return make(*key)
        except Unreadable as unreadable:
            return unreadable

    def look_up(*key: Hashable) -> T:
        found = attempt(*key)
        if isinstance(found, Unreadable):
            raise Unreadable(found.message, path=found.path)
        return found

    return look_up
