"""The settings that hold, once all layers are merged: the last one to say something wins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from policycheck.config.chosen import Chosen, unknown_choice
from policycheck.config.given import PolicySource, paths_and_policies, word, words
from policycheck.config.origin import COMMAND_LINE, DEFAULT, Origin, Setting
from policycheck.config.scalars import READERS, gate
from policycheck.kubernetes.pod_templates import CARRIERS, Carriers, carriers
from policycheck.language import library
from policycheck.language.library import is_chosen
from policycheck.model import Gate, Policy, PolicyException
from policycheck.records import Record

if TYPE_CHECKING:
    from policycheck.config.chart_entry import ChartEntry
    from policycheck.config.settings import Settings
    from policycheck.language.section import Section


class Overrides(Record):
    """What the command line, or a caller, says: the last layer. None and () say nothing.

    `policies` are files, folders, and what `policycheck.policy` made; without `bundled` no others are known.
    """

    namespace: str | None = None
    kube_version: str | None = None
    fail_on: Gate | None = None
    policies: Sequence[PolicySource] = ()
    bundled: bool = True
    enable: Sequence[str] = ()
    disable: Sequence[str] = ()


class Config(Record):
    """The effective settings. `policies` are those that run, with their severities and parameters as configured.

    `known` are all policies as they come, those that are off too. `settings` say where each setting was said, `files`
    are the roots of what was read, by source.
    """

    policies: tuple[Policy, ...]
    known: tuple[Policy, ...]
    exceptions: tuple[PolicyException, ...]
    namespace: str | None
    kube_version: str | None
    fail_on: Gate
    exclude: tuple[str, ...]
    carriers: Carriers
    charts: tuple[ChartEntry, ...]
    settings: tuple[Setting, ...]
    files: Mapping[str, Section]


NO_OVERRIDES = Overrides()


def configure(path: str | None = None, overrides: Overrides = NO_OVERRIDES, *, examples: bool = False) -> Config:
    """Merge the bundled defaults, what the file at `path` extends, that file, and the overrides, in this order.

    Raises ConfigError, PolicyError or UsageError. Bundled policies come without their examples unless asked for.
    """
    files, folders = _read(path)
    given, made = paths_and_policies(overrides.policies)
    known = library.all_policies(paths=[*folders, *given], made=made, bundled=overrides.bundled, examples=examples)
    chosen = Chosen(known)
    for settings in files:
        chosen.apply(settings)
        _refuse_unknown_exceptions(settings, known)
    chosen.override(words("enable", overrides.enable), on=True)
    chosen.override(words("disable", overrides.disable), on=False)
    scalars = _scalars(files, overrides)
    values = {name: str(setting.value) for name, setting in scalars.items() if setting.value is not None}
    return Config(
        policies=chosen.running(),
        known=known,
        exceptions=tuple(exception for settings in files for exception in settings.exceptions),
        namespace=values.get("namespace"),
        kube_version=values.get("kubeVersion"),
        fail_on=gate(values["failOn"]),
        exclude=tuple(pattern for settings in files for pattern, _ in settings.exclude),
        carriers=_carriers(files),
        charts=tuple(entry for settings in files for entry in settings.charts),
        settings=(*scalars.values(), *_others(files), *chosen.said.values()),
        files={settings.source: settings.root for settings in files},
    )


def _read(path: str | None) -> tuple[Sequence[Settings], Sequence[str]]:
    """The files, of which the last wins, and the files and folders of policies that they bring."""
    if path is None:
        return (), ()
    from policycheck.config.extends import extended  # noqa: PLC0415 - most small runs have no file

    return extended(path)


def _scalars(files: Sequence[Settings], overrides: Overrides) -> dict[str, Setting]:
    """The settings of one word, each with the last place that said it."""
    defaults = {**dict.fromkeys(READERS), "failOn": "error"}
    scalars = {name: Setting(name, value, DEFAULT) for name, value in defaults.items()}
    for settings in files:
        for name, value in settings.scalars.items():
            scalars[name] = Setting(name, value, Origin(settings.source, (name,)))
    for name, key in (("namespace", "namespace"), ("kubeVersion", "kube_version"), ("failOn", "fail_on")):
        given = getattr(overrides, key)
        if given is not None:
            scalars[name] = Setting(name, word(key, given, READERS[name]), COMMAND_LINE)
    return scalars


def _others(files: Sequence[Settings]) -> Iterator[Setting]:
    """What files add to instead of replacing it."""
    for settings in files:
        for pattern, path in settings.exclude:
            yield Setting("paths.exclude", pattern, Origin(settings.source, path))
    for settings in files:
        for name, entry in settings.pod_templates.items():
            yield Setting(f"podTemplates.{name}", entry, Origin(settings.source, ("podTemplates", name)))
    for settings in files:
        for entry in settings.charts:
            yield from entry.settings()


def _carriers(files: Sequence[Settings]) -> Carriers:
    own = {name: entry for settings in files for name, entry in settings.pod_templates.items()}
    return carriers(own) if own else CARRIERS


def _refuse_unknown_exceptions(settings: Settings, known: Sequence[Policy]) -> None:
    """A misspelt id would leave its finding standing: better than hiding one, but still not what was meant."""
    meant: set[str] = set()
    for exception in settings.exceptions:
        if exception.policy not in meant:
            if not any(is_chosen(policy, exception.policy) for policy in known):
                raise unknown_choice(settings, (*exception.path, "policy"), exception.policy, known)
            meant.add(exception.policy)
