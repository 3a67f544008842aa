"""What was read, judged: the second half of every run."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

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
from policycheck.model import LeftOut, Note, Render, Report, Resource
from policycheck.sources.loading import Contents

if TYPE_CHECKING:
    import datetime as dt

    from policycheck.renderers.request import Rendered
    from policycheck.sources.chart_folders import ChartFolder
    from policycheck.sources.inputs import Input


class Scope(NamedTuple):
    """A render that we made or should have made, and the release that it is judged as.

    `assumed`: nobody said for which version of Kubernetes.
    """

    render: Render
    release: Release
    assumed: bool


class Renders(NamedTuple):
    """What was made: inputs to load, charts to judge as charts, and a scope for each render, failed ones too."""

    inputs: Sequence[Input] = ()
    charts: Sequence[ChartFolder] = ()
    scopes: Sequence[Scope] = ()
    rendered: Mapping[str, Rendered] = {}
    left_out: Sequence[LeftOut] = ()
    notes: Sequence[Note] = ()


NOTHING_RENDERED = Renders()


def judged(
    contents: Contents, config: Config, made: Renders = NOTHING_RENDERED, *, today: dt.date | None, strict: bool
) -> Report:
    """The report on these contents. What was `made` is judged as what it was made for, all else as the settings say."""
    known = {scope.render.id: scope.render for scope in made.scopes}
    version = parse_kube_version(config.kube_version) if config.kube_version else NEWEST
    index = Index(contents.resources, config.carriers)
    compiled = [compile_policy(policy) for policy in config.policies if concerns(policy.match, index)]
    releases = Releases(
        Release(None, config.namespace, version), {scope.render.id: scope.release for scope in made.scopes}
    )
    outcomes = engine.check(contents.resources, compiled, index, releases)
    whole = not any(one.unread for one in contents.left_out)
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
    return redaction.redacted(report, contents.resources)


def not_said_by(made: Renders, contents: Contents) -> list[LeftOut]:
    """What was left out of the contents, but for what is said already, as it kept a chart from rendering."""
    said = {(one.source, one.line) for one in made.left_out}
    return [one for one in contents.left_out if (one.source, one.line) not in said]


def has_manifests(contents: Contents) -> bool:
    """Whether there is anything in it but charts' own files."""
    return any(resource.render != CHARTS[0] for resource in contents.resources)


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
