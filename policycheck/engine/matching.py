"""Which policies judge a resource: told once for all resources of a kind whose pods live alike."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from policycheck.index import Index
from policycheck.language.choice import is_narrow, takes_kind, takes_pods, takes_resource
from policycheck.language.compiled import Compiled
from policycheck.language.context import Context


class Matching:
    """The policies of a run, the most urgent first: what several cannot read is said with the severity it deserves."""

    def __init__(self, policies: Sequence[Compiled], index: Index) -> None:
        self._ordered = sorted(policies, key=lambda compiled: compiled.policy.rank)
        self._index = index
        # One cache a run: it holds the run's own policies.
        self.of_kind = cache(self._of_kind)
        self._alike = cache(self._of_alike)

    def of(self, context: Context) -> list[Compiled]:
        """Those that judge the resource. Unreadable where it should have pods and its template cannot be read."""
        resource = context.resource
        stays = context.stays if self._index.carries_pods(resource.group, resource.kind) else None
        alike, narrow = self._alike(resource.group, resource.kind, context.hook == "test", stays)
        if not narrow:
            return alike
        return [one for one in alike if not is_narrow(one.policy.match) or takes_resource(one.policy.match, resource)]

    def _of_kind(self, group: str, kind: str) -> list[Compiled]:
        return [one for one in self._ordered if takes_kind(one.policy.match, group, kind, self._index)]

    def _of_alike(self, group: str, kind: str, test: bool, stays: bool | None) -> tuple[list[Compiled], bool]:  # noqa: FBT001 - the key of a cache
        """Those of a kind, for a test hook or not and pods that stay or end; whether one of them looks closer."""
        alike = [
            one
            for one in self.of_kind(group, kind)
            if not (test and one.policy.match.hooks == "exclude") and takes_pods(one.policy.match, stays=stays)
        ]
        return alike, any(is_narrow(one.policy.match) for one in alike)
