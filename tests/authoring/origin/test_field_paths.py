"""A path is read as it is printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.authoring.origin.field_paths import near_miss, read_path, refuse_impossible
from policycheck.errors import UsageError
from policycheck.model import Path, dotted

BODY = {"spec": {"replicas": 2, "ports": [{"name": "http"}]}, "data": {"a.b/c": "x"}}


@given(st.lists(st.text() | st.integers(0, 10**6), min_size=1).map(tuple))
def test_what_is_printed_is_read_back(path: Path) -> None:
    assert read_path(dotted(path)) == path


@pytest.mark.parametrize(
    ("text", "column"),
    [("spec..x", 5), (".spec", 1), ("spec.", 5), ("spec[x]", 5), ('a["b]', 2), ("spec ports", 5), ("a[0]b", 5)],
)
def test_what_is_no_path_is_refused_with_its_column(text: str, column: int) -> None:
    with pytest.raises(UsageError, match=rf"no path from column {column} on; write it as reports do"):
        read_path(text)


def test_an_empty_path_is_refused() -> None:
    with pytest.raises(UsageError, match=r"an empty path; name a field, as spec\.replicas"):
        read_path("")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("spec.ports[1]", r"spec\.ports has 1 item, counted from 0"),
        ("spec.ports.name", r"spec\.ports is a list; name an item of it, as spec\.ports\[0\]"),
        ("spec[0]", r"spec has no items"),
        ("spec.replicas.x", r"spec\.replicas has no fields"),
    ],
)
def test_what_no_values_could_bring_about_is_refused(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        refuse_impossible(BODY, read_path(text))


@pytest.mark.parametrize("text", ["spec.replicas", "spec.ports[0].name", 'data["a.b/c"]', "spec.other.deep[3]", "no"])
def test_what_is_there_or_could_be_is_not_refused(text: str) -> None:
    refuse_impossible(BODY, read_path(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("spec.replica", '; did you mean "replicas"?'),
        ("spec.ports[0].nam", '; did you mean "name"?'),
        ('data["a.b"]', '; did you mean "a.b/c"?'),
        ("spec.hostNetwork", ""),
        ("spec.replicas", ""),
    ],
)
def test_the_near_miss_of_a_field(text: str, said: str) -> None:
    assert near_miss(BODY, read_path(text)) == said
