"""Renders are judged while others are made; whichever come when, the report is the same, to the byte."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager

import pytest

from policycheck import View, check, render
from policycheck.api import with_charts
from policycheck.api.asked import Rendering
from policycheck.api.judging import Judge
from policycheck.renderers.chart_renders import Made, made_ahead
from policycheck.renderers.matrix import Asked
from tests.api.many_charts import CHARTS, CONFIG, FILES, written
from tests.api.test_executors import TODAY

VERSIONS = Rendering(Asked(kube_versions=("1.24", "1.33")))


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    paths = written(tmp_path_factory.mktemp("many"))
    return [paths[name] for name in (*CHARTS, *FILES)]


def report(inputs: Sequence[str], max_input: int) -> list[str]:
    made = check(inputs, config=CONFIG, today=TODAY, rendering=VERSIONS, max_input=max_input)
    return [render(made, View("all", "full"), format_name=name) for name in ("text", "json", "junit", "sarif")]


@pytest.mark.parametrize("max_input", [2**28, 4000])
def test_when_the_renders_come_is_no_matter(inputs: list[str], max_input: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """All there before they are looked at, or none."""
    parts: dict[bool, int] = {}
    reports = {}
    real = Judge.part
    for there in (True, False):
        seen: list[object] = []

        @contextmanager
        def in_time(*given: object, there: bool = there, **how: object) -> Iterator[list[Future[Made]]]:
            with made_ahead(*given, **how) as several:  # type: ignore[arg-type]  # passed on as they came
                futures = list(several)
                for one in futures:
                    monkeypatch.setattr(one, "done", lambda there=there: there)
                yield futures

        def part(*given: object, seen: list[object] = seen) -> object:
            seen.append(given)
            return real(*given)  # type: ignore[arg-type]  # idem

        monkeypatch.setattr(with_charts, "made_ahead", in_time)
        monkeypatch.setattr(Judge, "part", part)
        reports[there], parts[there] = report(inputs, max_input), len(seen)
    assert reports[True] == reports[False]
    assert parts[True] == 2
    assert parts[False] > parts[True]
