"""The one composition that the command line, the pytest plugin and other programs use: manifests in, a Report out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from policycheck.api.judging import NOTHING_RENDERED, has_manifests, judged, not_said_by
from policycheck.config.effective import Config, configure
from policycheck.model import Report, Value
from policycheck.sources.discovery import discover
from policycheck.sources.inputs import MAX_INPUT
from policycheck.sources.loading import load

if TYPE_CHECKING:
    import datetime as dt

    from policycheck.api.asked import Rendering
    from policycheck.renderers.request import Rendered


class Run(NamedTuple):
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
) -> Report:
    """Check manifests, charts and Kustomize folders.

    `inputs` are the paths of files and folders, or one of them; "-" is `stdin`. A chart, a folder or a .tgz, is
    rendered as `rendering` says: by every set of its values, each render judged by itself. `charts` are the folders of
    charts that manifests were rendered from: policies judge their values too. `config` comes from `configure`, without
    it the bundled policies run as they come. `today` is the day by which exceptions expire, the calendar's if
    it is left out; a `strict` run fails on exceptions that have expired or hide nothing. `max_input` is in bytes. With
    `allow_empty` a chart that renders nothing is a check too.

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
) -> Iterator[Run]:
    """Check as `check` does; until the block ends the charts are open, so that they can be rendered again."""
    config = config or configure()
    paths = [inputs] if isinstance(inputs, str) else inputs
    ours = [*config.files, *(policy.source for policy in config.known)]
    found = discover(paths, stdin=stdin or _standard_input(paths), exclude=config.exclude, settings=ours)
    with ExitStack() as opened:
        made = NOTHING_RENDERED
        if found.charts or found.kustomizations or charts or rendering:
            from policycheck.api.renders import renders  # noqa: PLC0415 - the pipe has none, and no renderer

            made = renders(found, charts, config, rendering, opened)
        read = [*found.inputs, *made.inputs]
        contents = load(
            read, charts=made.charts, namespace=config.namespace, max_input=max_input, allow_empty=allow_empty
        )
        contents = contents._replace(left_out=(*found.left_out, *not_said_by(made, contents)))
        report = judged(contents, config, made, today=today, strict=strict)
        yield Run(report._replace(may_be_empty=allow_empty and not has_manifests(contents)), made.rendered)


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
