"""Where the jobs of GitHub workflows run `goreleaser release`, by its action or in a shell."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping

from policycheck.model import Path, Value
from policycheck.patterns import regex
from policycheck.records import Record

_ACTION = "goreleaser/goreleaser-action"
_PROGRAM = regex(r"(?:.*/)?goreleaser(?:-pro|-cross)?(?:/v\d+)?(?:[@:].*)?")
_SCRIPT = "goreleaser.com/static/run"
"""What is piped into a shell: its arguments stand behind `--`."""

_ENDS = frozenset(("&&", "||", ";", "|", "&"))
_OF_TAGS = regex(r"refs/tags|ref_type")
_EXPRESSION = regex(r"\$\{\{.*?\}\}")
_COMMAND = "release"
_REHEARSALS = ("--snapshot", "--help", "-h")


class ReleaseRun(Record):
    """`arguments` are those behind `release`. `on_tag`: whether a tag starts it, None where another workflow does."""

    path: Path
    arguments: tuple[str, ...]
    on_tag: bool | None
    crosses: bool
    """Whether it runs in the image that has compilers for other platforms."""


def release_runs(workflows: Mapping[str, Value]) -> Iterator[ReleaseRun]:
    """Those that release: a build, a check or a snapshot does not."""
    for name, workflow in workflows.items():
        body = _mapping(workflow)
        for job_name, job in _mapping(body.get("jobs")).items():
            steps = _mapping(job).get("steps")
            for place, step in enumerate(steps if isinstance(steps, list) else ()):
                conditions = f"{_mapping(job).get('if')} {_mapping(step).get('if')}"
                on_tag = _on_tag(body.get("on"), guarded=bool(_OF_TAGS.search(conditions)))
                crosses = "goreleaser-cross" in f"{_mapping(job).get('container')} {_mapping(step).get('run')}"
                for released in _releases(_mapping(step)):
                    yield ReleaseRun((name, "jobs", job_name, "steps", place), released, on_tag, crosses)


def _releases(step: Mapping[str, Value]) -> Iterator[tuple[str, ...]]:
    """What stands behind `release` in each call of GoReleaser; the action also releases where it names no command."""
    given = _mapping(step.get("with"))
    if str(step.get("uses")).partition("@")[0] == _ACTION and given.get("install-only") not in (True, "true"):
        words = _words(str(given.get("args") or ""))
        yield from _released(words if any(not word.startswith("-") for word in words) else [_COMMAND, *words])
    if isinstance(step.get("run"), str):
        for line in str(step["run"]).replace("\\\n", " ").splitlines():
            if not line.lstrip().startswith("#"):
                yield from _released(_in_line(_words(line)))


def _in_line(words: list[str]) -> list[str]:
    """The arguments of GoReleaser in a shell's line, none where it does not stand there."""
    for place, word in enumerate(words):
        if _PROGRAM.fullmatch(word) or _SCRIPT in word:
            rest = words[place + 1 :]
            if _SCRIPT in word:
                rest = rest[rest.index("--") + 1 :] if "--" in rest else []
            ends = [end for end, one in enumerate(rest) if one in _ENDS]
            return rest[: ends[0]] if ends else rest
    return []


def _words(line: str) -> list[str]:
    """The words of a shell's line; GitHub's expressions are each one of them."""
    plain = _EXPRESSION.sub("{{}}", line)
    reader = shlex.shlex(plain, posix=True, punctuation_chars=";&|")
    reader.whitespace_split, reader.commenters = True, ""
    try:
        return list(reader)
    except ValueError:  # a quote that another line closes
        return plain.split()


def _released(arguments: list[str]) -> Iterator[tuple[str, ...]]:
    """What stands behind `release`; nothing for another command, and for one that publishes nothing."""
    if _COMMAND in arguments and not any(word in _REHEARSALS for word in arguments):
        yield tuple(arguments[arguments.index(_COMMAND) + 1 :])


def _on_tag(on: Value, *, guarded: bool) -> bool | None:
    events = (
        {on: None} if isinstance(on, str) else dict.fromkeys(map(str, on)) if isinstance(on, list) else _mapping(on)
    )
    push = _mapping(events.get("push"))
    if push.get("tags") or push.get("tags-ignore") or "release" in events:
        return True
    # Without any filter a push of a tag starts it like one of a branch; the condition tells them apart.
    if ("push" in events or "create" in events) and "branches" not in push and guarded:
        return True
    return None if "workflow_call" in events or not events else False


def _mapping(value: Value) -> Mapping[str, Value]:
    return value if isinstance(value, dict) else {}
