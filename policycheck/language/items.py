"""A value together with where it stands in its resource."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from policycheck.errors import Unreadable
from policycheck.index.elsewhere import UnreadableElsewhere
from policycheck.model import Path, Value


class Item(NamedTuple):
    """`parts` are the elements of a list put together from items, whose own places are not `path` plus an index.

    `made`: the value was computed at `path` and stands nowhere itself, nor does what is in it.
    """

    value: Value
    path: Path
    parts: list[Item] | None = None
    made: bool = False

    def inner(self, step: str | int, value: Value) -> Item:
        """The value of a key or an index of this one."""
        return Item(value, self.path if self.made else (*self.path, step), made=self.made)

    def elements(self) -> list[Item]:
        """The items of a list value, each with its own place."""
        if self.parts is not None:
            return self.parts
        if isinstance(self.value, list):
            return [self.inner(place, value) for place, value in enumerate(self.value)]
        return []


def computed(parts: list[Item], path: Path = ()) -> Item:
    """A list made of items that stand where they stand."""
    return Item([part.value for part in parts], path, parts)


@contextmanager
def reading_at(path: Path) -> Iterator[None]:
    """What turns out to be unreadable here stands at this path, unless it says itself where."""
    try:
        yield
    except UnreadableElsewhere:
        raise
    except Unreadable as unreadable:
        raise Unreadable(unreadable.message, path=path if unreadable.path is None else unreadable.path) from None
