"""What the name of a base image says of what is in it: its C library, a shell, the release of Alpine."""

from __future__ import annotations

import re
from typing import Literal

from policycheck.docker.stages import SCRATCH
from policycheck.errors import Unreadable
from policycheck.kubernetes import images
from policycheck.kubernetes.images import Image, image
from policycheck.records import Record

Libc = Literal["none", "glibc", "musl"]


class Base(Record):
    """`libc` and `has_shell` are None where the name does not tell; `family` is "" for an image nobody knows.

    `bare`: it is known to have no ENTRYPOINT of its own.
    """

    family: str
    libc: Libc | None
    has_shell: bool | None
    bare: bool


_SCRATCH = Base(SCRATCH, "none", has_shell=False, bare=True)
_GLIBC_FAMILIES = frozenset(
    {
        *("almalinux", "amazonlinux", "centos", "debian", "fedora", "oraclelinux", "photon", "rockylinux", "ubi"),
        *("ubuntu", "wolfi-base"),
    }
)
_GLIBC_TAGS = frozenset({"bookworm", "bullseye", "buster", "focal", "jammy", "noble", "slim", "stretch", "trixie"})
_ALPINE_TAG = r"alpine(3\.\d+)?"


def base_of(reference: str) -> Base:
    """What is known of an image by its name; of one that no registry takes for a name nothing."""
    if reference.lower() == SCRATCH:
        return _SCRATCH
    try:
        found, shell = image(reference), images.has_shell(reference)
    except Unreadable:
        return Base("", None, None, bare=False)
    name = found.repository.rpartition("/")[2]
    if "distroless" in found.repository:
        return Base("distroless", "none" if name.startswith("static") else "glibc", shell, bare=True)
    if found.registry == "cgr.dev":
        return Base("chainguard", _libc_of_chainguard(name), shell, bare=name in {"static", "wolfi-base"})
    tokens = frozenset(re.split(r"[-_]", found.tag))
    return _ordinary(name, tokens)


def _libc_of_chainguard(name: str) -> Libc:
    return "none" if name == "static" else "musl" if "musl" in name else "glibc"


def _ordinary(name: str, tokens: frozenset[str]) -> Base:
    if name in {"alpine", "busybox"}:
        libc: Libc | None = "musl" if name == "alpine" or "musl" in tokens else None
        return Base(name, "glibc" if name == "busybox" and "glibc" in tokens else libc, has_shell=True, bare=True)
    if any(re.fullmatch(_ALPINE_TAG, token) for token in tokens):
        return Base(name if name == "golang" else "", "musl", has_shell=True, bare=name == "golang")
    if name == "golang":
        return Base(name, "glibc", has_shell=True, bare=True)
    family = re.sub(r"\d+(-\w+)?$", "", name) if name.startswith("ubi") else name
    if family in _GLIBC_FAMILIES:
        return Base(family, "glibc", has_shell=True, bare=True)
    return Base("", "glibc" if tokens & _GLIBC_TAGS else None, has_shell=None, bare=False)


def alpine_release(found: Image) -> str | None:
    """The release of Alpine, "3.19", that an image is or is made from; None where no name says so."""
    tokens = re.split(r"[-_]", found.tag)
    if found.repository.rpartition("/")[2] == "alpine" and (written := re.match(r"3\.\d+(?=$|\.)", tokens[0])):
        return written[0]
    releases = (re.fullmatch(_ALPINE_TAG, token) for token in tokens)
    return next((release[1] for release in releases if release and release[1]), None)


def distroless_debian(found: Image) -> str | None:
    """The release of Debian, "11", that a distroless image is made from; None where its name does not say."""
    written = re.search(r"distroless/.*-debian(\d+)$", found.repository)
    return written[1] if written else None
