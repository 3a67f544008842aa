"""pytest runs policies and charts: each example is a test, each render times each policy too, and `chart` is a fixture.

Every run of pytest imports this module and, until it meets something of ours, nothing else of ours.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from policycheck.authoring.chart_tests.chart import Chart
    from policycheck.pytest_plugin.places import Places

PLACES: pytest.StashKey[Places] = pytest.StashKey()
"""What is to be collected; not there where a run names nothing of ours."""

_YAML = (".yaml", ".yml")

SNAPSHOTS = "snapshots"
"""The folder beside a test file where its snapshots are."""

_MARKERS = (
    "chart(*paths): what the fixture `chart` gives, from pytest's root folder; of several, the test runs once for each",
    "cluster: installs into the cluster of --kubeconfig",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("policies", "files and folders of policies, whose examples are tests", type="paths", default=[])
    parser.addini("charts", "charts, or folders of charts, to test: every render by every policy", "paths", default=[])
    parser.getgroup("policycheck").addoption(
        "--chart-snapshots",
        dest="chart_snapshots",
        choices=("compare", "write"),
        default="compare",
        help="what `chart.render().snapshot()` does: compare with what is stored (default), or write it",
    )


def pytest_configure(config: pytest.Config) -> None:
    for marker in _MARKERS:
        config.addinivalue_line("markers", marker)
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(TestsSeen(), "policycheck-tests-seen")
    if config.getoption("chart_snapshots") == "write":
        from policycheck.pytest_plugin.snapshot_files import refuse_in_ci  # noqa: PLC0415 - when it is asked for only

        refuse_in_ci()


@pytest.hookimpl(wrapper=True)
def pytest_sessionstart(session: pytest.Session) -> Generator[None, None, None]:
    """Find what is to be collected; and let pytest-helm-charts live under `-W error`.

    That one wraps a fixture in a decorator, pytest 9.2 warns that it cannot see it, and the error would end the run.
    """
    config = session.config
    if config.getini("policies") or config.getini("charts") or config.args_source is pytest.Config.ArgsSource.ARGS:
        from policycheck.pytest_plugin.places import find_places  # noqa: PLC0415 - most runs name nothing of ours

        find_places(config)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="cannot discover fixture 'app_catalog_factory'")
        return (yield)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix not in _YAML or PLACES not in parent.config.stash:
        return None
    from policycheck.pytest_plugin.places import collected  # noqa: PLC0415 - idem

    return collected(file_path, parent)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test whose marker names several charts runs once for each of them."""
    marker = metafunc.definition.get_closest_marker("chart")
    if marker is not None and "chart" in metafunc.fixturenames and len(marker.args) > 1:
        metafunc.parametrize("chart", marker.args, ids=map(str, marker.args), indirect=True)


@pytest.fixture
def chart(request: pytest.FixtureRequest) -> Iterator[Chart]:
    """The chart under test: of the marker `chart`, of --chart-path, around the test file, or the configured one."""
    from policycheck.pytest_plugin.chart_fixture import opened  # noqa: PLC0415 - idem

    yield from opened(request)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What a test asked of its snapshots travels with its report, also from a worker of pytest-xdist."""
    report = yield
    if report.when == "call" and "chart" in getattr(item, "fixturenames", ()):
        from policycheck.pytest_plugin.snapshot_files import taken_by  # noqa: PLC0415 - most tests have no chart

        report.chart_snapshots = taken_by(item)  # type: ignore[attr-defined] # a report may carry more
    return report


class TestsSeen:
    """What ran, in the process that reports it; at the end, what there is to say of snapshots."""

    __test__ = False

    def __init__(self) -> None:
        self.tests: dict[str, tuple[bool, dict[str, object] | None]] = {}
        self.said: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.nodeid not in self.tests:
            passed = report.when == "call" and report.passed
            self.tests[report.nodeid] = passed, getattr(report, "chart_snapshots", None)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        folders = {os.path.dirname(nodeid.partition("::")[0]) for nodeid in self.tests}
        stored = (os.path.isdir(os.path.join(session.config.rootpath, folder, SNAPSHOTS)) for folder in folders)
        if not any(stored) and not any(taken for _, taken in self.tests.values()):
            return
        from policycheck.pytest_plugin.snapshot_files import finish  # noqa: PLC0415 - idem

        self.said = finish(session, self.tests)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.said:
            terminalreporter.section("chart snapshots")
            for line in self.said:
                terminalreporter.line(line)
