"""A policy with its expressions compiled, ready to judge one resource after another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import TypeVar

from policycheck.language.bindings import Bindings
from policycheck.language.evaluate import Run, compile_ast
from policycheck.language.functions import OF_VALUES
from policycheck.language.judgement import Judgement
from policycheck.language.message import Render, compile_message
from policycheck.language.parsed import parse
from policycheck.language.places import RunPlaced, compile_places
from policycheck.language.tree import Ast, calls, variables
from policycheck.model import Policy, Value
from policycheck.records import Record

T = TypeVar("T")
R = TypeVar("R")


class Condition(Record):
    """What decides on an item.

    `asserts` pairs each expression with its text, so that a message can name the one that did not hold.
    """

    when: Run | None
    asserts: tuple[tuple[str, Run], ...]
    by_value: bool
    """Whether an item's values alone decide: nothing around it and no other resource is asked."""


class Compiled(Record):
    policy: Policy
    params: Mapping[str, Value]
    foreach: tuple[RunPlaced, ...]
    condition: Callable[[], Condition]
    at: RunPlaced | None
    message: Render | None
    forbids: bool
    """`assert: false` with a `foreach`: no such item may exist, so none is a pass."""
    asks_for_params: bool
    """Whether `foreach` chooses by a parameter."""
    verdicts: dict[tuple[tuple[str, Value], ...], Judgement]
    """Of items that decide alone those that are not at fault: a label or a variable is seen a hundred times."""


def compile_policy(policy: Policy, params: Mapping[str, Value] | None = None) -> Compiled:
    """Compile a policy; `params` override its defaults. PolicyError where `foreach` cannot be parsed.

    The rest is compiled when there is something to judge, `at` and `message` when something fails: most policies find
    nothing in most renders. Parsing it may raise PolicyError then; `verify` has parsed what is not our own.
    """
    defaults = {name: schema.get("default") for name, schema in policy.params.items()}
    at, message = policy.at, policy.message
    return Compiled(
        policy=policy,
        params={**defaults, **(params or {})},
        foreach=tuple(compile_places(parse(text).ast) for text in policy.foreach),
        condition=cache(partial(_condition, policy)),
        at=None if at is None else _later(lambda: compile_places(parse(at).ast)),
        message=None if message is None else _later(partial(compile_message, message)),
        forbids=bool(policy.foreach) and not policy.asserts and policy.schema is None,
        asks_for_params=any("$params" in text for text in policy.foreach),
        verdicts={},
    )


def with_params(compiled: Compiled, params: Mapping[str, Value]) -> Compiled:
    """The same policy with other parameters."""
    return compiled._replace(params={**compiled.params, **params}, verdicts={})


def _condition(policy: Policy) -> Condition:
    when = None if policy.when is None else parse(policy.when).ast
    asserts = [(text, parse(text).ast) for text in policy.asserts]
    deciding = [ast for _, ast in asserts] + ([] if when is None else [when])
    return Condition(
        when=None if when is None else compile_ast(when),
        asserts=tuple((text, compile_ast(ast)) for text, ast in asserts),
        by_value=bool(policy.foreach) and policy.schema is None and all(map(_is_of_values, deciding)),
    )


def _is_of_values(ast: Ast) -> bool:
    """Whether an expression asks nothing but the item it is evaluated at, and the parameters."""
    return variables(ast) <= {"item", "params"} and all(str(call["value"]) in OF_VALUES for call in calls(ast))


def _later(make: Callable[[], Callable[[T, Bindings], R]]) -> Callable[[T, Bindings], R]:
    """What `make` gives, made at the first call."""
    made: Callable[[T, Bindings], R] | None = None

    def run(value: T, bindings: Bindings) -> R:
        nonlocal made
        if made is None:
            made = make()
        return made(value, bindings)

    return run
