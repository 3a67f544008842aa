"""How far a long run is: one line, where standard error is a terminal and rich is installed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress


@contextmanager
def progress(detail: str) -> Iterator[Callable[[int, int], None] | None]:
    """What hears how many renders are done, of how many; the line is gone when the block ends."""
    if detail == "brief" or sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    line = _Line()
    try:
        yield line.told
    finally:
        line.end()


class _Line:
    def __init__(self) -> None:
        self._shown: Progress | None = None

    def told(self, done: int, of: int) -> None:
        """The first to hear something begins the line: most runs are over before that."""
        if self._shown is None:
            self._shown = _shown()
            if self._shown:
                self._shown.start()
                self._shown.add_task("renders", total=of)
        if self._shown:
            self._shown.update(self._shown.task_ids[0], completed=done)

    def end(self) -> None:
        if self._shown:
            self._shown.stop()


def _shown() -> Progress | None:
    try:
        from rich.console import Console  # noqa: PLC0415 - 60 ms, of a long run only
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415 - idem
    except ImportError:
        return None
    columns = (TextColumn("rendering and judging"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
