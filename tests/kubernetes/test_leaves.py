from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from policycheck.kubernetes.leaves import Leaf, leaves
from policycheck.model import Value
from tests.language.surroundings import at

SCALARS = st.none() | st.integers() | st.text(max_size=5)
TREES: st.SearchStrategy[Value] = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)


def test_each_scalar_has_its_path_and_the_last_key_above_it() -> None:
    tree: Value = {"db": {"password": "x", "ports": [1, None]}, "on": True}
    assert list(leaves(tree)) == [
        Leaf(("db", "password"), "password", "x"),
        Leaf(("db", "ports", 0), "ports", "1"),
        Leaf(("db", "ports", 1), "ports", ""),
    ]


def test_an_entry_of_a_list_of_variables_is_named_by_its_name() -> None:
    (_, value) = leaves([{"name": "DB_PASS", "value": "x"}])
    assert value == Leaf((0, "value"), "DB_PASS", "x")


def test_a_name_that_is_no_text_names_nothing() -> None:
    (_, value) = leaves({"name": 1, "value": "x"})
    assert value.name == "value"


@given(TREES)
def test_every_leaf_stands_where_it_says(tree: Value) -> None:
    for leaf in leaves(tree):
        found = at(tree, leaf.path)
        assert leaf.value == ("" if found is None else str(found))
