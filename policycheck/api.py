"""The one composition that the command line, the pytest plugin and other programs use: manifests in, a Report out."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from policycheck import engine, redaction
from policycheck.config.effective import Config, configure
from policycheck.config.excepting import except_findings
from policycheck.index import Index
from policycheck.kubernetes.versions import NEWEST, parse_kube_version
from policycheck.language.choice import concerns
from policycheck.language.compiled import compile_policy
from policycheck.language.context import Release
from policycheck.model import Note, Render, Report, Resource, Value
from policycheck.sources.discovery import discover
from policycheck.sources.inputs import MAX_INPUT
from policycheck.sources.loading import Contents, load

if TYPE_CHECKING:
    import datetime as dt


def check(  # noqa: PLR0913 - all but the inputs are keywords: the options of a run
    inputs: str | Sequence[str],
    *,
    charts: Sequence[str] = (),
    config: Config | None = None,
    stdin: BinaryIO | None = None,
    today: dt.date | None = None,
    strict: bool = False,
    max_input: int = MAX_INPUT,
) -> Report:
    """Check manifests.

    `inputs` are the paths of files and folders, or one of them; "-" is `stdin`. `charts` are the folders of the charts
    that the manifests were rendered from: policies judge their values too. `config` comes from `configure`, without it
    the bundled policies run as they come. `today` is the day by which exceptions expire, the calendar's if
    it is left out; a `strict` run fails on exceptions that have expired or hide nothing. `max_input` is in bytes.

    An input that cannot be read is in the report, not raised; UsageError is for an argument that cannot mean anything,
    PolicyError for a policy whose expressions cannot.
    """
    config = config or configure()
    paths = [inputs] if isinstance(inputs, str) else inputs
    found = discover(paths, stdin=stdin or _standard_input(paths), exclude=config.exclude)
    contents = load(found.inputs, charts=charts, namespace=config.namespace, max_input=max_input)
    contents = contents._replace(left_out=(*found.left_out, *contents.left_out))
    return _judged(contents, config, today=_iso(today), strict=strict)


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
    return _judged(contents, config, today=_iso(today), strict=strict)


def _judged(contents: Contents, config: Config, *, today: str, strict: bool) -> Report:
    version = parse_kube_version(config.kube_version) if config.kube_version else NEWEST
    index = Index(contents.resources, config.carriers)
    compiled = [compile_policy(policy) for policy in config.policies if concerns(policy.match, index)]
    outcomes = engine.check(contents.resources, compiled, index, Release(None, config.namespace, version))
    excepted = except_findings(outcomes, index, config, today=today, strict=strict)
    report = Report(
        policies=config.policies,
        outcomes=excepted.outcomes,
        renders=_renders(contents.resources, config.kube_version),
        loaded=contents.loaded,
        left_out=contents.left_out,
        notes=(*contents.notes, *_assumed_version(config.kube_version), *excepted.notes),
        fail_on=config.fail_on,
    )
    return redaction.redacted(report, contents.resources)


def _assumed_version(kube_version: str | None) -> tuple[Note, ...]:
    if kube_version:
        return ()
    major, minor = NEWEST
    return (Note("info", None, None, f"assumed Kubernetes {major}.{minor}; pass --kube-version"),)


def _renders(resources: Sequence[Resource], kube_version: str | None) -> tuple[Render, ...]:
    """One a scope of joins; the chart is known where all templates of the scope are of one."""
    charts: dict[str, set[str]] = {}
    for resource in resources:
        template = resource.document.template
        charts.setdefault(resource.render, set()).add(template.partition("/")[0] if template else "")
    return tuple(
        Render(render, next(iter(names)) or None if len(names) == 1 else None, (), kube_version)
        for render, names in charts.items()
    )


def _iso(today: dt.date | None) -> str:
    """The day as 2026-12-31, the calendar's where none is given: a small run imports no datetime for it."""
    return today.isoformat() if today else time.strftime("%Y-%m-%d")
