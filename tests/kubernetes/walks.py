"""Every way down into the objects of the known kinds, for property tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from policycheck.kubernetes import fields
from policycheck.model import Path, Value

ANY_KEY = "any-key"


@dataclass(frozen=True)
class Walk:
    """From a kind's root to a value: `path` takes item 0 of lists and ANY_KEY of maps.

    `types` are those met on the way: types[n] is asked for path[n], and the last is what stands at the end.
    """

    group: str
    kind: str
    path: Path
    types: tuple[str, ...]

    def body(self, value: Value) -> Value:
        """The smallest object with this value at the end of the path."""
        for step in reversed(self.path):
            value = [value] if isinstance(step, int) else {step: value}
        return value


@cache
def all_walks() -> tuple[Walk, ...]:
    return tuple(
        Walk(*name.rpartition("/")[::2], path, types)
        for name, root in sorted(fields.kinds().items())
        for path, types in _below((), (root,))
    )


def walks_to(*types: str) -> list[Walk]:
    """The walks that end at one of these types."""
    return [walk for walk in all_walks() if walk.types[-1] in types]


def _below(path: Path, types: tuple[str, ...]) -> Iterator[tuple[Path, tuple[str, ...]]]:
    yield path, types
    last = types[-1]
    if last.startswith(fields.LIST):
        yield from _below((*path, 0), (*types, last.removeprefix(fields.LIST)))
    elif last.startswith(fields.MAP):
        yield from _below((*path, ANY_KEY), (*types, last.removeprefix(fields.MAP)))
    else:
        for field, type_ in fields.structure(last).items():
            yield from _below((*path, field), (*types, type_))
