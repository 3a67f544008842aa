"""The file of a baseline: one line a finding, sorted, so that two branches that change it merge."""

from __future__ import annotations

import json
from collections.abc import Iterable

from policycheck.errors import ConfigError
from policycheck.language.section import Section, open_section
from policycheck.records import Record

VERSION = 1

_HEAD = """\
# Findings that are known: `policycheck check --baseline` excepts them. Mend one and --prune takes its line out.
"""


class Entry(Record):
    """`object` is `apps/Deployment shop/web`; `at` its place, in which items are named; `since` a day as 2026-12-31."""

    policy: str
    render: str
    object: str
    at: str
    message: str
    since: str
    reason: str
    line: int | None = None

    @property
    def place(self) -> tuple[str, str, str, str]:
        """What it has in common with its finding, whatever that says now."""
        return self.policy, self.render, self.object, self.at


KEYS = ("policy", "render", "object", "at", "message", "since", "reason")


def read_entries(source: str) -> list[Entry]:
    """The entries of a file; ConfigError, with the line, for one that is none, or a file of a newer policycheck."""
    try:
        with open(source, "rb") as file:
            text = file.read()
    except OSError as error:
        advice = "check the path, or write one with --write-baseline"
        raise ConfigError(f"cannot be read ({error.strerror}); {advice}", source=source) from None
    root = open_section(text, source, ConfigError)
    _refuse_other_versions(root)
    root.only(("version", "findings"))
    sections = root.sections("findings")
    lines = root.lines(one.path for one in sections)
    return [_entry(one, lines[one.path]) for one in sections]


def written(entries: Iterable[Entry]) -> str:
    """The text of a file of these."""
    lines = [f"  - {_flow(one)}\n" for one in sorted(entries, key=lambda one: one[: len(KEYS)])]
    return f"{_HEAD}version: {VERSION}\nfindings:{'' if lines else ' []'}\n{''.join(lines)}"


def _refuse_other_versions(root: Section) -> None:
    version = root.body.get("version")
    if version == VERSION and not isinstance(version, bool):
        return
    if isinstance(version, int) and version > VERSION:
        message = (
            f"a baseline of version {version}, which a newer policycheck wrote; this one reads {VERSION}: update it"
        )
        raise root.error(message, "version")
    raise root.error(f"no baseline: `version` must be {VERSION}; write one with --write-baseline", "version")


def _entry(section: Section, line: int | None) -> Entry:
    section.only(KEYS)
    section.required(*KEYS)
    return Entry._make([*(section.text_of(key) or "" for key in KEYS), line])


def _flow(one: Entry) -> str:
    """JSON, which is YAML on one line."""
    return json.dumps({key: getattr(one, key) for key in KEYS}, ensure_ascii=False)
