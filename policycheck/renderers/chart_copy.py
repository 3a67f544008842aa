"""Copies of a chart's folder, made where Helm could not read the folder itself, or must not be let near it."""

from __future__ import annotations

import os
import shutil

from policycheck.errors import RenderError


def is_plain(folder: str) -> bool:
    """Whether the folder holds files and folders only. Helm follows links, with words about it on stderr, for ever."""
    return all(
        is_plain(entry.path) if entry.is_dir(follow_symlinks=False) else entry.is_file(follow_symlinks=False)
        for entry in _entries(folder)
    )


def copy(folder: str, into: str, shown: str) -> None:
    """Copy what the folder holds, links followed. RenderError for a circle of links, a dead one, a pipe or a device."""
    _copy(folder, into, shown, (os.path.realpath(folder),))


def _copy(folder: str, into: str, shown: str, above: tuple[str, ...]) -> None:
    os.makedirs(into, exist_ok=True)
    for entry in _entries(folder):
        target, name = os.path.join(into, entry.name), os.path.join(shown, entry.name)
        if _leads_to(entry) == "folder":
            real = os.path.realpath(entry.path)
            if real in above:
                raise RenderError("a link in a circle: it leads back to a folder it lies in; remove it", source=name)
            _copy(entry.path, target, name, (*above, real))
        elif _leads_to(entry) == "file":
            shutil.copyfile(entry.path, target)
        else:
            raise RenderError(f"{_what(entry)}; a chart holds files and folders, remove it", source=name)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _leads_to(entry: os.DirEntry[str]) -> str:
    try:
        return "folder" if entry.is_dir() else "file" if entry.is_file() else ""
    except OSError:  # too many levels of symbolic links
        return ""


def _what(entry: os.DirEntry[str]) -> str:
    if not entry.is_symlink():
        return "neither a file nor a folder"
    return f"a link to {os.readlink(entry.path)}, which is not there or leads in a circle"
