"""Image references, and what their names say of the image (semantics B3.9)."""

from __future__ import annotations

import re
from functools import lru_cache

from policycheck.kubernetes.reading import refused
from policycheck.records import Record

_PATH_PART = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:]+\])(?::[0-9]+)?"
_TAG = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"
_DIGEST = r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}"

_WITH_A_SHELL = frozenset({"bash", "busybox", "chainguard-base", "wolfi-base"})
"""Images of Chainguard that are made to hold a shell."""


class Image(Record):
    """The parts of a reference, "" where one is not written. A registry has a dot, a port or is localhost."""

    registry: str
    repository: str
    tag: str
    digest: str


@lru_cache(maxsize=4096)  # asked for by several policies, for each label of a selector too
def image(reference: str) -> Image:
    """Take a reference apart: `localhost:5000/shop/web:1.2@sha256:...`; a registry's port is no tag.

    Raises Unreadable for what a kubelet refuses as an invalid image name.
    """
    name, at, digest = reference.partition("@")
    path, colon, tag = name.rpartition(":")
    if not colon or "/" in tag:
        path, colon, tag = name, "", ""
    registry, repository = _split(path)
    valid = (
        (not registry or re.fullmatch(_HOST, registry))
        and all(re.fullmatch(_PATH_PART, part) for part in repository.split("/"))
        and (not colon or re.fullmatch(_TAG, tag))
        and (not at or re.fullmatch(_DIGEST, digest))
    )
    if not valid:
        raise refused(reference, "an image reference")
    return Image(registry, repository, tag, digest)


def has_shell(reference: str) -> bool | None:
    """Whether the names of an image say that it holds a shell and tools; None where they say nothing.

    Distroless images hold one with a `debug` tag only, Chainguard's with a `-dev` one; what calls itself scratch holds
    none. Of an image by digest alone it is not known which tag it was.
    """
    found = image(reference)
    if found.digest and not found.tag:
        return None
    tokens = _tokens(f"{found.repository}:{found.tag}")
    if "distroless" in tokens or "scratch" in tokens:
        return "debug" in tokens
    path = found.repository.split("/")
    if "chainguard" in path or (found.registry == "cgr.dev" and path[-1] == "static"):
        return found.tag.endswith("-dev") or path[-1] in _WITH_A_SHELL
    return None


def _split(path: str) -> tuple[str, str]:
    """Part the registry from the repository; a first part without dot and port is an account of the default one."""
    first, slash, rest = path.partition("/")
    if slash and (first == "localhost" or re.search(r"[.:]", first)):
        return first, rest
    return "", path


def _tokens(text: str) -> frozenset[str]:
    return frozenset(re.split(r"[^a-z0-9]+", text.lower()))
