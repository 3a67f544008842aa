"""The tables answer exactly as looking at every row would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policycheck.index.tables import LabelTable, SelectorTable
from policycheck.kubernetes.selectors import Requirement, matches

KEYS = st.sampled_from(["app", "tier", "track"])
VALUES = st.sampled_from(["a", "b", "c", ""])
LABELS = st.dictionaries(KEYS, VALUES)
REQUIREMENTS = st.builds(
    Requirement, KEYS, st.sampled_from(["In", "NotIn"]), st.frozensets(VALUES, min_size=1)
) | st.builds(Requirement, KEYS, st.sampled_from(["Exists", "DoesNotExist"]))
SELECTORS = st.none() | st.lists(REQUIREMENTS, max_size=4).map(tuple)


@given(st.lists(LABELS, max_size=12), SELECTORS)
def test_objects_that_a_selector_takes_are_those_of_a_scan(
    rows: list[dict[str, str]], selector: tuple[Requirement, ...] | None
) -> None:
    table = LabelTable((labels, number) for number, labels in enumerate(rows))
    assert table.taken_by(selector) == [number for number, labels in enumerate(rows) if matches(selector, labels)]


@given(st.lists(SELECTORS, max_size=12), LABELS)
def test_selectors_that_take_an_object_are_those_of_a_scan(
    rows: list[tuple[Requirement, ...] | None], labels: dict[str, str]
) -> None:
    table = SelectorTable((selector, number) for number, selector in enumerate(rows))
    assert table.taking(labels) == [number for number, selector in enumerate(rows) if matches(selector, labels)]


def test_empty_tables_know_nothing() -> None:
    assert LabelTable[str]([]).taken_by(()) == []
    assert SelectorTable[str]([]).taking({"app": "a"}) == []
