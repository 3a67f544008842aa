"""What a join cannot read stands in another resource than the one that is judged: it is said there, and once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from policycheck.errors import Unreadable
from policycheck.model import Path, Resource
from policycheck.records import Record

T = TypeVar("T")
R = TypeVar("R")


class UnreadableElsewhere(Unreadable):
    """A refused value at `path` of `resource`, which the judged resource may depend on."""

    def __init__(self, message: str, resource: Resource, *, path: Path) -> None:
        super().__init__(message, path=path)
        self.resource = resource
        self.place = path


class Readable(Record, Generic[T]):
    """What could be read of several resources, and why the others could not."""

    found: T
    refused: tuple[UnreadableElsewhere, ...]

    def answer(self, ask: Callable[[T], list[R]]) -> list[R]:
        """Ask what could be read. UnreadableElsewhere where it has no answer and the rest might have one."""
        answers = ask(self.found)
        if self.refused and not answers:
            first = self.refused[0]
            raise UnreadableElsewhere(first.message, first.resource, path=first.place)
        return answers


def reading_of(resource: Resource, read: Callable[[], T], path: Path = ("spec",)) -> T:
    """What `read` gives; a value it refuses stands at `path` of the resource, unless it says itself where."""
    try:
        return read()
    except UnreadableElsewhere:
        raise
    except Unreadable as unreadable:
        place = path if unreadable.path is None else unreadable.path
        raise UnreadableElsewhere(unreadable.message, resource, path=place) from None


def readable(resources: Iterable[Resource], read: Callable[[Resource], R]) -> Readable[list[R]]:
    """Read each resource by itself, so that one that is refused does not hide the others."""
    rows: list[R] = []
    refused: list[UnreadableElsewhere] = []
    for resource in resources:
        try:
            rows.append(read(resource))
        except UnreadableElsewhere as unreadable:
            refused.append(unreadable)
    return Readable(rows, tuple(refused))
