"""An expression to try is checked like one in a policy: what JMESPath would let pass as null is refused."""

from __future__ import annotations

from collections.abc import Iterable

from policycheck.errors import PolicyError, UsageError
from policycheck.kubernetes import fields
from policycheck.language.verify import verify
from policycheck.model import Match, Policy, Resource


def check_expressions(expression: str, foreach: str | None, resources: Iterable[Resource]) -> None:
    """UsageError, with the column, for what a policy that matches these resources may not have."""
    try:
        verify(_policy(expression, foreach, _known_kinds(resources)))
    except PolicyError as error:
        raise UsageError(error.message.removeprefix("assert: ")) from None


def _known_kinds(resources: Iterable[Resource]) -> tuple[str, ...]:
    """The kinds of the resources; none, so that no field is checked, where the fields of one are not known."""
    kinds = dict.fromkeys((resource.group, resource.kind) for resource in resources)
    known = all(fields.root(group, kind) for group, kind in kinds)
    return tuple(f"{group or 'core'}/{kind}" for group, kind in kinds) if known else ()


def _policy(expression: str, foreach: str | None, kinds: tuple[str, ...]) -> Policy:
    return Policy(
        id="eval",
        area="",
        title="",
        severity="info",
        default=True,
        tags=(),
        rationale="",
        remediation="",
        references=(),
        source="",
        match=Match(kinds=kinds),
        params={},
        foreach=() if foreach is None else (foreach,),
        when=None,
        asserts=(expression,),
        schema=None,
        at=None,
        message=None,
        fix=None,
    )
