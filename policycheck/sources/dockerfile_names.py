"""Which files are Dockerfiles, by their names, and what else their names say."""

from __future__ import annotations

import os
import posixpath

NAMES = ("Dockerfile", "Containerfile")
_FOREIGN = frozenset({"node_modules", "vendor"})
_SUFFIX = ".Dockerfile"
_IGNORE_FILE = ".dockerignore"
_NOT_YET = (".dockerignore", ".erb", ".in", ".j2", ".jinja", ".md", ".orig", ".rej", ".template", ".tmpl", ".tpl")
"""Ends of what is made into a Dockerfile first, or only told of one: `Dockerfile.tmpl`."""


def is_dockerfile(path: str) -> bool:
    """Dockerfile, Containerfile, Dockerfile.NAME and NAME.Dockerfile."""
    name = os.path.basename(path)
    if name in NAMES:
        return True
    return (name.startswith("Dockerfile.") or name.endswith(_SUFFIX)) and not name.endswith(_NOT_YET)


def is_own_dockerfile(path: str) -> bool:
    """Whether a file that is met in a folder is a Dockerfile of the project: what is vendored is somebody else's."""
    return is_dockerfile(path) and _FOREIGN.isdisjoint(path.replace(os.sep, "/").split("/"))


def ignore_file(path: str) -> str | None:
    """What says which files a build does not see: that of the Dockerfile alone, else that of its folder, if any."""
    beside = (path + _IGNORE_FILE, os.path.join(os.path.dirname(path), _IGNORE_FILE))
    return next((one for one in beside if os.path.isfile(one)), None)


def named_after(source: str) -> str:
    """What a Dockerfile is for: orders of orders.Dockerfile, Dockerfile.orders and orders/Dockerfile."""
    folder, name = posixpath.split(posixpath.normpath(source.replace(os.sep, "/")))
    if name in NAMES:
        last = posixpath.basename(folder)
        return name if last in {"", ".."} else last
    return name.removeprefix("Dockerfile.").removesuffix(_SUFFIX)
