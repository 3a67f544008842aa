"""A packaged chart (.tgz), read into memory: nothing of it is written, and no name in it leads anywhere."""

from __future__ import annotations

from io import BytesIO

from policycheck.errors import ManifestError

SUFFIXES = (".tgz", ".tar.gz")
MOST_BYTES = 100 * 2**20
"""What an archive may unpack to: Helm's own limit."""


def archived(data: bytes) -> dict[str, bytes]:
    """The files of an archive by their paths in its chart's folder. ManifestError where it cannot be read."""
    import tarfile  # noqa: PLC0415 - with all that it can unpack it is slow, and few charts have an archive
    import zlib  # noqa: PLC0415 - idem

    found: dict[str, bytes] = {}
    room = MOST_BYTES
    try:
        with tarfile.open(fileobj=BytesIO(data), mode="r:gz") as opened:
            for member in opened:
                room -= member.size
                if room < 0:
                    raise ManifestError(f"more than {MOST_BYTES >> 20} MiB when it is unpacked; it was not read")
                held = opened.extractfile(member) if member.isfile() else None
                if held:
                    found[member.name.partition("/")[2]] = held.read()
    except (tarfile.TarError, zlib.error, EOFError, OSError) as error:
        raise ManifestError(f"cannot be unpacked: {error}; `helm package` makes a chart's archive") from None
    return found
