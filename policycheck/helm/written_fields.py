"""The `key: value` lines that a template writes, as far as its text tells: the value may hold actions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from policycheck.helm.templates import Action, Block, Template, blocks_around
from policycheck.patterns import regex
from policycheck.records import Record

_KEY = regex(r"(?P<indent>[ ]*)(?P<item>(?:-[ ]+)*)(?P<quote>[\"']?)(?P<key>[A-Za-z][\w./-]*)(?P=quote):(?:[ ]+|$)")
_LINE = regex(r"[^\r\n]*")
_COMMENT = regex(r"[ ]+#.*")
_SCALES = regex(r"autoscal|\bhpa\b|keda", re.IGNORECASE)


class WrittenField(Record):
    """`value` is as it is written, actions too, without quotes; `above` are the keys it is indented under.

    `actions` are those in it. `unscaled`: it is left out where autoscaling is on.
    """

    key: str
    value: str
    above: tuple[str, ...]
    at: int
    actions: list[Action]
    unscaled: bool


class _Line(Record):
    at: int
    depth: int
    key: str
    value: str
    value_at: int


def written_fields(template: Template, keys: Collection[str]) -> Iterator[WrittenField]:
    """The lines of these keys, in order; none that an action makes."""
    above: list[tuple[int, str]] = []
    actions = list(template.actions)
    for line in _lines(template):
        while above and above[-1][0] >= line.depth:
            above.pop()
        if line.key in keys:
            inside = [one for one in actions if line.value_at <= one.start < line.value_at + len(line.value)]
            around = _block_at(template, line.at)
            yield WrittenField(
                line.key,
                _unquoted(line.value),
                tuple(key for _, key in above),
                line.at,
                inside,
                any(_without_autoscaling(block) for block in blocks_around(around)),
            )
        above.append((line.depth, line.key))


def _lines(template: Template) -> Iterator[_Line]:
    hidden = sorted([*template.comments, *((one.start, one.end) for one in template.actions)])
    number = 0
    for found in _LINE.finditer(template.text):
        while number < len(hidden) and hidden[number][1] <= found.start():
            number += 1
        if number < len(hidden) and hidden[number][0] < found.start():
            continue  # inside an action of several lines, or a comment
        key = _KEY.match(found[0])
        if key:
            depth = len(key["indent"]) + len(key["item"])
            value = _COMMENT.sub("", found[0][key.end() :]).strip()
            yield _Line(found.start() + key.start("key"), depth, key["key"], value, found.start() + key.end())


def _block_at(template: Template, at: int) -> Block | None:
    """The block around a place: that of the last piece which begins at or before it."""
    block: Block | None = None
    for piece in template.pieces:
        if piece.start > at:
            break
        block = piece.block
    return block


def _without_autoscaling(block: Block) -> bool:
    """`if not .Values.autoscaling.enabled`, or the `else` of `if .Values.autoscaling.enabled`."""
    if block.keyword != "if" or block.pipeline is None:
        return False
    said = str(block.pipeline)
    negated = "name='not'" in said
    return bool(_SCALES.search(said)) and negated != block.otherwise


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] in "\"'" and value[-1] == value[0] else value
