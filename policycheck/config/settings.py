"""One policycheck.yaml, as written: nothing merged, nothing looked up."""

from __future__ import annotations

from collections.abc import Mapping

from policycheck.config.chart_entry import ChartEntry, read_charts
from policycheck.config.exception_entry import read_exception
from policycheck.config.scalars import READERS
from policycheck.config.sections import list_in, mapping_in
from policycheck.errors import ConfigError, UsageError
from policycheck.kubernetes.pod_templates import carriers
from policycheck.language.section import Section, open_section
from policycheck.model import SEVERITIES, Path, PolicyException, Severity, Value
from policycheck.records import Record

KEYS = (
    "extends",
    "namespace",
    "kubeVersion",
    "failOn",
    "paths",
    "enable",
    "policies",
    "podTemplates",
    "charts",
    "exceptions",
)
PATHS_KEYS = ("exclude",)
POLICY_KEYS = ("severity", "params")


class Written(Record):
    """A word with its path in the file."""

    value: str
    path: Path


class PolicySettings(Record):
    """What a file says of one policy; None where it says nothing."""

    on: bool | None
    severity: Severity | None
    params: Mapping[str, Value]
    path: Path


class Settings(Record):
    """A file's own settings. `scalars` are those of one word; `root` knows the lines and makes the errors."""

    root: Section
    extends: tuple[Written, ...]
    scalars: Mapping[str, str]
    exclude: tuple[Written, ...]
    enable: tuple[Written, ...]
    policies: Mapping[str, PolicySettings]
    exceptions: tuple[PolicyException, ...]
    pod_templates: Mapping[str, Value]
    charts: tuple[ChartEntry, ...]

    @property
    def source(self) -> str:
        return self.root.source


def read_settings(text: bytes, source: str) -> Settings:
    """Read a file; ConfigError with its line for every key or value that is not one of ours."""
    root = open_section(text, source, ConfigError)
    root.only(KEYS)
    root.filled()
    paths = mapping_in(root, "paths", PATHS_KEYS)
    policies = mapping_in(root, "policies")
    return Settings(
        root=root,
        extends=_extends(root),
        scalars={key: _scalar(root, key) for key in READERS if key in root.body},
        exclude=_list(paths, "exclude") if paths else (),
        enable=_list(root, "enable"),
        policies={policy: _policy(policies, policy) for policy in policies.body} if policies else {},
        exceptions=tuple(map(read_exception, root.sections("exceptions"))),
        pod_templates=_pod_templates(root),
        charts=read_charts(root),
    )


def _list(section: Section, key: str) -> tuple[Written, ...]:
    return tuple(Written(word, (*section.path, key, place)) for place, word in enumerate(list_in(section, key)))


def _extends(root: Section) -> tuple[Written, ...]:
    """Each once: of two equal ones nobody could say which place in the order is meant."""
    extends = _list(root, "extends")
    words = [written.value for written in extends]
    for place, (word, path) in enumerate(extends):
        if word in words[:place]:
            raise root.error(f'`extends` names "{word}" twice; remove one of the two', *path)
    return extends


def _scalar(root: Section, key: str) -> str:
    try:
        return READERS[key](root.text_of(key) or "")
    except UsageError as error:
        raise root.error(f"`{key}`: {error.message}", key) from None


def _policy(section: Section, policy: str) -> PolicySettings:
    """`off`, `on`, or a mapping with severity and params."""
    path, written = (*section.path, policy), section.body[policy]
    if isinstance(written, bool):
        return PolicySettings(written, None, {}, path)
    settings = mapping_in(section, policy, POLICY_KEYS) if isinstance(written, dict) else None
    if settings is None:
        raise section.error(f"`{section.name(policy)}` must be off, on, or a mapping with severity or params", policy)
    params = mapping_in(settings, "params")
    severity = settings.choice("severity", SEVERITIES) if "severity" in settings.body else None
    return PolicySettings(None, severity, params.body if params else {}, path)


def _pod_templates(root: Section) -> Mapping[str, Value]:
    section = mapping_in(root, "podTemplates")
    for name, entry in section.body.items() if section else ():
        try:
            carriers({name: entry})
        except UsageError as error:
            raise root.error(f"`podTemplates`: {error.message}", "podTemplates", name) from None
    return section.body if section else {}
