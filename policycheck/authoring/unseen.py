"""What the bundled policies cannot see, and what they do not enforce as it was said: policies/unseen.yaml."""

from __future__ import annotations

import os

from policycheck.exact_yaml.reader import read
from policycheck.kubernetes import reading
from policycheck.language.library import UNSEEN, bundled_folder
from policycheck.model import Value
from policycheck.records import Record


class Unseen(Record):
    """What a row asks for and no file shows; `seed` are the entries it stands in."""

    row: str
    seed: list[Value]
    reason: str


class Statement(Record):
    """A sentence of the seed that no policy enforces as it stands, and what holds instead."""

    seed: Value
    says: str
    holds: str


def unseen() -> list[Unseen]:
    return [
        Unseen(str(one["row"]), reading.sequence(one["seed"], "entries"), str(one["reason"])) for one in _of("unseen")
    ]


def statements() -> list[Statement]:
    return [Statement(one["seed"], str(one["says"]), str(one["holds"])) for one in _of("statements")]


def _of(key: str) -> list[dict[str, Value]]:
    with open(os.path.join(bundled_folder(), UNSEEN), encoding="utf-8") as file:
        body = reading.mapping(read(file.read()).body, "a mapping")
    return [reading.mapping(one, "an entry") for one in reading.sequence(body[key], "a list")]
