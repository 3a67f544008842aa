"""Standard output and standard error."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO

from policycheck.errors import UsageError
from policycheck.reporters.terminal import printable
from policycheck.reporters.view import Detail, Outcomes, View

_WIDEST = 100


def write(text: str) -> None:
    """Write to standard output. A reader that closed the pipe has seen enough: that is no error."""
    try:
        _write(text, sys.stdout)
    except BrokenPipeError:
        _discard(sys.stdout)
    except OSError as error:
        _discard(sys.stdout)
        raise UsageError(f"cannot write to standard output: {error.strerror}") from error


def write_error(text: str) -> None:
    """Write to standard error; where that is impossible there is nobody left to tell."""
    try:
        _write(text, sys.stderr)
    except OSError:
        _discard(sys.stderr)


def complain(text: str) -> None:
    """Write `policycheck: ...` to standard error for each line of the text."""
    write_error("".join(f"policycheck: {printable(line)}\n" for line in text.splitlines()))


def _write(text: str, stream: TextIO | None) -> None:
    if stream is None:
        return
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    stream.write(text)
    stream.flush()


def _discard(stream: TextIO) -> None:
    """Send what is still buffered nowhere, so that the interpreter's last flush cannot fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def view_of_stdout(outcomes: Outcomes, detail: Detail) -> View:
    """Show colour on a terminal that wants it, in the terminal's width."""
    if sys.stdout is None or not sys.stdout.isatty():
        return View(outcomes, detail)
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return View(outcomes, detail, colour=colour, width=min(_WIDEST, _columns()))


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _WIDEST
    except OSError:
        return _WIDEST
