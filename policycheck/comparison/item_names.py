"""A place in an object that survives a reordered list: an item is known by what names it, not by its number."""

from __future__ import annotations

import json
from collections.abc import Sequence

from policycheck.model import Path, Value, dotted
from policycheck.records import Record

_NAMING = ("name", "containerPort", "port", "mountPath", "host", "path", "key", "alert", "record")
"""The keys that name an item of a list, the most telling first: env and containers, ports, mounts, rules."""


class ItemName(Record):
    """`containers[name=web]`: the item of a list that alone has this value under this key; "" where none is alone."""

    key: str
    value: str | int


UNNAMED = ItemName("", "")


class Place(Record):
    """`steps` are keys and names of items; `item` tells items without a name apart, by what they hold.

    `item` can hold a secret: it is for comparing, never for showing.
    """

    steps: tuple[str | int | ItemName, ...]
    item: str

    def written(self, path: Path = ()) -> str:
        """`spec.containers[name=web].args[]`, and with the path that led to it `spec.containers[name=web].args[2]`."""
        return "".join(_step(step, path[number] if path else "") for number, step in enumerate(self.steps)).lstrip(".")


def _step(step: str | int | ItemName, index: str | int) -> str:
    if isinstance(step, ItemName):
        return f"[{index}]" if step == UNNAMED else f"[{step.key}={json.dumps(step.value, ensure_ascii=False)}]"
    written = dotted((step,))
    return written if written.startswith("[") else f".{written}"


def place(body: Value, path: Path) -> Place:
    """The place that a path leads to; where it leads on past the end of `body`, its rest as it is."""
    steps: list[str | int | ItemName] = []
    item = ""
    for key in path:
        if isinstance(body, list) and isinstance(key, int) and key < len(body):
            name = _name(body, key)
            body = body[key]
            item = unordered(body) if name is UNNAMED else item
            steps.append(name)
        else:
            body = body.get(key) if isinstance(body, dict) else None
            steps.append(key)
    return Place(tuple(steps), item)


def _name(items: Sequence[Value], index: int) -> ItemName:
    for key in _NAMING:
        names = [_value(item, key) for item in items]
        value = names[index]
        if value is not None and names.count(value) == 1:
            return ItemName(key, value)
    return UNNAMED


def _value(item: Value, key: str) -> str | int | None:
    value = item.get(key) if isinstance(item, dict) else None
    return value if isinstance(value, str | int) else None


def unordered(value: Value) -> str:
    """What a value holds, the order of its lists and keys apart."""
    if isinstance(value, list):
        return f"[{','.join(sorted(map(unordered, value)))}]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(key)}:{unordered(value[key])}" for key in sorted(value)) + "}"
    return json.dumps(value)
