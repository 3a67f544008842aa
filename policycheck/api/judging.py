"""What was read, judged, and the report on all that was judged: the second half of every run."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import chain
from typing import TYPE_CHECKING

from policycheck import engine, redaction
from policycheck.config.effective import Config
from policycheck.config.excepting import except_findings
from policycheck.index import Index
from policycheck.index.charts import CHARTS
from policycheck.kubernetes.kinds import OURS
from policycheck.kubernetes.versions import NEWEST, parse_kube_version
from policycheck.language.choice import concerns
from policycheck.language.compiled import compile_policy
from policycheck.language.context import Release, Releases
from policycheck.model import LeftOut, Note, Outcome, Policy, Render, Report, Resource
from policycheck.records import Record
from policycheck.redaction.literals import Literals, joined, literals_of
from policycheck.sources.loading import Contents, load, together

if TYPE_CHECKING:
    import datetime as dt

    from policycheck.api.alike import Alike, JudgeThese
    from policycheck.kubernetes.pod_templates import Carriers
    from policycheck.renderers.chart_renders import Made
    from policycheck.renderers.request import Rendered
    from policycheck.sources.chart_folders import ChartFolder
    from policycheck.sources.discovery import Discovery
    from policycheck.sources.inputs import Input


class Scope(Record):
    """A render that we made or should have made, and the release that it is judged as.

    `assumed`: nobody said for which version of Kubernetes.
    """

    render: Render
    release: Release
    assumed: bool


class Renders(Record):
    """What was made: inputs to load, charts to judge as charts, and a scope for each render, failed ones too."""

    inputs: Sequence[Input] = ()
    charts: Sequence[ChartFolder] = ()
    scopes: Sequence[Scope] = ()
    rendered: Mapping[str, Rendered] = {}
    left_out: Sequence[LeftOut] = ()
    notes: Sequence[Note] = ()


NOTHING_RENDERED = Renders()

_SHARE = 300
"""Resources of a scope that one process judges; handing out fewer costs more than it saves."""


class Reading(Record):
    """How a run reads its inputs: as `sources.load` is told."""

    namespace: str | None
    max_input: int
    allow_empty: bool

    def contents(self, inputs: Iterable[Input], charts: Iterable[ChartFolder] = (), *, read: int = 0) -> Contents:
        """What the inputs hold, of which so many bytes of the run were `read` before."""
        namespace, max_input, allow_empty = self
        return load(inputs, charts=charts, namespace=namespace, max_input=max_input, read=read, allow_empty=allow_empty)

    def found(self, found: Discovery, inputs: Sequence[Input] = (), charts: Sequence[ChartFolder] = ()) -> Contents:
        """What was found, these inputs and charts with it."""
        contents = self.contents([*found.inputs, *inputs], charts)
        return contents._replace(left_out=(*found.left_out, *contents.left_out))


class Part(Record):
    """Whole scopes of a run: what they hold, what policies made of it, and what in it is a secret."""

    contents: Contents
    outcomes: Sequence[Outcome]
    literals: Callable[[], Literals]


class Worked(Record):
    """What became of each of some renders, in order, and what was made of them as a part."""

    made: Sequence[Made]
    part: Part


class Judge:
    """The policies of a run; each is compiled once, for all parts."""

    def __init__(self, policies: Sequence[Policy], carriers: Carriers) -> None:
        self._policies = policies
        self._carriers = carriers
        compiled = cache(lambda number: compile_policy(policies[number]))
        self._compiled = compiled
        self._alike: Alike | None = None

    def part(
        self, contents: Contents, releases: Releases, around: Sequence[Resource] = (), *, jobs: int | None = 1
    ) -> Part:
        """These contents judged, by so many processes as `jobs`, with None by as many as pay off.

        What lies `around` them is joined with them and judged in another part.
        """
        index = Index((*contents.resources, *around), self._carriers)
        taking = [number for number, policy in enumerate(self._policies) if concerns(policy.match, index)]
        compiled = list(map(self._compiled, taking))

        def judge(resources: Sequence[Resource], asked: Releases) -> Sequence[Outcome]:
            outcomes = None
            if jobs != 1 and len(resources) >= 2 * _SHARE:
                from policycheck.api.shares import judged_in_shares  # noqa: PLC0415 - most runs are small

                apart = partial(engine.check_apart, policies=compiled, index=index, releases=asked)
                most = len(resources) // _SHARE
                outcomes = judged_in_shares(apart, resources, self._policies, jobs=jobs, most=most)
            return engine.check(resources, compiled, index, asked) if outcomes is None else outcomes

        outcomes = self._of_renders(contents.resources, around, releases, judge)
        return Part(contents, outcomes, cache(partial(literals_of, contents.resources)))

    def _of_renders(
        self, resources: Sequence[Resource], around: Sequence[Resource], releases: Releases, judge: JudgeThese
    ) -> Sequence[Outcome]:
        """Of renders that say the same the first one judged; where we made none, all as they are."""
        if not releases.of_renders:
            return judge(resources, releases)
        if self._alike is None:
            from policycheck.api.alike import Alike  # noqa: PLC0415 - a pipe has no renders of ours

            self._alike = Alike()
        return self._alike.outcomes(resources, around, releases, judge)


def judged(
    contents: Contents, config: Config, made: Renders = NOTHING_RENDERED, *, today: dt.date | None, strict: bool
) -> Report:
    """The report on these contents alone."""
    return reported([part_here(contents, config, made.scopes)], config, made, today=today, strict=strict)


def part_here(contents: Contents, config: Config, scopes: Iterable[Scope] = (), *, jobs: int | None = 1) -> Part:
    """These contents, judged."""
    return Judge(config.policies, config.carriers).part(contents, releases_of(config, scopes), jobs=jobs)


def releases_of(config: Config, scopes: Iterable[Scope]) -> Releases:
    """A scope that we rendered is judged as what it is for, all else as the settings say."""
    version = parse_kube_version(config.kube_version) if config.kube_version else NEWEST
    return Releases(Release(None, config.namespace, version), {one.render.id: one.release for one in scopes})


def reported(parts: Sequence[Part], config: Config, made: Renders, *, today: dt.date | None, strict: bool) -> Report:
    """The report on all parts of a run, in their order."""
    contents = together([part.contents for part in parts])
    contents = contents._replace(left_out=tuple(not_said_by(made, contents)))
    outcomes = parts[0].outcomes if len(parts) == 1 else list(chain(*(part.outcomes for part in parts)))
    known = {scope.render.id: scope.render for scope in made.scopes}
    whole = not any(one.unread for one in (*made.left_out, *contents.left_out))
    index = Index(contents.resources, config.carriers)
    excepted = except_findings(outcomes, index, config, today=_iso(today), strict=strict, whole=whole)
    report = Report(
        policies=config.policies,
        outcomes=excepted.outcomes,
        renders=tuple(_renders(contents.resources, known, config.kube_version)),
        loaded=contents.loaded,
        left_out=(*made.left_out, *contents.left_out),
        notes=(*made.notes, *contents.notes, *_assumed_version(contents, made, config.kube_version), *excepted.notes),
        fail_on=config.fail_on,
        found=Counter(resource.kind for resource in contents.resources if resource.group == OURS),
    )
    return redaction.redacted(report, contents.resources, lambda: joined(part.literals() for part in parts))


def not_said_by(made: Renders, contents: Contents) -> list[LeftOut]:
    """What was left out of the contents, but for what is said already, as it kept a chart from rendering."""
    said = {(one.source, one.line) for one in made.left_out}
    return [one for one in contents.left_out if (one.source, one.line) not in said]


def has_manifests(parts: Iterable[Part]) -> bool:
    """Whether there is anything in them but charts' own files."""
    return any(resource.render != CHARTS[0] for part in parts for resource in part.contents.resources)


def _assumed_version(contents: Contents, made: Renders, kube_version: str | None) -> tuple[Note, ...]:
    """Said where it counts: of a chart's own files no policy asks the version."""
    known = {CHARTS[0], *(scope.render.id for scope in made.scopes if not scope.assumed)}
    if kube_version or (contents.resources and all(resource.render in known for resource in contents.resources)):
        return ()
    major, minor = NEWEST
    return (Note("info", None, None, f"assumed Kubernetes {major}.{minor}; pass --kube-version"),)


def _renders(resources: Sequence[Resource], known: Mapping[str, Render], kube_version: str | None) -> Iterator[Render]:
    """One a scope of joins; where we did not render, the chart is known if all templates of the scope are of one."""
    charts: dict[str, set[str]] = {}
    for resource in resources:
        if resource.render not in known:
            template = resource.document.template
            charts.setdefault(resource.render, set()).add(template.partition("/")[0] if template else "")
    for render, names in charts.items():
        yield Render(render, next(iter(names)) or None if len(names) == 1 else None, (), kube_version)
    yield from known.values()


def _iso(today: dt.date | None) -> str:
    """The day as 2026-12-31, the calendar's where none is given: a small run imports no datetime for it."""
    return today.isoformat() if today else time.strftime("%Y-%m-%d")
