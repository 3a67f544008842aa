from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import Unreadable
from policycheck.kubernetes.quantities import quantity
from policycheck.kubernetes.resource_names import page_size, resource_type


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        *((name, "standard") for name in ("cpu", "memory", "ephemeral-storage")),
        *((name, "hugepages") for name in ("hugepages-2Mi", "hugepages-1Gi", "hugepages-")),
        *((name, "native") for name in ("kubernetes.io/x", "node.kubernetes.io/x")),
        *((name, "extended") for name in ("nvidia.com/gpu", "example.com/a_b.c", "a/b")),
        *((name, None) for name in ("mem", "Memory", "gpu", "storage", "pods", "requests.cpu", "limits.memory", "")),
        *((name, None) for name in ("/gpu", "example.com/", "Example.com/gpu", "a//b", "a/b/c", "a b/c", "a/b c")),
        ("requests.example.com/gpu", None),
        (f"example.com/{'x' * 63}", "extended"),
        (f"example.com/{'x' * 64}", None),
        (f"{'a.' * 127}/x", None),
    ],
)
def test_a_name_stands_for_a_type_of_resource(name: str, type_: str | None) -> None:
    assert resource_type(name) == type_


@given(st.text(max_size=20) | st.from_regex(r"[a-z.]{1,9}/[a-z]{1,9}", fullmatch=True))
def test_any_text_is_a_type_or_none(name: str) -> None:
    assert resource_type(name) in {"standard", "hugepages", "native", "extended", None}


@pytest.mark.parametrize("size", ["2Mi", "1Gi", "64Ki", "1"])
def test_a_page_has_the_size_in_its_name(size: str) -> None:
    assert page_size(f"hugepages-{size}") == quantity(size)


@pytest.mark.parametrize(
    "name", ["hugepages-", "hugepages-big", "hugepages-0", "hugepages--2Mi", "hugepages-1m", "cpu"]
)
def test_a_page_without_a_size_is_unreadable(name: str) -> None:
    with pytest.raises(Unreadable, match="says no size of a page"):
        page_size(name)
