"""A question for a field, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from policycheck.authoring.origin.rendered_objects import ABSENT, ObjectPlace, Rendering, Step, value_at
from policycheck.model import Path, Value
from policycheck.records import Record

Kind = Literal["value", "part of the value", "existence", "constant", "unknown"]
Why = Literal["", "missing", "chance", "time", "tangled", "refused", "release", "other"]


class Question(Record):
    """`is_literal` where the template's line is known and has no action in it."""

    place: ObjectPlace
    steps: tuple[Step, ...]
    path: Path
    is_literal: bool


class Answer(Record):
    """`others` are further keys that are in the value; `why` says more of the kind.

    "missing" is a field that is not there, "release" one that follows the release's name or namespace; an unknown one
    changes by "chance", "time" ran out for it, keys change it only together ("tangled"), the chart "refused" to be
    rendered with other values of the `others`, or our own render has an "other" value there than the text.
    """

    kind: Kind
    key: Path = ()
    others: tuple[Path, ...] = ()
    why: Why = ""


def alike(one: Value, two: Value) -> bool:
    """Whether two rendered values are one: true is not 1."""
    return one == two and isinstance(one, bool) == isinstance(two, bool)


def field(rendering: Rendering | None, question: Question, path: Sequence[Step]) -> Value:
    body = rendering.body_of(question.place) if rendering else None
    return ABSENT if body is None else value_at(body, path)
