"""A value together with where it stands in its resource."""

from __future__ import annotations

from policycheck.errors import Unreadable
from policycheck.model import Path, Value
from policycheck.records import Record


class Item(Record):
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
        if not isinstance(self.value, list):
            return []
        if self.made:
            return [Item(value, self.path, made=True) for value in self.value]
        path = self.path
        return [Item(value, (*path, place)) for place, value in enumerate(self.value)]


def computed(parts: list[Item], path: Path = ()) -> Item:
    """A list made of items that stand where they stand."""
    return Item([part.value for part in parts], path, parts)


class reading_at:  # noqa: N801 - used as contextlib's are; its generators cost three times as much
    """What turns out to be unreadable here stands at this path, unless it says itself where."""

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if type(error) is Unreadable:  # one that stands elsewhere is of a type of its own
            raise Unreadable(error.message, path=self._path if error.path is None else error.path) from None
