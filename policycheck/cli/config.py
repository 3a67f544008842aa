"""`policycheck config`: the settings that hold, and where each comes from."""

from __future__ import annotations

import json
import os
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from policycheck.cli.config_options import config_options, configured
from policycheck.cli.parser import Parser, policy_options
from policycheck.cli.streams import write
from policycheck.cli.values import one_of
from policycheck.language.library import PROFILES, bundled_folder
from policycheck.model import Path, PolicyException, Severity, Value
from policycheck.reporters.terminal import paragraphs, printable

if TYPE_CHECKING:
    from policycheck.config.effective import Config
    from policycheck.config.origin import Setting

_Place = tuple[str, Path]
"""A source and the path in it."""

_UNKNOWN = {"namespace": "not known", "kubeVersion": "the newest known"}


def arguments(parser: Parser) -> None:
    config_options(parser)
    policy_options(parser)
    parser.add_argument(
        "--format",
        metavar="FORMAT",
        type=one_of(("text", "json"), "format"),
        default="text",
        help="text or json (default: text)",
    )


def run(options: Namespace) -> int:
    config = configured(options)
    write(_json(config) if options.format == "json" else paragraphs(_text(config)) + "\n")
    return 0


def _lines(config: Config) -> dict[_Place, int]:
    """The lines of all settings and exceptions that stand in files; each file is gone through once."""
    wanted: dict[str, list[Path]] = {source: [] for source in config.files}
    for setting in config.settings:
        wanted.get(setting.origin.source, []).append(setting.origin.path)
    for exception in config.exceptions:
        wanted[exception.source].append(exception.path)
    found = {source: config.files[source].lines(paths) for source, paths in wanted.items()}
    return {(source, path): line for source, lines in found.items() for path, line in lines.items()}


def _text(config: Config) -> Iterator[list[str]]:
    """Where it was said, then what: a paragraph each for the run, the policies and the exceptions."""
    lines = _lines(config)
    severities = {policy.id: policy.severity for policy in (*config.known, *config.policies)}
    settings = sorted(config.settings, key=lambda setting: setting.name.split("."))
    rows: Mapping[str, list[tuple[_Place, str]]] = {
        "run": [(one.origin, _setting(one, severities)) for one in config.settings if not _of_policy(one)],
        "policies": [(one.origin, _setting(one, severities)) for one in settings if _of_policy(one)],
        "exceptions": [((one.source, one.path), _exception(one)) for one in config.exceptions],
    }
    places = [_shown_place(place, lines) for group in rows.values() for place, _ in group]
    width = max(map(len, places))
    for group in rows.values():
        yield [printable(f"{_shown_place(place, lines):<{width}}  {text}") for place, text in group]


def _of_policy(setting: Setting) -> bool:
    return setting.name.startswith("policies.")


def _setting(setting: Setting, severities: Mapping[str, Severity]) -> str:
    """`failOn: error`, and for a policy `policies.pdb-present: on (error)`."""
    policy = setting.name.removeprefix("policies.")
    if policy in severities and _of_policy(setting):
        return f"{setting.name}: {'on' if setting.value else 'off'} ({severities[policy]})"
    if isinstance(setting.value, list):
        return f"{setting.name}: {', '.join(map(str, setting.value))}"
    return f"{setting.name}: {_value(setting.value) or _UNKNOWN[setting.name]}"


def _exception(exception: PolicyException) -> str:
    choices = [f"{key} {_value(value)}" for key, value in _choices(exception).items()]
    until = f"until {exception.expires}" if exception.expires else "never expires"
    return f"exception from {exception.policy}: {', '.join(choices) or 'everywhere'}; {until}; {exception.reason}"


def _choices(exception: PolicyException) -> dict[str, Value]:
    """What an exception takes, by the keys of its `match` that are written."""
    match = exception.match
    written: dict[str, Value] = {
        "kind": list(match.kinds),
        "apiVersion": list(match.api_versions),
        "name": list(match.names),
        "namespace": list(match.namespaces),
        "labels": dict(match.labels),
        "container": exception.container,
        "template": exception.template,
    }
    return {key: value for key, value in written.items() if value not in ([], {}, None)}


def _value(value: Value) -> str:
    """Words as they are, anything else as JSON, which YAML is too."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return " or ".join(map(str, value))
    return json.dumps(value)


def _shown_place(place: _Place, lines: Mapping[_Place, int]) -> str:
    """A profile of ours by its name, and the line where there is one."""
    source, _ = place
    folder, name = os.path.split(source)
    if folder == os.path.join(bundled_folder(), PROFILES):
        source = os.path.splitext(name)[0]
    return f"{source}:{lines[place]}" if place in lines else source


def _json(config: Config) -> str:
    lines = _lines(config)
    settings = [
        {"name": one.name, "value": one.value, "source": one.origin.source, "line": lines.get(one.origin)}
        for one in config.settings
    ]
    exceptions = [
        {
            "policy": one.policy,
            "match": _choices(one),
            "reason": one.reason,
            "expires": one.expires,
            "source": one.source,
            "line": lines.get((one.source, one.path)),
        }
        for one in config.exceptions
    ]
    return f'{{\n"version": 1,\n{_rows("settings", settings)},\n{_rows("exceptions", exceptions)}\n}}\n'


def _rows(name: str, rows: Iterable[Value]) -> str:
    lines = ",\n".join(map(json.dumps, rows))
    return f'"{name}": [\n{lines}\n]' if lines else f'"{name}": []'
