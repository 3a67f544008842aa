"""Where paths stand in the text of a document."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterable
from typing import TYPE_CHECKING

from policycheck.exact_yaml.nodes import Mapping, Node, Sequence, followed
from policycheck.exact_yaml.ordinary_places import ordinary_places
from policycheck.exact_yaml.texts import decoded
from policycheck.exact_yaml.unusual import UnusualError
from policycheck.model import Document, Path

if TYPE_CHECKING:
    from policycheck.exact_yaml.decoder import Decoder


def locate(text: str | bytes | memoryview, paths: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """Line and column of each path, both from 1 in the text; a missing path has the place of its nearest ancestor.

    An entry of a mapping stands where its key is written, an item of a list where it begins, also when an alias or
    a merge brought them there. Raises ManifestError where `read` does.
    """
    characters, given = decoded(text), list(paths)
    try:
        return ordinary_places(characters, given)
    except UnusualError:
        return located_carefully(characters, given)


def located_carefully(text: str, paths: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    from policycheck.exact_yaml.composer import compose  # noqa: PLC0415 - most documents are ordinary
    from policycheck.exact_yaml.decoder import Decoder  # noqa: PLC0415 - idem

    root = compose(text)
    if root is None:
        return dict.fromkeys(paths, (1, 1))
    decoder = Decoder(text)
    return {path: decoder.places.place(_index(decoder, root, path)) for path in paths}


def locate_in_source(document: Document, paths: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """As `locate`, with the lines of the document's source; nothing where the document has no text."""
    if document.line is None:
        return {}
    above = document.line - 1
    if document.is_lines:
        return {path: (document.line + int(path[0]) if path else document.line, 1) for path in paths}
    if document.lines is not None:
        return {path: (_line_of(path, document.lines, document.line), 1) for path in paths}
    return {path: (above + line, column) for path, (line, column) in locate(document.text, paths).items()}


def _line_of(path: Path, lines: abc.Mapping[Path, int], otherwise: int) -> int:
    """The line of the nearest path above that has one."""
    above = (path[:depth] for depth in range(len(path), -1, -1))
    return next((lines[one] for one in above if one in lines), otherwise)


def _index(decoder: Decoder, node: Node, path: Path) -> int:
    """Where the last part of the path that exists begins, in characters from 0."""
    index = node.index
    for part in path:
        collection = followed(node)
        if isinstance(collection, Mapping) and part in (entries := decoder.entries(collection).by_key):
            key, node = entries[str(part)]
            index = key.index
        elif isinstance(collection, Sequence) and isinstance(part, int) and 0 <= part < len(collection.items):
            node = collection.items[part]
            index = node.index
        else:
            break
    return index
