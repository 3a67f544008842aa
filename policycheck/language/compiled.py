"""A policy with its expressions compiled, ready to judge one resource after another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from policycheck.language.evaluate import Run, compile_ast
from policycheck.language.message import Render, compile_message
from policycheck.language.parsed import parse
from policycheck.language.places import RunPlaced, compile_places
from policycheck.model import Policy, Value


class Compiled(NamedTuple):
    """`asserts` pairs each expression with its text, so that a message can name the one that did not hold."""

    policy: Policy
    params: Mapping[str, Value]
    foreach: tuple[RunPlaced, ...]
    when: Run | None
    asserts: tuple[tuple[str, Run], ...]
    at: RunPlaced | None
    message: Render | None


def compile_policy(policy: Policy, params: Mapping[str, Value] | None = None) -> Compiled:
    """Compile a policy; `params` override its defaults. PolicyError where an expression cannot be parsed."""
    defaults = {name: schema.get("default") for name, schema in policy.params.items()}
    return Compiled(
        policy=policy,
        params={**defaults, **(params or {})},
        foreach=tuple(compile_places(parse(text).ast) for text in policy.foreach),
        when=compile_ast(parse(policy.when).ast) if policy.when is not None else None,
        asserts=tuple((text, compile_ast(parse(text).ast)) for text in policy.asserts),
        at=compile_places(parse(policy.at).ast) if policy.at is not None else None,
        message=compile_message(policy.message) if policy.message is not None else None,
    )
