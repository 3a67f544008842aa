"""When the systems that base images are made from get no more security fixes.

Alpine: alpinelinux.org/releases. Distroless images of a Debian: they are rebuilt as long as Debian's own security team
mends it, wiki.debian.org/DebianReleases.
"""

from __future__ import annotations

from policycheck.docker.bases import alpine_release, distroless_debian
from policycheck.errors import Unreadable
from policycheck.kubernetes.images import image
from policycheck.records import Record

ALPINE = {
    **{f"3.{minor}": "2021-11-01" for minor in range(12)},
    "3.12": "2022-05-01",
    "3.13": "2022-11-01",
    "3.14": "2023-05-01",
    "3.15": "2023-11-01",
    "3.16": "2024-05-23",
    "3.17": "2024-11-22",
    "3.18": "2025-05-09",
    "3.19": "2025-11-01",
    "3.20": "2026-04-01",
    "3.21": "2026-11-01",
    "3.22": "2027-05-01",
    "3.23": "2027-11-01",
}
DISTROLESS_DEBIAN = {"9": "2020-07-18", "10": "2022-09-10", "11": "2024-08-14"}
"""Those that are over; later ones are still rebuilt."""


class End(Record):
    """`since` is the last day with fixes, or an earlier bound of it: 2025-11-01."""

    system: str
    since: str


def support_end(reference: str) -> End | None:
    """When the system of an image is no more mended; None where its name tells no system that the tables know."""
    try:
        found = image(reference)
    except Unreadable:
        return None
    alpine, debian = alpine_release(found), distroless_debian(found)
    if alpine in ALPINE:
        return End(f"Alpine {alpine}", ALPINE[alpine])
    if debian in DISTROLESS_DEBIAN:
        return End(f"Debian {debian}", DISTROLESS_DEBIAN[debian])
    return None
