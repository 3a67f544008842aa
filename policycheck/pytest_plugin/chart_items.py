"""The tests of a collected chart."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from policycheck.model import Render
from policycheck.pytest_plugin.told import Told
from policycheck.reporters.terminal import printable

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr, TracebackStyle


class BelowTheGateWarning(pytest.PytestWarning):
    """A policy found something that does not fail the run."""

    __module__ = "policycheck"


class ChartTest(pytest.Item):
    """What one policy says of one render; it was said when the chart was collected."""

    def __init__(self, *, name: str, parent: pytest.Collector, told: Told) -> None:
        super().__init__(name, parent)
        self.told = told

    def runtest(self) -> None:
        verdict, text = self.told.verdict, _lines(self.told.text)
        if verdict == "failed":
            pytest.fail(text, pytrace=False)
        if verdict == "skipped":
            pytest.skip(text)
        if verdict == "excepted":
            pytest.xfail(text)
        if text:
            self.warn(BelowTheGateWarning(text))

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: TracebackStyle | None = None
    ) -> str | TerminalRepr:
        """The text alone; for pytest's summary and `--tb=line` its place is the template, not the call above."""
        if isinstance(excinfo.value, BelowTheGateWarning):
            return str(excinfo.value)
        shown = super().repr_failure(excinfo, style)
        crash = getattr(shown, "reprcrash", None)
        if crash is not None and self.told.source is not None:
            crash.path, crash.lineno = self.told.source, self.told.line or 1
        return shown

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, 0, self.name


class InstallTest(pytest.Item):
    """The render, installed into the cluster of --kubeconfig; the option alone: a variable may name any cluster."""

    def __init__(self, *, name: str, parent: pytest.Collector, render: Render) -> None:
        super().__init__(name, parent)
        self.render = render
        self.add_marker("cluster")

    def runtest(self) -> None:
        kubeconfig = self.config.getoption("kubeconfig", None)
        if not kubeconfig:
            pytest.skip("needs a cluster to install into; name one with --kubeconfig (of pytest-helm-charts)")
        from policycheck.pytest_plugin.installs import install  # noqa: PLC0415 - most runs have no cluster

        folder = os.path.dirname(self.path)
        install(folder, self.render, str(self.config.invocation_params.dir / kubeconfig), self.config)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, 0, self.name


def _lines(text: str) -> str:
    return "\n".join(map(printable, text.splitlines()))
