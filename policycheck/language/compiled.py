"""A policy with its expressions compiled, ready to judge one resource after another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import NamedTuple, TypeVar

from policycheck.language.bindings import Bindings
from policycheck.language.evaluate import Run, compile_ast
from policycheck.language.functions import OF_VALUES
from policycheck.language.message import Render, compile_message
from policycheck.language.parsed import parse
from policycheck.language.places import RunPlaced, compile_places
from policycheck.language.tree import Ast, calls, variables
from policycheck.model import Policy, Value

T = TypeVar("T")
R = TypeVar("R")


class Compiled(NamedTuple):
    """`asserts` pairs each expression with its text, so that a message can name the one that did not hold."""

    policy: Policy
    params: Mapping[str, Value]
    foreach: tuple[RunPlaced, ...]
    when: Run | None
    asserts: tuple[tuple[str, Run], ...]
    at: RunPlaced | None
    message: Render | None
    forbids: bool
    """`assert: false` with a `foreach`: no such item may exist, so none is a pass."""
    asks_for_params: bool
    """Whether `foreach` chooses by a parameter."""
    by_value: Callable[[], bool]
    """Whether an item's values alone decide: nothing around it and no other resource is asked."""
    verdicts: dict[tuple[Value, ...], bool]
    """Of such items those that hold, and whether they were judged: a label or a variable is seen a hundred times."""


def compile_policy(policy: Policy, params: Mapping[str, Value] | None = None) -> Compiled:
    """Compile a policy; `params` override its defaults. PolicyError where `foreach` cannot be parsed.

    The rest is compiled when there is something to judge, `at` and `message` when something fails: most policies find
    nothing in most renders. Parsing it may raise PolicyError then; `verify` has parsed what is not our own.
    """
    defaults = {name: schema.get("default") for name, schema in policy.params.items()}
    when, at, message = policy.when, policy.at, policy.message
    return Compiled(
        policy=policy,
        params={**defaults, **(params or {})},
        foreach=tuple(compile_places(parse(text).ast) for text in policy.foreach),
        when=None if when is None else _later(partial(_expression, when)),
        asserts=tuple((text, _later(partial(_expression, text))) for text in policy.asserts),
        at=None if at is None else _later(lambda: compile_places(parse(at).ast)),
        message=None if message is None else _later(partial(compile_message, message)),
        forbids=bool(policy.foreach) and not policy.asserts and policy.schema is None,
        asks_for_params=any("$params" in text for text in policy.foreach),
        by_value=cache(partial(_decides_by_value, policy)),
        verdicts={},
    )


def with_params(compiled: Compiled, params: Mapping[str, Value]) -> Compiled:
    """The same policy with other parameters."""
    return compiled._replace(params={**compiled.params, **params}, verdicts={})


def _decides_by_value(policy: Policy) -> bool:
    deciding = (*filter(None, [policy.when]), *policy.asserts)
    return bool(policy.foreach) and policy.schema is None and all(_is_of_values(parse(text).ast) for text in deciding)


def _is_of_values(ast: Ast) -> bool:
    """Whether an expression asks nothing but the item it is evaluated at, and the parameters."""
    return variables(ast) <= {"params"} and all(str(call["value"]) in OF_VALUES for call in calls(ast))


def _expression(text: str) -> Run:
    return compile_ast(parse(text).ast)


def _later(make: Callable[[], Callable[[T, Bindings], R]]) -> Callable[[T, Bindings], R]:
    """What `make` gives, made at the first call."""
    made: Callable[[T, Bindings], R] | None = None

    def run(value: T, bindings: Bindings) -> R:
        nonlocal made
        if made is None:
            made = make()
        return made(value, bindings)

    return run
