"""The divisors of a resourceFieldRef, and what a container reads."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import Unreadable
from policycheck.kubernetes.quantities import quantity
from policycheck.kubernetes.resource_fields import divided, is_divisor
from policycheck.model import Value

ORACLE = Path(__file__).parents[2] / "fixtures/oracle/resources.yaml"


def test_an_api_server_refused_a_divisor_of_two_cores() -> None:
    case = next(case for case in yaml.safe_load(ORACLE.read_text()) if case["row"] == "B4.13")
    container = yaml.safe_load(case["input"])["spec"]["containers"][0]
    reference = container["env"][0]["valueFrom"]["resourceFieldRef"]
    assert case["verdict"] == "rejected"
    assert "divisor" in case["message"]
    assert not is_divisor(reference["divisor"], reference["resource"])


@pytest.mark.parametrize("divisor", [None, 0, "0", 1, "1", 1.0, "1m", "1000m", "0.001", 0.001])
@pytest.mark.parametrize("resource", ["limits.cpu", "requests.cpu"])
def test_divisors_of_cpu(divisor: Value, resource: str) -> None:
    assert is_divisor(divisor, resource)


BYTES = ["limits.memory", "requests.memory", "limits.ephemeral-storage", "limits.hugepages-2Mi"]


@pytest.mark.parametrize(
    "divisor",
    [
        *(None, 0, 1, "1", 1000, "1000", "1k", "1M", "1000k", "1G", "1T", "1P", "1E", 1e3),
        *("1Ki", "1Mi", "1024Ki", "1Gi", "1Ti", "1Pi", "1Ei"),
    ],
)
@pytest.mark.parametrize("resource", BYTES)
def test_divisors_of_bytes(divisor: Value, resource: str) -> None:
    assert is_divisor(divisor, resource)


@pytest.mark.parametrize("divisor", [2, "2", "10m", "1k", "1u", "500m", "1e0", "+1", "-1", "1Ki"])
def test_what_is_no_divisor_of_cpu(divisor: Value) -> None:
    assert not is_divisor(divisor, "limits.cpu")


@pytest.mark.parametrize(
    "divisor", [2, "1m", "2Mi", "1024", 1024, "1048576", "1000Ki", "1024k", "1e3", "1E3", "1e+3", "1e0", "+1k", "-1Mi"]
)
@pytest.mark.parametrize("resource", BYTES)
def test_what_is_no_divisor_of_bytes(divisor: Value, resource: str) -> None:
    assert not is_divisor(divisor, resource)


def test_of_a_resource_nobody_knows_any_divisor_is_taken() -> None:
    assert is_divisor("7", "limits.example.com/gpu")


@pytest.mark.parametrize("divisor", ["", "milli", "1 Mi", [1], True])
@pytest.mark.parametrize("resource", ["limits.cpu", "limits.memory", "other"])
def test_a_divisor_that_is_no_quantity_is_unreadable(divisor: Value, resource: str) -> None:
    with pytest.raises(Unreadable):
        is_divisor(divisor, resource)


@pytest.mark.parametrize(
    ("amount", "divisor", "read"),
    [
        ("500m", None, 1),
        ("1500m", "1", 2),
        ("1500m", "1m", 1500),
        ("2", 0, 2),
        ("512Mi", None, 2**29),
        ("512Mi", "1Mi", 512),
        ("513Mi", "1Gi", 1),
        ("1G", "1Mi", 954),
    ],
)
def test_what_a_container_reads_is_rounded_up(amount: str, divisor: Value, read: int) -> None:
    assert divided(quantity(amount), divisor) == read


@given(st.integers(1, 10**12), st.sampled_from(["1", "1k", "1Ki", "1Mi", "1m"]))
def test_it_is_the_least_whole_number_that_suffices(amount: int, divisor: str) -> None:
    read = divided(Fraction(amount), divisor)
    assert (read - 1) * quantity(divisor) < amount <= read * quantity(divisor)
