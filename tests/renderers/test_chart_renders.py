"""Renders are made while other work is done: in their order, each by itself, and no more than are asked for."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from policycheck.errors import RenderError
from policycheck.model import LeftOut
from policycheck.renderers.chart_renders import made_ahead
from policycheck.renderers.choose import for_renders, loaded
from policycheck.renderers.matrix import Asked, Planned, plan
from policycheck.renderers.prepared import prepared
from policycheck.renderers.request import PreparedChart, Renderer, RenderRequest
from tests.api.test_chart_renders import chart

VERSIONS = tuple(f"1.{minor}" for minor in range(20, 40))


class Told:
    """A renderer that waits until it may go on, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.may_go_on = threading.Event()
        self.asked: list[str] = []

    @property
    def name(self) -> str:
        return "told"

    def __call__(self, chart: PreparedChart, request: RenderRequest) -> str:  # noqa: ARG002 - as every renderer
        self.asked.append(request.kube_version)
        assert self.may_go_on.wait(10)
        if request.kube_version == "1.21":
            raise RenderError("too old", source=request.chart)
        return request.kube_version


@pytest.fixture(name="planned")
def of_versions(tmp_path: Path) -> Iterator[list[tuple[PreparedChart, Planned]]]:
    with prepared(str(chart(tmp_path))) as opened:
        renders = plan(opened, Asked(kube_versions=VERSIONS), label="shop", kube_version="1.33")
        yield [(opened, one) for one in renders]


@pytest.mark.parametrize("side_by_side", [False, True])
def test_they_come_in_their_order_and_one_that_fails_keeps_no_other(
    planned: list[tuple[PreparedChart, Planned]], *, side_by_side: bool
) -> None:
    told = Told()
    told.may_go_on.set()
    with made_ahead(planned, lambda: told, side_by_side=side_by_side) as several:
        made = [one.result() for one in several]
    assert ["" if isinstance(one, LeftOut) else one.text for one in made] == ["1.20", "", *VERSIONS[2:]]
    assert isinstance(made[1], LeftOut)
    assert made[1].reason == "does not render: too old"


def test_the_block_goes_on_while_they_are_made(planned: list[tuple[PreparedChart, Planned]]) -> None:
    told = Told()
    with made_ahead(planned[:2], lambda: told, side_by_side=False) as several:
        told.may_go_on.set()  # from here: a block that waits for its renders would never come to it
        assert len([one.result() for one in several]) == 2


def test_those_that_nobody_takes_are_not_made(planned: list[tuple[PreparedChart, Planned]]) -> None:
    told, before = Told(), set(threading.enumerate())

    def stop() -> None:
        with made_ahead(planned, lambda: told, side_by_side=False):
            threading.Timer(0.05, told.may_go_on.set).start()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()
    assert len(told.asked) <= 1
    started = [one.name for one in threading.enumerate() if one not in before]
    assert not [name for name in started if name.startswith("policycheck")]


def test_nothing_is_loaded_for_no_renders() -> None:
    def never() -> Renderer:
        pytest.fail("loaded")

    with made_ahead([], never, side_by_side=False) as several:
        assert not several


def test_helm_in_process_makes_ahead_what_it_makes_on_demand(planned: list[tuple[PreparedChart, Planned]]) -> None:
    turn, renderer = sys.getswitchinterval(), loaded(for_renders(len(planned)))
    with made_ahead(planned, lambda: renderer, side_by_side=False) as several:
        made = [one.result() for one in several]
    texts = [one.text for one in made if not isinstance(one, LeftOut)]
    assert texts == [renderer(opened, one.request) for opened, one in planned]
    assert sys.getswitchinterval() == turn
