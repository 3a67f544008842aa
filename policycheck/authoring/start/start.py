"""Write the first files of a chart: all of them, or none where one of them is there already."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

from policycheck import api
from policycheck.api.asked import Rendering
from policycheck.authoring.start import texts
from policycheck.authoring.start.first_test import file_name, first_test
from policycheck.authoring.start.known_findings import known_findings
from policycheck.authoring.start.new_files import Ignored, ignored, write
from policycheck.config.effective import Overrides, configure
from policycheck.config.scalars import namespace as read_namespace
from policycheck.errors import PolicycheckError, UsageError
from policycheck.helm.version_ranges import in_range, is_range
from policycheck.kubernetes.versions import NEWEST
from policycheck.model import Report, Resource
from policycheck.records import Record
from policycheck.renderers.chart_file import ChartFile, read_chart_file
from policycheck.sources.inputs import Input
from policycheck.sources.loading import load

Ci = Literal["github", "gitlab", "none"]

SETTINGS = "policycheck.yaml"
WORKFLOW = os.path.join(".github", "workflows", "policycheck.yaml")
_GRACE = timedelta(days=90)
"""How long what was found at first is excepted: long enough to mend it, short enough not to forget it."""


class Wanted(Record):
    """What is asked for. Without a namespace it is the chart's name, without `ci` no job is made."""

    chart: str
    ci: Ci
    today: date
    namespace: str | None = None
    tests_only: bool = False
    helm: str | None = None


class Started(Record):
    """What was done. Paths count from the working directory; `root` is where to run what comes next.

    `known` are the exceptions that were written, each with the messages of what it covers, until `expires`.
    """

    written: tuple[str, ...]
    ignored: Ignored | None
    root: str
    chart: str
    tests: str | None
    is_library: bool
    known: Mapping[texts.Known, Sequence[str]]
    expires: str
    job: str | None
    """The text of a job that is to be pasted, where a file cannot be written for it."""


class _First(Record):
    """The chart as it was found."""

    file: ChartFile
    report: Report
    test: str | None


def start(wanted: Wanted) -> Started:
    """Write the files. UsageError where one of them exists, or the chart does not render: then nothing is written."""
    if not os.path.isdir(wanted.chart):
        what = "an archive; unpack it first" if os.path.isfile(wanted.chart) else "no such folder; name that of a chart"
        raise UsageError(what, source=wanted.chart)
    file = read_chart_file(wanted.chart, wanted.chart)
    root = _root(wanted.chart)
    chart = os.path.relpath(os.path.realpath(wanted.chart), root)
    namespace, kube_version = _namespace(wanted, file), _kube_version(file)
    files = _Names(wanted, file, root)
    files.refuse_existing()
    first = _first(wanted, file, namespace, kube_version)
    tests = os.path.join(chart, "tests") if first.test else None
    known = {} if wanted.tests_only else known_findings(first.report)
    expires = (wanted.today + _GRACE).isoformat()
    contents = {
        files.settings: texts.settings(namespace, kube_version, known, expires),
        files.test: first.test,
        files.workflow: texts.github(chart, tests),
    }
    written = {path: text for path, text in contents.items() if path and text}
    return Started(
        written=write(written),
        ignored=ignored(wanted.chart) if first.test else None,
        root=os.path.relpath(root),
        chart=chart,
        tests=tests,
        is_library=file.is_library,
        known={one: [finding.message for _, finding in found] for one, found in known.items()},
        expires=expires,
        job=texts.gitlab(chart, tests) if wanted.ci == "gitlab" and not wanted.tests_only else None,
    )


class _Names:
    """The files to write, None for those that are not wanted."""

    def __init__(self, wanted: Wanted, file: ChartFile, root: str) -> None:
        whole = not wanted.tests_only
        self.settings = os.path.relpath(os.path.join(root, SETTINGS)) if whole else None
        self.test = None if file.is_library else os.path.join(wanted.chart, "tests", file_name(file.name))
        is_github = whole and wanted.ci == "github"
        self.workflow = os.path.relpath(os.path.join(root, WORKFLOW)) if is_github else None

    def refuse_existing(self) -> None:
        there = [path for path in (self.settings, self.test, self.workflow) if path and os.path.lexists(path)]
        if there:
            advice = "; --tests-only writes only the test of one more chart" if self.test not in there else ""
            raise UsageError(f"{', '.join(there)}: there already; nothing was written{advice}")


def _root(chart: str) -> str:
    """The git repository around the chart, else the working directory, where policycheck.yaml is looked for."""
    folder = os.path.realpath(chart)
    while folder != os.path.dirname(folder):
        if os.path.lexists(os.path.join(folder, ".git")):
            return folder
        folder = os.path.dirname(folder)
    return os.path.realpath(os.curdir)


def _namespace(wanted: Wanted, file: ChartFile) -> str:
    if wanted.namespace:
        return wanted.namespace
    try:
        return read_namespace(file.name)
    except UsageError:
        return "default"


def _kube_version(file: ChartFile) -> str:
    """The newest version that we know and the chart takes."""
    major, newest = NEWEST
    known = [f"{major}.{minor}" for minor in range(newest, 0, -1)]
    if not is_range(file.kube_version):
        return known[0]
    return next((one for one in known if in_range(file.kube_version, f"{one}.0")), known[0])


def _first(wanted: Wanted, file: ChartFile, namespace: str, kube_version: str) -> _First:
    overrides = Overrides(namespace=namespace, kube_version=kube_version)
    with api.checked(
        [wanted.chart], rendering=Rendering(helm=wanted.helm), config=configure(overrides=overrides)
    ) as run:
        unread = [one for one in run.report.left_out if one.unread]
        if unread:
            place = (unread[0].source, unread[0].line)
            raise PolicycheckError(f"{unread[0].reason}; nothing was written", source=place[0], line=place[1])
        text = next((made.text for made in run.rendered.values()), "")
        release = next((one.release for one in run.report.renders if one.release), None) or file.name
        return _First(file, run.report, first_test(file.name, release, _resources(text)))


def _resources(text: str) -> Sequence[Resource]:
    return load([Input("render", text.encode())]).resources if text else ()
