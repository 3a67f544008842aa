"""An answer as a sentence. It names places and keys, never a value: that could be a secret's."""

from __future__ import annotations

from collections.abc import Sequence

from policycheck.authoring.origin.answers import Answer
from policycheck.authoring.origin.template_lines import TemplateLine
from policycheck.authoring.origin.values_layers import Setting
from policycheck.model import Path, dotted

_MOST_KEYS = 5
_UNKNOWN = {
    "chance": "{field} is another in each render: it is made by chance or of the time",
    "time": "{field}: no key was found in the time there is",
    "tangled": "{field} follows several keys together, none of them alone",
    "refused": "{field} follows no key that could be tried; the chart renders with no other value of {others}",
    "other": "{field} has another value in our own render of the chart; give -f and --set as for that one",
}
_NO_KEY = {
    "": "it is written in the template",
    "missing": "none that adds it was found; write it in the template",
    "release": "it follows the release's name or namespace",
    "chance": "it is another in each render, by chance or of the time",
    "time": "none was found in the time there is",
    "tangled": "it follows several together, none of them alone",
    "refused": "the chart renders with no other value of those that could be tried",
    "other": "our own render of the chart has another value there; give --chart, -f and --set as for that one",
}


def sentence(answer: Answer, field: str, key: str, setting: Setting | None, line: TemplateLine | None) -> str:
    """`field` and `key` dotted; `setting` is where the key, or the nearest above it, is written."""
    if answer.kind == "unknown":
        others = ", ".join(dotted(one) for one in answer.others[:_MOST_KEYS])
        return _UNKNOWN[answer.why].format(field=field, others=others) + _made(line, ", in ")
    if answer.kind == "constant":
        return _constant(answer, field, line)
    if answer.why == "missing":
        return f"{field} is not there; {_bringing(answer, key, setting)}"
    set_at = _set_at(setting)
    if answer.kind == "existence":
        return f"{field} is written{_made(line, ' in ') or ' in a template'}; it is there because of {key}{set_at}"
    if answer.kind == "value":
        return f"{field} is the value of {key}{set_at}"
    others = f" and {', '.join(dotted(one) for one in answer.others)}" if answer.others else ""
    return f"{field} is made of {key}{set_at}{others}{_made(line, ', in ')}"


def hint(answer: Answer, setting: Setting | None) -> str:
    """What there is to say beside the key and where it is set; empty where the field is just its value."""
    if answer.why == "missing":
        return _to_be_set(answer, setting)
    return f"with {_listed(answer.others)}" if answer.others else ""


def hint_without_key(answer: Answer) -> str:
    """Why there is no key that mends the field."""
    if answer.kind == "existence":
        return f"it is written in the template, and there because of {dotted(answer.key)}"
    if answer.key:
        return f"in parts of it are {_listed((answer.key, *answer.others))}"
    return _NO_KEY[answer.why]


def _listed(keys: Sequence[Path]) -> str:
    more = f" and {len(keys) - _MOST_KEYS} more" if len(keys) > _MOST_KEYS else ""
    return ", ".join(map(dotted, keys[:_MOST_KEYS])) + more


def _to_be_set(answer: Answer, setting: Setting | None) -> str:
    if setting is None:
        return "to be set"
    if setting.path == answer.key:
        return "which decides whether it is there"
    return f"to be set below {dotted(setting.path)}"


def _constant(answer: Answer, field: str, line: TemplateLine | None) -> str:
    if answer.why == "missing":
        return f"{field} is not there, and no key was found that sets it; write it{_made(line, ' below ')}"
    if answer.why == "release":
        return f"{field} follows the release's name or namespace, no key of the values{_made(line, '; made in ')}"
    return f"{field} follows no key of the values; change it{_made(line, ' in ') or ' in the template'}"


def _made(line: TemplateLine | None, before: str) -> str:
    if line is None:
        return ""
    return f"{before}{line.path}:{line.line}{'' if line.sure else ' (not sure)'}"


def _set_at(setting: Setting | None) -> str:
    if setting is None:
        return ""
    return f" ({setting.file}:{setting.line})" if setting.line else f" ({setting.file})"


def _bringing(answer: Answer, key: str, setting: Setting | None) -> str:
    if setting is None:
        return f"set {key}"
    if setting.path == answer.key:
        return f"{key} decides whether it is{_set_at(setting)}"
    return f"set {key} below {dotted(setting.path)}{_set_at(setting)}"
