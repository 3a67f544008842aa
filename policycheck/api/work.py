"""A portion of a run, as paths and options, and the work on it: its renders are made, read and judged."""

from __future__ import annotations

import os
import pickle
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from uuid import uuid4

from policycheck.api.judging import Judge, Part, Reading, Worked
from policycheck.api.renders import input_of
from policycheck.api.travel import packed
from policycheck.config.effective import Config
from policycheck.errors import PolicycheckError, fault_of
from policycheck.kubernetes.kinds import OURS
from policycheck.kubernetes.pod_templates import Carriers
from policycheck.language.context import Release, Releases
from policycheck.model import Document, LeftOut, Policy, Resource
from policycheck.records import Record
from policycheck.renderers.chart_renders import Made, made
from policycheck.renderers.choose import Wanted, loaded
from policycheck.renderers.matrix import Planned
from policycheck.renderers.prepared import prepared
from policycheck.renderers.request import PreparedChart
from policycheck.sources.chart_files import API_VERSION, KIND, WORKSPACE
from policycheck.sources.chart_folders import ChartFolder
from policycheck.sources.loading import Contents

_ALONE = Lock()
"""A worker of somebody's may have threads: Helm's library and the folder that paths count from are one a process."""


class Errand(Record):
    """What all portions of a run have in common.

    `run` tells it from every other run, `folder` is where its paths count from, `charts` are the names of all its
    charts.
    """

    run: str
    folder: str
    policies: Sequence[Policy]
    carriers: Carriers
    charts: Sequence[str]
    wanted: Wanted
    reading: Reading


def errand_of(contents: Contents, wanted: Wanted, config: Config, reading: Reading) -> Errand:
    """The errand of a run whose charts are read already."""
    charts = [one.name for one in contents.resources if one.kind == KIND and one.render == WORKSPACE]
    run, folder = uuid4().hex, os.getcwd()
    return Errand(run, folder, config.policies, config.carriers, charts, wanted, reading)


class Portion(Record):
    """Renders of one chart. `chart` is its path as it was given, `folder` where its planner had it lie."""

    chart: str
    folder: str
    renders: Sequence[tuple[Planned, Release]]


def work(errand: bytes, portion: Portion) -> bytes:
    """Do a portion of this pickled errand; a packed `Worked`, or the pickled PolicycheckError that kept it from that.

    Nothing is raised: the text of a foreign error may hold a secret, and an executor would write it down.
    """
    with _ALONE:
        try:
            working = desk(errand)
            return packed(working.work(portion), working.errand.policies)
        except PolicycheckError as error:
            return pickle.dumps(error)
        except Exception as error:  # noqa: BLE001 - idem
            if os.environ.get("POLICYCHECK_TRACEBACK") == "1":
                import traceback  # noqa: PLC0415 - only an error needs it

                traceback.print_exception(error)
            return pickle.dumps(PolicycheckError(fault_of(error)))


@lru_cache(maxsize=1)
def desk(errand: bytes) -> Desk:
    """Where the portions of an errand are worked on: what one has learned, the next one knows."""
    return Desk(pickle.loads(errand))  # noqa: S301 - the planner's own


class Desk:
    def __init__(self, errand: Errand) -> None:
        self.errand = errand
        self.judge = Judge(errand.policies, errand.carriers)
        self.renderer = loaded(errand.wanted)
        self.known: tuple[str, Sequence[Resource]] = "", ()

    def work(self, portion: Portion, *, read: int = 0) -> Worked:
        """The portion done; so many bytes of the run are `read` already."""
        if os.getcwd() != self.errand.folder:
            os.chdir(self.errand.folder)
        with prepared(portion.chart) as chart:
            several = [made(chart, _here(one, portion, chart), self.renderer) for one, _ in portion.renders]
            return Worked(several, self.judged(portion, several, chart, read))

    def judged(self, portion: Portion, several: Sequence[Made], chart: PreparedChart, read: int) -> Part:
        inputs = [
            input_of(planned.render.id, one.text, release.namespace)
            for (planned, release), one in zip(portion.renders, several, strict=True)
            if not isinstance(one, LeftOut)
        ]
        contents = self.errand.reading.contents(inputs, read=read)
        releases = Releases(of_renders={planned.render.id: release for planned, release in portion.renders})
        return self.judge.part(contents, releases, self.charts(portion.chart, chart))

    def charts(self, path: str, chart: PreparedChart) -> Sequence[Resource]:
        """The charts of the run as a render of this one sees them: of the others it asks no more than the name."""
        if self.known[0] != path:
            folder = ChartFolder(path if os.path.isdir(path) else chart.folder, path)
            others = Counter(self.errand.charts)
            others.subtract([chart.file.name])
            own = self.errand.reading.contents((), [folder]).resources
            self.known = path, (*own, *map(_called, others.elements()))
        return self.known[1]


def _here(planned: Planned, portion: Portion, chart: PreparedChart) -> Planned:
    """The same render of a chart whose copy lies elsewhere."""
    files = tuple(
        chart.folder + file.removeprefix(portion.folder) if file.startswith(portion.folder + os.sep) else file
        for file in planned.request.values_files
    )
    return planned._replace(request=planned.request._replace(values_files=files))


def _called(name: str) -> Resource:
    nothing = Document("", None, memoryview(b""), None, None)
    return Resource(API_VERSION, OURS, KIND, name, None, {}, nothing, render=WORKSPACE)
