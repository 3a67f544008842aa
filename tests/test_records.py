"""A record is what `typing.NamedTuple` makes of the same declaration, but for what its declaration costs."""

from __future__ import annotations

import copy
import inspect
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

import pytest

import policycheck
from policycheck.records import Record

T = TypeVar("T")
PACKAGE = Path(policycheck.__file__).parent


class Place(Record):
    """Where something stands."""

    source: str
    line: int | None
    column: int = 1
    keys: tuple[str, ...] = ()

    def shown(self) -> str:
        return f"{self.source}:{self.line}"

    @property
    def known(self) -> bool:
        return self.line is not None


class Named(NamedTuple):
    source: str
    line: int | None
    column: int = 1
    keys: tuple[str, ...] = ()


class Held(Record, Generic[T]):
    value: T


PLACE = Place("values.yaml", 3)
NAMED = Named("values.yaml", 3)


def test_its_values_are_had_by_name_by_place_and_by_unpacking() -> None:
    source, *others = PLACE
    assert (PLACE.source, PLACE.line, PLACE.column, PLACE.keys) == ("values.yaml", 3, 1, ())
    assert [source, *others] == list(NAMED)
    assert (PLACE[1], len(PLACE)) == (3, 4)


def test_it_is_made_of_arguments_by_place_and_by_name_and_of_defaults() -> None:
    assert Place("a", line=2, keys=("k",)) == Place("a", 2, 1, ("k",)) == tuple(Named("a", 2, 1, ("k",)))
    assert inspect.signature(Place).parameters.keys() == inspect.signature(Named).parameters.keys()


@pytest.mark.parametrize("made", [Place, Named])
def test_a_missing_or_unknown_argument_is_refused(made: Callable[..., object]) -> None:
    with pytest.raises(TypeError, match=rf"{made.__name__}.__new__\(\) missing 1 required positional argument: 'line'"):
        made("values.yaml")
    with pytest.raises(TypeError, match="unexpected keyword argument 'row'"):
        made("values.yaml", 3, row=4)


def test_it_equals_hashes_and_sorts_as_the_tuple_of_its_values() -> None:
    assert PLACE == ("values.yaml", 3, 1, ())
    assert hash(PLACE) == hash(Place("values.yaml", 3)) == hash(("values.yaml", 3, 1, ()))
    assert min(Place("b", 1), Place("a", 2)).source == "a"


@pytest.mark.parametrize("name", ["line", "other"])
def test_nothing_in_it_can_be_set(name: str) -> None:
    with pytest.raises(AttributeError):
        setattr(PLACE, name, 4)


def test_a_copy_with_another_value_is_a_record_too() -> None:
    moved = PLACE._replace(line=None)
    assert (type(moved), moved, PLACE.line) == (Place, ("values.yaml", None, 1, ()), 3)
    assert (PLACE.known, moved.known, PLACE.shown()) == (True, False, "values.yaml:3")
    with pytest.raises(ValueError, match="row"):
        PLACE._replace(row=1)  # type: ignore[call-arg]  # what a type checker finds, a run finds too


def test_it_says_its_fields_as_a_named_tuple_does() -> None:
    assert (Place._fields, Place._field_defaults) == (Named._fields, Named._field_defaults)
    assert PLACE._asdict() == NAMED._asdict()
    assert Place._make(["a", 1, 2, ()]) == tuple(Named._make(["a", 1, 2, ()]))
    assert repr(PLACE) == repr(NAMED).replace("Named", "Place")
    assert Place.__doc__ == "Where something stands."


def test_it_matches_a_pattern_by_place() -> None:
    match PLACE:
        case Place(source, line):
            assert (source, line) == ("values.yaml", 3)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_it_travels_between_processes(protocol: int) -> None:
    again = pickle.loads(pickle.dumps(PLACE, protocol))  # noqa: S301 - our own
    assert (type(again), again) == (Place, PLACE)


def test_a_copy_of_it_is_one() -> None:
    assert type(copy.deepcopy(PLACE)) is type(copy.copy(PLACE)) is Place


def test_it_may_be_generic() -> None:
    held: Held[int] = Held(1)
    assert held.value == 1
    assert held == (1,)


def test_a_field_without_a_default_behind_one_that_has_one_is_refused() -> None:
    program = "class Wrong(Record):\n    first: int = 1\n    second: int"
    with pytest.raises(TypeError, match="Wrong: a field without a default"):
        exec(program, {"Record": Record, "__name__": "wrong"})  # noqa: S102 - a type checker would find it here


def test_no_module_declares_the_dear_kind() -> None:
    others = re.compile(r"import .*\b(NamedTuple|namedtuple)\b")
    found = {path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py") if others.search(path.read_text("utf-8"))}
    assert found == {Path("records.py")}
