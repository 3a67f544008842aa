"""Whether the image that a Dockerfile makes holds a program (semantics B3.9)."""

from __future__ import annotations

import posixpath

from policycheck.docker.bases import base_of
from policycheck.docker.copies import Copied, brings, may_make, shipped
from policycheck.docker.stages import Dockerfile


def has_shell(file: Dockerfile) -> bool | None:
    """Whether there is a shell: of the base image, or copied; None where nobody knows the base image."""
    base = file.base(file.final)
    shell = base_of(base).has_shell if base else None
    return True if shell is False and brings(shipped(file), "sh") else shell


def holds(file: Dockerfile, path: str) -> bool | None:
    """Whether a program is in an image without a shell; None where nobody can tell.

    On a base that holds nothing but data, all programs are copied: what no COPY makes is not there. Other bases without
    a shell bring programs of their own.
    """
    base = file.base(file.final)
    if base is None or has_shell(file) is not False:
        return None
    copies = shipped(file)
    if brings(copies, posixpath.basename(path)) or any(_makes(one, path) for one in copies):
        return True
    return False if base_of(base).libc == "none" and path.startswith("/") else None


def _makes(one: Copied, path: str) -> bool:
    """Whether a copy may make this path: it goes there, or to a folder above; a target that is not known may.

    What goes to the root itself is most often one file.
    """
    if "$" in one.target or not one.target.startswith("/"):
        return True
    target = posixpath.normpath(f"/{one.target.lstrip('/')}")
    if target == "/":
        return may_make([one], path) or ".t" in one.file
    return target == path or path.startswith(f"{target}/")
