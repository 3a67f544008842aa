"""Which paths of the values a template reads, and which of these it is prepared not to find."""

from __future__ import annotations

from collections.abc import Iterator

from policycheck.helm.pipelines import Command, Function, Group, Literal, Operand, Path, Pipeline
from policycheck.helm.templates import Block, Template, blocks_around
from policycheck.records import Record

Keys = tuple[str, ...]
_GUARDS = frozenset(
    {
        "default",
        "required",
        "dig",
        "hasKey",
        "coalesce",
        "empty",
        "not",
        "and",
        "or",
        "ternary",
        "kindIs",
        "typeIs",
        "eq",
    }
)
"""Functions that take a value that is not there for what it is: nothing."""

_CONDITIONS = frozenset({"if", "with"})


class ValuesPath(Record):
    """`.Values.a.b` as ("a", "b"); `at` is its place in the file. `asked` are paths that a condition around asks for.

    A guarded one may be absent: a condition asks for it, or a function takes that.
    """

    keys: Keys
    at: int
    guarded: bool
    asked: tuple[Keys, ...]


def values_paths(template: Template) -> Iterator[ValuesPath]:
    """In written order. Where `with` or `range` has put something else in the place of `.`, `$.Values` only."""
    for action in template.actions:
        if action.pipeline is None:
            continue
        asked = tuple(keys for block in blocks_around(action.block) for keys in _asked(block))
        condition = action.keyword in _CONDITIONS
        rebound = is_rebound(action.block)
        for keys, at, guarded in _read(action.pipeline, rebound=rebound):
            yield ValuesPath(keys, action.body_start + at, guarded or condition, asked)


def is_rebound(block: Block | None) -> bool:
    """Whether `.` is another value than at the beginning of the file or of the define."""
    for one in blocks_around(block):
        if one.keyword in ("define", "block"):
            return False
        if one.keyword in ("range", "with") and not one.otherwise:
            return True
    return False


def _asked(block: Block) -> Iterator[Keys]:
    if block.keyword in _CONDITIONS and block.pipeline and not block.otherwise:
        yield from (keys for keys, _, _ in _read(block.pipeline, rebound=is_rebound(block.around)))


_Read = Iterator[tuple[Keys, int, bool]]


def _read(pipeline: Pipeline, *, rebound: bool) -> _Read:
    later = any(_is_guard(command) for command in pipeline.commands[1:])
    for number, command in enumerate(pipeline.commands):
        guarded = _is_guard(command) or (later and not number)
        for keys, at, own in _of_command(command, rebound=rebound):
            yield keys, at, guarded or own


def _is_guard(command: Command) -> bool:
    return isinstance(command[0], Function) and command[0].name in _GUARDS


def _of_command(command: Command, *, rebound: bool) -> _Read:
    taken = _by_function(command, rebound=rebound)
    if taken:
        yield taken.keys, taken.at, command[0][0] in _GUARDS
        others: Command = command[2:]
    else:
        others = command
    for operand in others:
        keys = own_keys(operand, rebound=rebound)
        if keys:
            yield keys, operand.at, False
        elif isinstance(operand, Group) and keys is None:
            yield from _read(operand.pipeline, rebound=rebound)


class _Looked(Record):
    """What a function looks up: `whole` unless a key is computed, and the path only the beginning of what is read."""

    keys: Keys
    at: int
    whole: bool


def _by_function(command: Command, *, rebound: bool) -> _Looked | None:
    """The path that `index .Values "a" "b"`, `get` or `hasKey` looks up."""
    if not isinstance(command[0], Function) or command[0].name not in ("index", "get", "hasKey") or not command[1:]:
        return None
    base = own_keys(command[1], rebound=rebound)
    if base is None:
        return None
    more: list[str] = []
    for operand in command[2:]:
        if not isinstance(operand, Literal) or not operand.is_text:
            break
        more.append(str(operand.value))
    keys = (*base, *more)
    return _Looked(keys, command[1].at, len(more) == len(command) - 2) if keys else None


def own_keys(operand: Operand, *, rebound: bool) -> Keys | None:
    """The keys below `.Values` that an operand reads by itself, () for all of it; None for anything else."""
    if isinstance(operand, Path):
        of_root = operand.root == "$" or (operand.root == "." and not rebound)
        return operand.keys[1:] if of_root and operand.keys[:1] == ("Values",) else None
    if isinstance(operand, Group) and len(operand.pipeline.commands) == 1:
        command = operand.pipeline.commands[0]
        found = _by_function(command, rebound=rebound)
        if found is not None:
            return (*found.keys, *operand.keys) if found.whole else None
        base = own_keys(command[0], rebound=rebound) if len(command) == 1 else None
        return None if base is None else (*base, *operand.keys)
    return None
