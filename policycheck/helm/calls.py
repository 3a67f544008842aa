"""Which other templates a template calls: `include`, `template`, `block` and `tpl`."""

from __future__ import annotations

from collections.abc import Iterator

from policycheck.helm.pipelines import Command, Function, Group, Literal, Pipeline
from policycheck.helm.templates import Action, Template, definition_of
from policycheck.records import Record


class Call(Record):
    """`name` is None where it is computed, so not known. `at` is its place in the file, `inside` the define around."""

    how: str
    name: str | None
    at: int
    inside: str | None


def calls(template: Template) -> list[Call]:
    """In written order; those in comments of the template are none, those after a YAML # are."""
    return [call for action in template.actions for call in _of_action(action)]


def _of_action(action: Action) -> Iterator[Call]:
    inside = definition_of(action.block)
    if action.keyword in ("template", "block"):
        yield Call(action.keyword, action.name, action.start, inside)
    for command in commands(action.pipeline):
        if isinstance(command[0], Function) and command[0].name in ("include", "tpl"):
            yield Call(command[0].name, called(command), action.body_start + command[0].at, inside)


def called(command: Command) -> str | None:
    """The name that an `include` writes out, in parentheses too; None where it is computed."""
    argument = command[1] if len(command) > 1 and command[0][0] == "include" else None
    while isinstance(argument, Group) and argument.pipeline.commands[0][1:] == () and not argument.keys:
        argument = argument.pipeline.commands[0][0] if len(argument.pipeline.commands) == 1 else None
    return argument.value if isinstance(argument, Literal) and isinstance(argument.value, str) else None


def commands(pipeline: Pipeline | None) -> Iterator[Command]:
    """Every command of a pipeline, those in parentheses too."""
    for command in pipeline.commands if pipeline else ():
        yield command
        for operand in command:
            if isinstance(operand, Group):
                yield from commands(operand.pipeline)
