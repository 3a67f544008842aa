"""A file of one mapping: what stands in it, and where."""

from __future__ import annotations

from policycheck.errors import ManifestError
from policycheck.exact_yaml.reader import read
from policycheck.model import Document

File = tuple[str, bytes]
"""A file's name in reports, and what it holds."""


def document_of(file: File, *, reader: str) -> Document:
    """The mapping that a file holds, an empty one for an empty file; `reader` is the program that it is for.

    Raises ManifestError.
    """
    source, data = file
    reading = read(data)
    if not isinstance(reading.body, dict | None):
        raise ManifestError(f"not a mapping; {reader} takes keys with values here", line=1)
    return Document(
        source=source,
        line=1,
        text=memoryview(data),
        template=None,
        body=reading.body or {},
        duplicates=reading.duplicates,
        key_notes=reading.key_notes,
    )
