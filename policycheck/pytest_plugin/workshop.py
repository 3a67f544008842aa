"""What all chart tests of a run share: settings, a renderer, charts that are opened once."""

from __future__ import annotations

import os
from contextlib import ExitStack

import pytest

from policycheck.authoring.chart_tests.chart import Workshop
from policycheck.config.effective import configure
from policycheck.errors import UsageError
from policycheck.language.library import CONFIG_FILE
from policycheck.model import Report
from policycheck.renderers import choose
from policycheck.renderers.helm_cli import HelmCli
from policycheck.renderers.prepared import prepared
from policycheck.renderers.request import PreparedChart, Renderer

_WORKSHOP = pytest.StashKey[Workshop]()
_OPENED = pytest.StashKey[dict[str, PreparedChart]]()

VALUES_FILE = ("app_config_file_path", "ATS_APP_CONFIG_FILE_PATH")
CHART_PATH = ("chart_path", "ATS_CHART_PATH")


def workshop(config: pytest.Config) -> Workshop:
    """Made when it is first asked for. PolicycheckError.

    The settings are those of the policycheck.yaml where pytest was started, as for the command, else of the one in
    pytest's root folder.
    """
    if _WORKSHOP not in config.stash:
        files = [os.path.join(folder, CONFIG_FILE) for folder in (config.invocation_params.dir, config.rootpath)]
        file = next(filter(os.path.isfile, files), None)
        settings = configure(file and shown(file, config))
        config.stash[_WORKSHOP] = Workshop(settings, _renderer(config), _values_files(config))
    return config.stash[_WORKSHOP]


def opened_chart(path: str, config: pytest.Config) -> PreparedChart:
    """The chart of a path, opened until the run ends. RenderError."""
    if _OPENED not in config.stash:
        config.stash[_OPENED] = {}
    charts = config.stash[_OPENED]
    if path not in charts:
        stack = ExitStack()
        charts[path] = stack.enter_context(prepared(path))
        config.add_cleanup(stack.close)
    return charts[path]


def chart_report(path: str, config: pytest.Config) -> Report:
    """Every render of the chart by every policy, with the template's lines. PolicycheckError."""
    from policycheck.api import checked  # noqa: PLC0415 - a test of one's own may need no policy
    from policycheck.api.asked import Rendering  # noqa: PLC0415 - idem
    from policycheck.authoring.origin.located import located  # noqa: PLC0415 - idem

    shared = workshop(config)
    helm = shared.renderer.path if isinstance(shared.renderer, HelmCli) else None
    with checked([path], config=shared.config, rendering=Rendering(helm=helm)) as run:
        return located(run.report, lambda resource: run.rendered.get(resource.render))


def given(names: tuple[str, str], config: pytest.Config) -> str:
    """An option of pytest-helm-charts, or its variable where that plugin is there; "" where neither says anything."""
    option, variable = names
    if not config.pluginmanager.hasplugin("helm-charts"):
        return ""
    return str(config.getoption(option, None) or os.environ.get(variable, ""))


def shown(path: str, config: pytest.Config) -> str:
    """A path as reports name it: from where pytest was started, if it lies below."""
    below = os.path.relpath(path, config.invocation_params.dir)
    return path if below.startswith("..") else below


def _renderer(config: pytest.Config) -> Renderer:
    """Helm in process, where no test is run in a fork: there it would hang."""
    if not config.getoption("forked", default=False):
        return choose.quickest().renderer
    found = choose.command(None)
    if found is None:
        raise UsageError("--forked: Helm in process hangs after a fork; install helm, or leave out --forked")
    return found.renderer


def _values_files(config: pytest.Config) -> tuple[str, ...]:
    file = given(VALUES_FILE, config)
    return (os.path.join(config.invocation_params.dir, file),) if file else ()
