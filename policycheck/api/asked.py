"""What is asked of each chart's renders: by the settings, then by the caller, who wins."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from policycheck.config.chart_entry import ChartEntry, of_chart
from policycheck.config.effective import Config
from policycheck.config.globs import is_exact
from policycheck.config.origin import COMMAND_LINE
from policycheck.errors import UsageError, did_you_mean
from policycheck.records import Record
from policycheck.renderers.matrix import Asked

_OPTIONS: Mapping[str, str] = {
    "values_files": "--values",
    "set_values": "--set",
    "set_strings": "--set-string",
    "releases": "--release",
    "api_versions": "--api-versions",
    "chosen": "--values-set",
    "kube_versions": "more than one --kube-version",
}


class Rendering(Record):
    """How charts are rendered. `helm` is the path of a binary; without one a renderer is looked for."""

    asked: Asked = Asked()
    helm: str | None = None


def refuse_without_charts(rendering: Rendering, *, kustomizations: bool) -> None:
    """Raise UsageError for what means nothing where no chart is rendered: manifests are as they are."""
    asked = rendering.asked._replace(kube_versions=()) if kustomizations else rendering.asked
    named = [option for field, option in _OPTIONS.items() if getattr(asked, field)]
    named += ["--helm"] if rendering.helm else []
    if named:
        message = "is for charts that are rendered, and the inputs hold none; name a chart's folder or .tgz, "
        message += "or with --chart the one that was rendered"
        raise UsageError(f"{named[0]} {message}")


def asked_of(chart: str, folder: str, config: Config, given: Asked) -> Asked:
    """What is asked of the chart at this path, whose files lie in `folder`.

    Raises ConfigError for values files of the settings that are not there.
    """
    entries = of_chart(config.charts, chart)
    named = {name: _files(config, entry, name, folder, chart) for entry in entries for name in entry.values}
    said = {setting.name: setting.origin for setting in config.settings}
    versions = _last([entry.kube_versions for entry in entries])
    if said.get("kubeVersion") == COMMAND_LINE:
        versions = (str(config.kube_version),)
    namespaces = _last([(entry.namespace,) if entry.namespace else () for entry in entries])
    of_caller = said.get("namespace") == COMMAND_LINE
    return given._replace(
        releases=given.releases or _last([(entry.release,) if entry.release else () for entry in entries]),
        namespace=config.namespace if of_caller or not namespaces else namespaces[0],
        kube_versions=given.kube_versions or versions,
        api_versions=(*_last([entry.api_versions for entry in entries]), *given.api_versions),
        named_sets=named,
    )


def refuse_unknown_charts(config: Config) -> None:
    """Raise ConfigError for an entry whose path leads to no chart. A glob may be for what another run checks."""
    for entry in config.charts:
        path = os.path.join(entry.folder, entry.pattern)
        if is_exact(entry.pattern) and not os.path.exists(path):
            above = os.path.dirname(os.path.normpath(path)) or "."
            known = os.listdir(above) if os.path.isdir(above) else []
            near = did_you_mean(os.path.basename(os.path.normpath(path)), known)
            hint = near or "; write the chart's path from this file's folder, or a glob"
            raise config.files[entry.source].error(f'`charts`: there is no "{entry.pattern}"{hint}', *entry.path)


def _files(config: Config, entry: ChartEntry, name: str, folder: str, chart: str) -> tuple[str, ...]:
    home = chart if os.path.isdir(chart) else folder
    files = [os.path.normpath(os.path.join(home, file)) for file in entry.values[name]]
    for place, file in enumerate(files):
        if not os.path.isfile(file):
            above, base = os.path.split(file)
            near = did_you_mean(base, os.listdir(above) if os.path.isdir(above) else [])
            message = f'`charts`: "{entry.values[name][place]}" is no file of {chart}'
            hint = near or "; its path counts from the chart's folder"
            raise config.files[entry.source].error(message + hint, *entry.path, "values", name, place)
    return tuple(files)


def _last(told: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return next((one for one in reversed(told) if one), ())
