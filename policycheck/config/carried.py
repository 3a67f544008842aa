"""Exceptions that a resource carries itself: `policycheck.dev/except.<id>: "reason; until 2026-12-31"`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from policycheck.config.annotations import RESERVED, Annotation
from policycheck.config.expiry import NEVER, is_expiry, until
from policycheck.errors import did_you_mean
from policycheck.model import Match, Path, Policy, PolicyException, Resource
from policycheck.records import Record

PREFIX = f"{RESERVED}except."

_WHOLE = Match(hooks="include")
"""What one covers is the resource it stands on: no name, which another resource could have too."""


class Carried(Record):
    """An annotation at a path of a resource: the exception it is, or the problem for which it is none."""

    resource: Resource
    path: Path
    exception: PolicyException | None
    problem: str = ""


def carried(annotations: Iterable[Annotation], policies: Sequence[Policy]) -> list[Carried]:
    """Read annotations, one key a policy of these."""
    ids = frozenset(policy.id for policy in policies)
    return [_read(annotation, ids) for annotation in annotations]


def _read(annotation: Annotation, ids: frozenset[str]) -> Carried:
    resource, path, text, _ = annotation
    key = str(path[-1])
    reason, _, rest = text.rpartition(";") if isinstance(text, str) else ("", "", "")
    word, _, expires = rest.strip().partition(" ")
    problem = _misplaced(annotation) or _unknown(key, ids)
    if not problem and not (reason.strip() and word == "until" and is_expiry(expires.strip())):
        problem = f'write "reason; until 2026-12-31", or "reason; until {NEVER}"'
    if problem:
        return Carried(resource, path, None, f"{key} excepts nothing: {problem}")
    lasting = until(expires.strip())
    policy, source = key.removeprefix(PREFIX), resource.document.source
    return Carried(resource, path, PolicyException(policy, _WHOLE, None, None, reason.strip(), lasting, source, path))


def _misplaced(annotation: Annotation) -> str:
    if annotation.honoured:
        return ""
    return f"it stands neither on the {annotation.resource.kind} nor on its pod template; move it to one of them"


@lru_cache(maxsize=1024)
def _unknown(key: str, ids: frozenset[str]) -> str:
    """A chart writes the same slip on many resources, and a near miss takes long to find."""
    if not key.startswith(PREFIX):
        near = did_you_mean(key.removeprefix(RESERVED), [f"except.{known}" for known in ids])
        return f"unknown annotation{near or f'; write {PREFIX}ID'}"
    policy = key.removeprefix(PREFIX)
    if policy in ids:
        return ""
    return f'no policy has the id "{policy}"{did_you_mean(policy, ids) or "; `policycheck list` names them all"}'
