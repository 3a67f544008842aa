"""A packaged chart (.tgz), unpacked where it can do no harm."""

from __future__ import annotations

import os
import shutil
import tarfile
import zlib

from policycheck.errors import RenderError

SUFFIXES = (".tgz", ".tar.gz")
MOST_BYTES = 100 * 1024 * 1024
MOST_FILES = 20_000


def holds_chart(archive: str) -> bool:
    """Whether it can be read as far as the Chart.yaml of a chart; what it holds else does not matter."""
    try:
        with tarfile.open(archive, "r:gz") as opened:
            return any(member.name.count("/") == 1 and member.name.endswith("/Chart.yaml") for member in opened)
    except (tarfile.TarError, zlib.error, EOFError, OSError):
        return False


def unpack(archive: str, into: str) -> str:
    """Write the archive's files below `into`, a folder of ours, and return the chart's folder.

    RenderError where a name leads outside, a link does, there is too much of it, or it holds no chart. Nothing is
    written before every name was looked at.
    """
    try:
        with tarfile.open(archive, "r:gz") as opened:
            for member in _regular(opened, archive):
                _write(opened, member, os.path.join(into, *member.name.split("/")))
    except (tarfile.TarError, zlib.error, EOFError, OSError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise RenderError(
            f"cannot be unpacked: {said}; `helm package` makes a chart's archive", source=archive
        ) from error
    return _chart_folder(archive, into)


def _write(opened: tarfile.TarFile, member: tarfile.TarInfo, path: str) -> None:
    """Only content is taken: no mode, no owner, no time."""
    held = opened.extractfile(member)
    os.makedirs(os.path.dirname(path) if held else path, exist_ok=True)
    if held:
        with open(path, "wb") as file:
            shutil.copyfileobj(held, file)


def _regular(opened: tarfile.TarFile, archive: str) -> list[tarfile.TarInfo]:
    """The files and folders of an archive, each looked at while it is read: a bomb is not read to its end."""
    members: list[tarfile.TarInfo] = []
    size = 0
    for member in opened:
        if member.isdir() or member.isfile():
            _inside(member.name, archive)
        elif member.issym() or member.islnk():
            raise _refused(archive, f"{member.name} is a link to {member.linkname}; Helm takes files and folders only")
        else:
            raise _refused(archive, f"{member.name} is neither a file nor a folder")
        size += member.size
        if size > MOST_BYTES or len(members) >= MOST_FILES:
            raise _refused(archive, f"more than {MOST_BYTES >> 20} MiB or {MOST_FILES} files")
        members.append(member)
    return members


def _inside(name: str, archive: str) -> None:
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        raise _refused(archive, f'"{name}" leads outside of it')


def _refused(archive: str, why: str) -> RenderError:
    return RenderError(f"refused and not unpacked: {why}", source=archive)


def _chart_folder(archive: str, into: str) -> str:
    """Helm's archives hold one folder, the chart."""
    paths = [os.path.join(into, name) for name in os.listdir(into)]
    folders = [path for path in paths if os.path.isfile(os.path.join(path, "Chart.yaml"))]
    if len(folders) != 1:
        raise RenderError(f"{len(folders) or 'no'} folders with a Chart.yaml in it, and one is a chart", source=archive)
    return folders[0]
