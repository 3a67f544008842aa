"""JSON text to nodes. Read as YAML it would lose surrogate pairs, tabs and keys of any length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isfinite

from policycheck.exact_yaml.failures import at
from policycheck.exact_yaml.nodes import DEPTH, TOO_DEEP, Mapping, Node, Scalar, Sequence
from policycheck.patterns import regex

_TOKEN = regex(r'"(?:[^"\\]|\\.)*"|[\[\]{}]|[^\s\[\]{},:"]+')
_LONE_SURROGATE = regex("[\ud800-\udfff]")


def compose_json(text: str) -> Node:
    """The node of a text that is one JSON value. Raises ManifestError for what is deeper or larger than can be read."""
    tokens = _TOKEN.finditer(text)
    return _node(text, next(tokens), tokens, 1)


def _node(text: str, token: re.Match[str], tokens: Iterator[re.Match[str]], level: int) -> Node:
    opening = token[0][0]
    if opening not in "{[":
        return _scalar(text, token)
    if level > DEPTH:
        raise at(text, token.start(), TOO_DEEP)
    if opening == "[":
        return Sequence(token.start(), [_node(text, item, tokens, level + 1) for item in _until("]", tokens)])
    pairs = [(_scalar(text, key), _node(text, next(tokens), tokens, level + 1)) for key in _until("}", tokens)]
    return Mapping(token.start(), pairs)  # type: ignore[arg-type] # a list of pairs of a Scalar and a Node


def _until(closing: str, tokens: Iterator[re.Match[str]]) -> Iterator[re.Match[str]]:
    for token in tokens:
        if token[0] == closing:
            return
        yield token


def _scalar(text: str, token: re.Match[str]) -> Scalar:
    written = token[0]
    if written.startswith('"'):
        return Scalar(token.start(), _string(written), plain=False, tag=None)
    if written[-1].isdigit() and not isfinite(float(written)):
        raise at(text, token.start(), "a number too large to be read; quote it")
    return Scalar(token.start(), written, plain=True, tag=None)


def _string(written: str) -> str:
    """The text of a JSON string; half a surrogate pair becomes U+FFFD, as Go reads it."""
    import json  # noqa: PLC0415 - most manifests are YAML

    return _LONE_SURROGATE.sub("\ufffd", json.loads(written))
