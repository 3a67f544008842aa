from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.kubernetes.containers import containers
from policycheck.kubernetes.repeated_ports import RepeatedPort, repeated_ports
from policycheck.model import Path, Value


def ports(*names: Value) -> list[Value]:
    return [{"name": name, "containerPort": 80 + number} for number, name in enumerate(names)]


def repeated(*found: Value) -> list[RepeatedPort]:
    return repeated_ports(containers({"containers": list(found)}))


def test_a_name_twice_in_one_container_and_once_more_in_another() -> None:
    assert repeated({"name": "a", "ports": ports("http", None, "http")}, {"name": "b", "ports": ports("http")}) == [
        RepeatedPort(("containers", 0, "ports", 2, "name"), "http", "a", same_container=True),
        RepeatedPort(("containers", 1, "ports", 0, "name"), "http", "a", same_container=False),
    ]


def test_twice_in_the_second_container() -> None:
    found = repeated({"name": "a", "ports": ports("http")}, {"name": "b", "ports": ports("http", "http")})
    assert [(one.path[-2], one.container, one.same_container) for one in found] == [(0, "a", False), (1, "b", True)]


def test_names_of_their_own_and_none() -> None:
    assert repeated({"ports": ports("a", "b", None, None, "")}, {"ports": None}, {}) == []


@pytest.mark.parametrize(
    ("written", "path"),
    [(5, ()), ([5], (0,)), ([{"name": 5}], (0,))],
    ids=repr,
)
def test_what_is_no_port_is_unreadable_at_its_place(written: Value, path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        repeated({"ports": written})
    assert caught.value.path == ("containers", 0, "ports", *path)
