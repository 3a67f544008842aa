"""Which policies judge a resource: told once for all resources of a kind whose pods live alike."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TypeAlias

from policycheck.index import Index
from policycheck.language.choice import is_narrow, takes_kind, takes_pods, takes_resource
from policycheck.language.compiled import Compiled
from policycheck.language.context import Context
from policycheck.language.judge import of_nothing
from policycheck.language.judgement import Judgement
from policycheck.records import Record

Alike: TypeAlias = tuple[str, str, bool, bool | None]
"""Group, kind, whether it is a test hook, and whether its pods stay: None where it has none."""


class Panel(Record):
    """The policies that judge a resource, the most urgent first.

    `choosing` are their numbers, those together that choose the same items of a resource: it is asked for them once.
    `of_nothing` is what each says where it has nothing to judge, as most have nothing in most resources.
    """

    policies: list[Compiled]
    choosing: list[list[int]]
    of_nothing: list[Judgement]


class Matching:
    """The policies of a run, the most urgent first: what several cannot read is said with the severity it deserves."""

    def __init__(self, policies: Sequence[Compiled], index: Index) -> None:
        self._ordered = sorted(policies, key=lambda compiled: compiled.policy.rank)
        self._index = index
        # One cache a run: it holds the run's own policies.
        self.of_kind = cache(self._of_kind)
        self._alike = cache(self._of_alike)
        self._panel = cache(self._of_panel)

    def of(self, context: Context) -> Panel:
        """Those that judge the resource. Unreadable where it should have pods and its template cannot be read."""
        resource = context.resource
        stays = context.stays if self._index.carries_pods(resource.group, resource.kind) else None
        alike = (resource.group, resource.kind, context.hook == "test", stays)
        policies, narrow = self._alike(*alike)
        refusing = [number for number in narrow if not takes_resource(policies[number].policy.match, resource)]
        return self._panel(alike, frozenset(refusing))

    def _of_kind(self, group: str, kind: str) -> list[Compiled]:
        return [one for one in self._ordered if takes_kind(one.policy.match, group, kind, self._index)]

    def _of_alike(self, group: str, kind: str, test: bool, stays: bool | None) -> tuple[list[Compiled], list[int]]:  # noqa: FBT001 - the key of a cache
        """Those of a kind, for a test hook or not and pods that stay or end; the numbers of those that look closer."""
        alike = [
            one
            for one in self.of_kind(group, kind)
            if not (test and one.policy.match.hooks == "exclude") and takes_pods(one.policy.match, stays=stays)
        ]
        return alike, [number for number, one in enumerate(alike) if is_narrow(one.policy.match)]

    def _of_panel(self, alike: Alike, refusing: frozenset[int]) -> Panel:
        """Without those that look closer and do not take the resource."""
        policies = [one for number, one in enumerate(self._alike(*alike)[0]) if number not in refusing]
        return Panel(policies, _choosing_alike(policies), [of_nothing(one) for one in policies])


def _choosing_alike(policies: Sequence[Compiled]) -> list[list[int]]:
    """A choice by the policy's own parameters is like no other."""
    groups: dict[tuple[str, ...] | int, list[int]] = {}
    for number, one in enumerate(policies):
        groups.setdefault(number if one.asks_for_params else one.policy.foreach, []).append(number)
    return list(groups.values())
