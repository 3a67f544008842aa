"""`--report FORMAT=FILE`: a file is whole or untouched."""

from __future__ import annotations

import os
from pathlib import Path

from policycheck.errors import UsageError


def save(text: str, path: str) -> None:
    """Replace a regular file by a new one; write into what else has the name, as a device or a named pipe."""
    try:
        target = Path(path).resolve()
        if target.exists() and not target.is_file():
            _write(text, target, mode="w")
        else:
            _replace(text, target)
    except OSError as error:
        raise _unwritable(error, path) from error


def append(text: str, path: str) -> None:
    """Write at the end of what others wrote before: the summary of a CI step."""
    try:
        _write(text, Path(path), mode="a")
    except OSError as error:
        raise _unwritable(error, path) from error


def _unwritable(error: OSError, path: str) -> UsageError:
    advice = "name a file in a folder that exists and may be written to"
    return UsageError(f"cannot write the report ({error.strerror}); {advice}", source=path)


def _replace(text: str, target: Path) -> None:
    unfinished = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    try:
        _write(text, unfinished, mode="x")
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _write(text: str, path: Path, *, mode: str) -> None:
    with path.open(mode, encoding="utf-8", newline="\n") as file:
        file.write(text)
