"""What is to be read: a file, standard input, or a text that is already there."""

from __future__ import annotations

import os
from io import BytesIO
from typing import BinaryIO

from policycheck.records import Record

MAX_INPUT = 256 * 2**20
"""Bytes that one run reads unless told otherwise."""

_CHUNK = 1 << 20


class Input(Record):
    """`origin`: a path, an open binary stream, or the bytes themselves. `source`: its name in reports.

    `render` is the scope that its resources join in. `named`: given as manifests, so that whatever is none is unread.
    `rendered`: we made it, so where it holds nothing its render is at fault; `namespace` is the release's it was made
    for, where that is known.
    """

    source: str
    origin: str | BinaryIO | bytes
    render: str = "manifests"
    named: bool = True
    rendered: bool = False
    namespace: str | None = None


def standard_input(stream: BinaryIO) -> Input:
    """What is piped in: a scope of its own."""
    return Input("stdin", stream, render="stdin")


def content(given: Input, *, room: int) -> bytes | None:
    """The bytes of an input, None where they are more than `room`: a file is asked first, a stream read that far.

    Raises OSError.
    """
    if isinstance(given.origin, bytes):
        return given.origin if len(given.origin) <= room else None
    if not isinstance(given.origin, str):
        return _up_to(room, given.origin)
    with open(given.origin, "rb") as file:
        if os.fstat(file.fileno()).st_size > room:
            return None
        return _up_to(room, file)


def _up_to(room: int, stream: BinaryIO) -> bytes | None:
    """Chunk by chunk: a stream does not tell its size. BytesIO hands its buffer out without a copy."""
    buffer = BytesIO()
    while chunk := stream.read(_CHUNK):
        if buffer.tell() + len(chunk) > room:
            return None
        buffer.write(chunk)
    return buffer.getvalue()
