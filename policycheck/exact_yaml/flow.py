"""Lists and mappings in brackets, each key with a value and no scalar broken: text to nodes, nodes to a value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policycheck.exact_yaml.held import keys, values
from policycheck.exact_yaml.nodes import Mapping, Node, Scalar
from policycheck.exact_yaml.nodes import Sequence as List
from policycheck.exact_yaml.quotes import closing, only_comment, unquoted
from policycheck.exact_yaml.unusual import UnusualError
from policycheck.model import Value

DEEPEST = 20
"""Levels of brackets. More go the careful way, which counts those around them too."""

LONGEST_KEY = 1000
"""Characters from the beginning of a key to its colon: libyaml gives up at 1,024."""

_UNQUOTED = re.compile(
    r"""
    (?:[^-?:,\[\]{}#&*!|>'"%@` \n]|-(?=[\w-]))   # no indicator of YAML
    (?:[^:,\[\]{}#?'"\n]|:(?=[\w/]))*            # a `?` is one to Kubernetes
    """,
    re.VERBOSE,
)
_BLANKS = re.compile("[ \n]*")


class Flow:
    """What stands in brackets. Indexes count from the beginning of the line of the first one."""

    __slots__ = ("node",)

    def __init__(self, node: Node) -> None:
        self.node = node

    def value(self) -> Value:
        """The value, made anew each time: two documents share no collection."""
        return _value(self.node)


def flow(text: str, start: int) -> tuple[Flow, int]:
    """What the bracket at `start` opens, and where it ends. UnusualError for what is not plain or not closed."""
    node, end = _collection(text, start, 1)
    return Flow(node), end


def flow_of_lines(lines: Sequence[str], after: int, start: int, column: int) -> tuple[Flow, int]:
    """What a bracket opens that stands at `start` of the line before `after`; and the line after the closing one."""
    margin = " " * (column + 1)
    last = after
    while lines[last].startswith(margin):
        last += 1
    text = "\n".join(lines[after - 1 : last])
    if "\t" in text:
        raise UnusualError
    found, end = flow(text, start)
    only_comment(text[end:].partition("\n")[0])
    return found, after + text.count("\n", 0, end)


def _collection(text: str, start: int, level: int) -> tuple[List | Mapping, int]:
    if level > DEEPEST:
        raise UnusualError
    collection, closes = (List(start, []), "]") if text[start] == "[" else (Mapping(start, []), "}")
    at = _after_blanks(text, start + 1)
    if text[at : at + 1] == closes:
        return collection, at + 1
    while True:
        if isinstance(collection, List):
            item, at = _node(text, at, level)
            collection.items.append(item)
        else:
            key, at = _key(text, at, level)
            value, at = _node(text, at, level)
            collection.pairs.append((key, value))
        at = _after_blanks(text, at)
        follows = text[at : at + 1]
        if follows == closes:
            return _distinct(collection), at + 1
        if follows != ",":
            raise UnusualError
        at = _after_blanks(text, at + 1)


def _distinct(collection: List | Mapping) -> List | Mapping:
    if isinstance(collection, Mapping):
        texts = {key.text for key, _ in collection.pairs if isinstance(key, Scalar)}
        if len(texts) < len(collection.pairs):
            raise UnusualError
    return collection


def _key(text: str, start: int, level: int) -> tuple[Scalar, int]:
    key, at = _node(text, start, level)
    colon = _after_blanks(text, at)
    if not isinstance(key, Scalar) or text[colon : colon + 1] != ":" or colon - start > LONGEST_KEY:
        raise UnusualError
    if "\n" in text[at:colon] or (key.plain and text[colon + 1 : colon + 2] not in (" ", "\n")):
        raise UnusualError
    if key.plain:
        key.text = keys[key.text]
    return key, _after_blanks(text, colon + 1)


def _node(text: str, start: int, level: int) -> tuple[Node, int]:
    first = text[start : start + 1]
    if first in ("[", "{"):
        return _collection(text, start, level + 1)
    if first in ('"', "'"):
        end = closing(text, first, start + 1)
        inner = text[start + 1 : end]
        if end < 0 or "\n" in inner:
            raise UnusualError
        return Scalar(start, unquoted(inner, first), plain=False, tag=None), end + 1
    match = _UNQUOTED.match(text, start)
    if match is None:
        raise UnusualError
    return Scalar(start, match[0].rstrip(" "), plain=True, tag=None), match.end()


def _after_blanks(text: str, at: int) -> int:
    blanks = _BLANKS.match(text, at)
    return blanks.end() if blanks else at


def _value(node: Node) -> Value:
    if isinstance(node, Scalar):
        return values[node.text] if node.plain else node.text
    if isinstance(node, List):
        return [_value(item) for item in node.items]
    if isinstance(node, Mapping):
        return {key.text: _value(value) for key, value in node.pairs if isinstance(key, Scalar)}
    raise UnusualError
