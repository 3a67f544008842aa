"""`policycheck watch`: check a chart on every save, and show only what has changed."""

from __future__ import annotations

import gc
import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from policycheck.cli.chart_options import chart_options
from policycheck.cli.check_options import choice_options
from policycheck.cli.config_options import CONFIG_FILE, config_options, configured
from policycheck.cli.parser import Parser, policy_options
from policycheck.cli.rendering import rendering
from policycheck.cli.streams import view_of_stdout, write
from policycheck.cli.values import namespace, one_of
from policycheck.errors import UsageError
from policycheck.model import SEVERITIES

if TYPE_CHECKING:
    from policycheck.api import Run
    from policycheck.authoring.watch.watched import Watched
    from policycheck.config.effective import Config


def arguments(parser: Parser) -> None:
    parser.add_argument("charts", metavar="CHART", nargs="+", help="a chart: a folder or a .tgz")
    parser.add_argument("-n", "--namespace", metavar="NAME", type=namespace, help="the release's namespace")
    parser.add_argument(
        "--fail-on",
        metavar="SEVERITY",
        type=one_of((*SEVERITIES, "never"), "severity"),
        help='what to call "failed": error, warning, info or never (default: error)',
    )
    chart_options(parser)
    config_options(parser)
    policy_options(parser)
    choice_options(parser)


def run(options: Namespace) -> int:
    """Check until it is interrupted; UsageError for what no save could mend."""
    from policycheck.authoring.watch.saves import refuse_without_watchfiles, saves  # noqa: PLC0415 - for `--help`

    refuse_without_watchfiles()
    for chart in options.charts:
        if not os.path.exists(chart):
            raise UsageError("no such folder or file; name a chart", source=chart)
    session = _Session(options)
    for saved in saves(session.watched):
        session.round(saved)
    return 0


class _Session:
    """The charts that are watched, and what is kept from one round to the next."""

    def __init__(self, options: Namespace) -> None:
        from policycheck.authoring.watch.rounds import Rounds  # noqa: PLC0415 - idem

        self._options = options
        self._rounds = Rounds()
        self._config: Config | None = None
        self._values: set[str] = set()
        self._number = 0

    def round(self, saved: set[str]) -> None:
        """Check and show. Reading the settings takes half as long as checking, so they are kept where they can be."""
        from policycheck.authoring.watch.told import summary, told, watching  # noqa: PLC0415 - idem

        if any(self._is_setting(path) for path in saved):
            self._config = None
        done = self._rounds.run(self._checked)
        if not saved and self._number and not done.changed:
            return  # nobody saved anything: the watch began anew
        self._number += 1
        view = view_of_stdout("failed", "normal")
        if self._number == 1 and done.report:
            from policycheck.reporters import render  # noqa: PLC0415 - idem

            write(render(done.report, view) + "\n")
        else:
            write(told(done, view))
        if self._number == 1:
            write(watching(self.watched()))
        write(summary(done, self._number, saved, view))
        gc.collect()  # `main` has switched the collector off, for runs that end

    def watched(self) -> Watched:
        from policycheck.authoring.watch.watched import policy_paths, watched  # noqa: PLC0415 - idem

        of_settings = policy_paths(self._config) | set(self._config.files) if self._config else set()
        given = [self._settings_file(), *self._options.policies, *self._options.values_files]
        return watched(self._options.charts, {*filter(None, given), *of_settings, *self._values})

    @contextmanager
    def _checked(self) -> Iterator[Run]:
        from policycheck import api  # noqa: PLC0415 - idem

        self._config = self._config or configured(self._options)
        charts = list(dict.fromkeys(self._options.charts))
        with api.checked(charts, rendering=rendering(self._options), config=self._config) as run:
            # Sets of values that the settings name can lie anywhere.
            self._values = {file for render in run.report.renders for file in render.values}
            yield run

    def _settings_file(self) -> str | None:
        """Watched where there is none yet, too: it may come."""
        return None if self._options.no_config else self._options.config or CONFIG_FILE

    def _is_setting(self, path: str) -> bool:
        """Whether a changed file can be one of the settings or of their policies, and not of a chart."""
        charts = [os.path.join(os.path.realpath(chart), "") for chart in self._options.charts]
        return not path.startswith(tuple(charts))
