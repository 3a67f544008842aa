"""Waits for files to be saved, with watchfiles."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from policycheck.authoring.watch.watched import Watched
from policycheck.errors import UsageError

_STEP = 20
"""Milliseconds without another change after which a burst of them is over: an editor's save, not yet a checkout."""

_LONGEST = 500
"""Milliseconds after which a burst is taken for over."""

_LOOK = 100
"""Milliseconds between two looks at single files: an editor replaces them, and a watch would stay with the old one."""

_LEAVINGS = (r"^4913$", r"^#.*#$", r"\.tmp$", r"\.part$", r"\.kate-swp$", r"^\.goutputstream-")
"""What editors write beside a file while they save it, those apart that watchfiles knows."""

_Signature = dict[str, tuple[int, int, int] | None]


def refuse_without_watchfiles() -> None:
    """UsageError that says what to install."""
    from importlib.util import find_spec  # noqa: PLC0415 - only this command needs it

    if find_spec("watchfiles") is None:
        raise UsageError("watch needs watchfiles; `pip install 'policycheck[watch]'` brings it")


def saves(look_at: Callable[[], Watched]) -> Iterator[set[str]]:
    """The paths of each burst of changes, without end. `look_at` is asked again after each for what to watch.

    While the caller works on a burst, what changes is kept for the next. A burst without paths says that a watch has
    begun: what was saved before it, nobody has seen. UsageError where a folder has gone.
    """
    now = look_at()
    while True:
        watching = now
        for paths in _bursts(watching):
            yield paths
            now = look_at()
            if now != watching:
                break


def _bursts(watching: Watched) -> Iterator[set[str]]:
    from watchfiles import DefaultFilter, watch  # noqa: PLC0415 - the extra [watch]

    class Filter(DefaultFilter):
        ignore_entity_patterns = (*DefaultFilter.ignore_entity_patterns, *_LEAVINGS)

    seen, begun = _signatures(watching), False
    try:
        for changes in watch(
            *sorted(watching.folders),
            watch_filter=Filter(),
            debounce=_LONGEST,
            step=_STEP,
            rust_timeout=_LOOK,
            yield_on_timeout=True,
        ):
            before, seen = seen, _signatures(watching)
            paths = {path for _, path in changes} | {path for path in seen if seen[path] != before[path]}
            if paths or not begun:
                begun = True
                yield paths
    except FileNotFoundError as error:
        gone = next((folder for folder in watching.folders if not os.path.isdir(folder)), "a folder")
        raise UsageError("no longer there", source=gone) from error


def _signatures(watching: Watched) -> _Signature:
    """Of each single file what changes when it is written or replaced; None where it is not there."""
    return {path: _signature(path) for path in watching.files}


def _signature(path: str) -> tuple[int, int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
