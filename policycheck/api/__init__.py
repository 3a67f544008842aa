"""The one composition that the command line, the pytest plugin and other programs use: manifests in, a Report out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from policycheck.api.hands import ALONE, Hands
from policycheck.api.judging import NOTHING_RENDERED, Reading, has_manifests, judged, part_here, reported
from policycheck.config.effective import Config, configure
from policycheck.errors import UsageError
from policycheck.model import Report, Value
from policycheck.records import Record
from policycheck.sources.discovery import discover
from policycheck.sources.inputs import MAX_INPUT

if TYPE_CHECKING:
    import datetime as dt
    from concurrent.futures import Executor

    from policycheck.api.asked import Rendering
    from policycheck.renderers.request import Rendered


class Run(Record):
    """A report, and by the ids of its renders the charts' renders that were made: their charts are still open."""

    report: Report
    rendered: Mapping[str, Rendered]


def check(  # noqa: PLR0913 - all but the inputs are keywords: the options of a run
    inputs: str | Sequence[str],
    *,
    charts: Sequence[str] = (),
    rendering: Rendering | None = None,
    config: Config | None = None,
    stdin: BinaryIO | None = None,
    today: dt.date | None = None,
    strict: bool = False,
    max_input: int = MAX_INPUT,
    allow_empty: bool = False,
    jobs: int | None = 1,
    executor: Executor | None = None,
) -> Report:
    """Check manifests, charts and Kustomize folders.

    `inputs` are the paths of files and folders, or one of them; "-" is `stdin`. A chart, a folder or a .tgz, is
    rendered as `rendering` says: by every set of its values, each render judged by itself. `charts` are the folders of
    charts that manifests were rendered from: policies judge their values too. `config` comes from `configure`, without
    it the bundled policies run as they come. `today` is the day by which exceptions expire, the calendar's if
    it is left out; a `strict` run fails on exceptions that have expired or hide nothing. `max_input` is in bytes. With
    `allow_empty` a chart that renders nothing is a check too.

    Charts are rendered and judged by so many processes of ours as `jobs`, by this one alone with 1, with None by as
    many as there are processors if there is enough to do; or by an `executor`, whose workers find the charts under the
    same paths and import this policycheck. The report is the same. What they send back is what the charts render,
    Secrets among it. Many manifests are judged by `jobs` copies of this process (`os.fork`), if it has one thread only.

    An input that cannot be read or rendered is in the report, not raised; UsageError is for an argument that cannot
    mean anything, PolicyError for a policy whose expressions cannot.
    """
    run = checked(
        inputs,
        charts=charts,
        rendering=rendering,
        config=config,
        stdin=stdin,
        today=today,
        strict=strict,
        max_input=max_input,
        allow_empty=allow_empty,
        hands=_hands(jobs, executor),
    )
    with run as made:
        return made.report


@contextmanager
def checked(  # noqa: PLR0913 - idem
    inputs: str | Sequence[str],
    *,
    charts: Sequence[str] = (),
    rendering: Rendering | None = None,
    config: Config | None = None,
    stdin: BinaryIO | None = None,
    today: dt.date | None = None,
    strict: bool = False,
    max_input: int = MAX_INPUT,
    allow_empty: bool = False,
    hands: Hands = ALONE,
) -> Iterator[Run]:
    """Check as `check` does; until the block ends the charts are open, so that they can be rendered again."""
    config = config or configure()
    paths = [inputs] if isinstance(inputs, str) else inputs
    ours = [*config.files, *(policy.source for policy in config.known)]
    found = discover(paths, stdin=stdin or _standard_input(paths), exclude=config.exclude, settings=ours)
    reading = Reading(config.namespace, max_input, allow_empty)
    with ExitStack() as opened:
        if found.charts or found.kustomizations or charts or rendering:
            from policycheck.api.renders import planning  # noqa: PLC0415 - the pipe has none, and no renderer
            from policycheck.api.with_charts import judged_with_charts  # noqa: PLC0415 - idem

            making = planning(found, charts, config, rendering, opened)
            made, parts = judged_with_charts(found, making, config, reading, hands)
        else:
            made, parts = NOTHING_RENDERED, [part_here(reading.found(found), config, jobs=_own(hands))]
        report = reported(parts, config, made, today=today, strict=strict)
        yield Run(report._replace(may_be_empty=allow_empty and not has_manifests(parts)), made.rendered)


def _hands(jobs: int | None, executor: Executor | None) -> Hands:
    if jobs is not None and jobs < 1:
        raise UsageError(f"`jobs` is {jobs}; give 1 or more, or None for as many as pay off")
    return Hands(jobs, executor)


def _own(hands: Hands) -> int | None:
    """How many processes of ours judge what cannot be handed out: an executor's workers may be other machines."""
    return 1 if hands.executor else hands.jobs


def _standard_input(paths: Sequence[str]) -> BinaryIO:
    """What a pipe brings; nothing where none is asked for, since not every process has one."""
    return sys.stdin.buffer if "-" in paths else BytesIO()


def check_resources(
    objects: Iterable[Mapping[str, Value] | None],
    *,
    config: Config | None = None,
    today: dt.date | None = None,
    strict: bool = False,
) -> Report:
    """Check Kubernetes objects that a program holds, as `check` does for text: they are one render, Lists unwrapped.

    Nothing is read but the bundled policies, and not those where `config` brings its own. Findings have paths and no
    lines. A None, as YAML readers give it for an empty document, is passed over.

    An object that is no Kubernetes resource is in the report, not raised; UsageError is for one that is no mapping of
    JSON values, naming its place, PolicyError for a policy whose expressions cannot be read.
    """
    config = config or configure()
    from policycheck.sources.objects import contents_of  # noqa: PLC0415 - a run on text has none

    contents = contents_of(objects, namespace=config.namespace)
    return judged(contents, config, today=today, strict=strict)
