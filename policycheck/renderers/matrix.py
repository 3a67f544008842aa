"""The renders by which a chart is checked: each set of its values, times every release and Kubernetes asked for."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from policycheck.errors import UsageError, did_you_mean
from policycheck.model import Note, Render
from policycheck.patterns import regex
from policycheck.records import Record
from policycheck.renderers.refusals import is_release_name
from policycheck.renderers.request import PreparedChart, RenderRequest
from policycheck.renderers.template_paths import shown

DEFAULT = "default"
"""The set of no values file but the chart's own."""

CI = "ci"
_OF_CI = regex(r".*-values\.yaml")
"""What chart-testing renders: `ci/*-values.yaml`."""

_VALUES = (".yaml", ".yml", ".json")


class Asked(Record):
    """What is asked of a chart's renders. Values files and --set apply on top of every set, as helm layers them.

    `named_sets` are sets of values files by name, beside those of the chart's ci/. `chosen` are names of sets; empty
    for all of them. Without a release the chart's name is one, without a namespace "default".
    """

    values_files: tuple[str, ...] = ()
    set_values: tuple[str, ...] = ()
    set_strings: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    namespace: str | None = None
    kube_versions: tuple[str, ...] = ()
    api_versions: tuple[str, ...] = ()
    named_sets: Mapping[str, tuple[str, ...]] = {}
    chosen: tuple[str, ...] = ()


class ValuesSet(Record):
    """Values files that are rendered together, in their order."""

    name: str
    files: tuple[str, ...] = ()


class Planned(Record):
    """A render to make: what it is called in reports, and what to ask of a renderer."""

    render: Render
    request: RenderRequest


def plan(chart: PreparedChart, asked: Asked, *, label: str, kube_version: str) -> list[Planned]:
    """The renders of a chart, in a steady order. `label` begins their ids: a name that no other chart of the run has.

    `kube_version` is that of a run that asks for none. A library has one, which nobody can make.
    """
    if chart.file.is_library:
        asked = Asked(namespace=asked.namespace, kube_versions=asked.kube_versions[:1])
    sets = [one for one in values_sets(chart, asked.named_sets) if not asked.chosen or one.name in asked.chosen]
    releases = asked.releases or (default_release(chart.file.name),)
    versions = asked.kube_versions or (kube_version,)
    return [
        _planned(chart, asked, one, release, version, f"{label} ({_said(one, release, version, asked)})")
        for one, release, version in product(sets, releases, versions)
    ]


def values_sets(chart: PreparedChart, named: Mapping[str, tuple[str, ...]]) -> list[ValuesSet]:
    """The defaults, every `ci/*-values.yaml`, and the sets that the settings name."""
    if chart.file.is_library:
        return [ValuesSet(DEFAULT)]
    of_ci = [name for name in _in_ci(chart) if _OF_CI.fullmatch(name)]
    return [
        ValuesSet(DEFAULT),
        *(ValuesSet(f"{CI}/{name}", (os.path.join(chart.folder, CI, name),)) for name in of_ci),
        *(ValuesSet(name, files) for name, files in named.items()),
    ]


def missed(chart: PreparedChart) -> Iterator[Note]:
    """Values files in ci/ that are rendered by nobody, chart-testing included: they are named otherwise."""
    for name in _in_ci(chart):
        if name.endswith(_VALUES) and not _OF_CI.fullmatch(name):
            stem = re.sub(r"^values-|-?values$", "", os.path.splitext(name)[0]) or "all"
            text = f"rendered by nobody, since its name does not end in -values.yaml; rename it to {stem}-values.yaml"
            yield Note("warning", shown(chart, os.path.join(chart.folder, CI, name)), None, text)


def refuse_unknown_sets(chosen: Sequence[str], known: Sequence[str]) -> None:
    """Raise UsageError for a choice that is the name of no set of any chart."""
    for name in chosen:
        if name not in known:
            near = did_you_mean(name, known)
            raise UsageError(f'no chart has values called "{name}"{near} (it is one of: {", ".join(known)})')


def default_release(chart_name: str) -> str:
    """The chart's name, as a person would call it; helm's own default where that cannot name a release."""
    return chart_name if is_release_name(chart_name) else RenderRequest._field_defaults["release"]


def _in_ci(chart: PreparedChart) -> list[str]:
    folder = os.path.join(chart.folder, CI)
    return sorted(os.listdir(folder)) if os.path.isdir(folder) else []


def _planned(  # noqa: PLR0913, PLR0917 - a render is told by all of them
    chart: PreparedChart, asked: Asked, values: ValuesSet, release: str, kube_version: str, render_id: str
) -> Planned:
    files = (*values.files, *asked.values_files)
    render = Render(
        id=render_id,
        chart=chart.file.name,
        values=tuple(shown(chart, file) for file in files),
        kube_version=kube_version,
        values_name=values.name,
        release=release,
    )
    request = RenderRequest(
        chart=shown(chart, chart.folder),
        values_files=files,
        set_values=asked.set_values,
        set_strings=asked.set_strings,
        release=release,
        namespace=asked.namespace or RenderRequest._field_defaults["namespace"],
        kube_version=kube_version,
        api_versions=asked.api_versions,
    )
    return Planned(render, request)


def _said(values: ValuesSet, release: str, kube_version: str, asked: Asked) -> str:
    """What tells a render from the others: always its values, the rest where there are several of it."""
    parts = [values.name]
    if len(asked.kube_versions) > 1:
        parts.append(f"Kubernetes {kube_version}")
    if len(asked.releases) > 1:
        parts.append(f"release {release}")
    return ", ".join(parts)
