"""What a test saw, stored beside it: compared in every run, written only when somebody asks for it.

No secret is stored: what the report would hide is `****` here too, so a change of a secret's value does not show.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from difflib import unified_diff
from typing import TypeAlias

from policycheck.errors import UsageError
from policycheck.model import Resource, Value
from policycheck.redaction.hiding import Hide, hider

__tracebackhide__ = True  # pytest shows the test's own lines

OPTION = "--chart-snapshots=write"

Stored: TypeAlias = Mapping[str, Mapping[str, Value]]
"""Test -> selection -> what it selected."""

_OTHER_BREAKS = frozenset("\r\x85\u2028\u2029")
_HEAD = f"# What tests saw. `pytest {OPTION}` writes it; review a change as you review code.\n"


class Snapshots:
    """Those of one test. `taken` is what it asked for, by selection; of a second one of the same words, `#2`."""

    def __init__(self, file: str, test: str, *, writes: bool) -> None:
        self.file = file
        self.test = test
        self.writes = writes
        self.taken: dict[str, Value] = {}

    def take(self, selection: str, value: Value) -> str:
        """The name under which this value is stored."""
        number, name = 1, selection or "everything"
        while name in self.taken:
            number += 1
            name = f"{selection or 'everything'} #{number}"
        self.taken[name] = value
        return name


def compare(snapshots: Snapshots | None, selection: str, value: Value) -> None:
    """AssertionError where the stored value is missing or another, with the difference."""
    if snapshots is None:
        raise UsageError("a snapshot belongs to a test; use the fixture `chart` of pytest")
    name = snapshots.take(selection, value)
    if snapshots.writes:
        return
    stored = read(snapshots.file).get(snapshots.test, {})
    new = as_yaml(value)
    if name not in stored:
        raise AssertionError(
            f'no snapshot of "{name}" in {_near(snapshots.file)}; if this is what it should be, '
            f"write it with {OPTION}:\n\n{new}"
        )
    old = as_yaml(stored[name])
    if old != as_yaml(_read_back(new)):
        lines = unified_diff(old.splitlines(), new.splitlines(), "stored", "rendered", lineterm="")
        raise AssertionError(
            f'"{name}" is not what {_near(snapshots.file)} holds; if the change is meant, '
            f"write it with {OPTION}:\n\n" + "\n".join(lines)
        )


def shown(value: Value, resources: Sequence[Resource]) -> Value:
    """The value without the secrets of the render it is of."""
    return _hidden(value, hider(resources))


def _hidden(value: Value, hide: Hide) -> Value:
    if isinstance(value, dict):
        return {hide(key): _hidden(inner, hide) for key, inner in value.items()}
    if isinstance(value, list):
        return [_hidden(inner, hide) for inner in value]
    if value is None or isinstance(value, bool):
        return value
    text = str(value)
    return value if hide(text) == text else hide(text)


def as_yaml(value: Value) -> str:
    """Keys in order, text of several lines as lines."""
    import yaml  # noqa: PLC0415 - only a test with snapshots

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:
            """An alias would hide what changed."""
            del data
            return True

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=_style(value))

    Dumper.add_representer(str, text)
    written: str = yaml.dump(value, Dumper=Dumper, allow_unicode=True, width=120)
    return written.removesuffix("...\n")


def _style(text: str) -> str | None:
    """Lines as lines; quoted with escapes what YAML would read back as another line break."""
    if not _OTHER_BREAKS.isdisjoint(text):
        return '"'
    return "|" if "\n" in text else None


def read(file: str) -> Stored:
    """The stored snapshots of a test file; UsageError where a hand has broken them."""
    try:
        with open(file, encoding="utf-8") as opened:
            text = opened.read()
    except FileNotFoundError:
        return {}
    import yaml  # noqa: PLC0415 - idem

    try:
        stored = yaml.load(text, Loader=_loader())  # noqa: S506 - a safe one
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        raise UsageError(f"no YAML; restore it, or write it anew with {OPTION}", source=file, line=line) from None
    if not isinstance(stored, dict) or not all(isinstance(one, dict) for one in stored.values()):
        raise UsageError(f"not what {OPTION} writes; restore it, or delete it and write it anew", source=file)
    return stored


def write(file: str, stored: Stored) -> None:
    """Replace the file, or take it away where nothing is stored any more."""
    kept = {test: dict(values) for test, values in sorted(stored.items()) if values}
    if not kept:
        if os.path.exists(file):
            os.remove(file)
        return
    os.makedirs(os.path.dirname(file), exist_ok=True)
    with open(f"{file}.new", "w", encoding="utf-8") as opened:
        opened.write(_HEAD + as_yaml(kept))
    os.replace(f"{file}.new", file)


def _loader() -> type:
    import yaml  # noqa: PLC0415 - idem

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _read_back(text: str) -> Value:
    import yaml  # noqa: PLC0415 - idem

    value: Value = yaml.load(text, Loader=_loader())  # noqa: S506 - a safe one
    return value


def _near(file: str) -> str:
    return os.path.join(os.path.basename(os.path.dirname(file)), os.path.basename(file))
