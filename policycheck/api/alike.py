"""Renders that say the same: judged once, where no policy asks what tells their versions of Kubernetes apart.

Most charts render alike for all versions that are asked for, and no join leaves its render: the same text beside the
same charts, for the same release, has the same outcomes. That is not so for versions: each is asked what the first one
was asked, and what would be answered otherwise is judged by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import TypeAlias

from policycheck.index.charts import CHARTS
from policycheck.kubernetes.asked_version import AskedVersion
from policycheck.language.context import Releases
from policycheck.model import Outcome, Resource
from policycheck.records import Record

JudgeThese: TypeAlias = Callable[[Sequence[Resource], Releases], Sequence[Outcome]]
"""The outcomes of resources, in their order, as of these releases."""

_Key: TypeAlias = tuple[object, ...]


class _Scope(Record):
    """The resources of a render, and what they say and stand beside; no key where nothing is known to be alike."""

    render: str
    resources: Sequence[Resource]
    key: _Key | None


class _Known(Record):
    """A render that was judged: what was asked of its version, and the outcomes of each of its resources."""

    asked: AskedVersion
    outcomes: Sequence[Sequence[Outcome]]


class Alike:
    """The renders of a run that were judged."""

    def __init__(self) -> None:
        self._known: dict[_Key, list[_Known]] = {}

    def outcomes(
        self, resources: Sequence[Resource], around: Sequence[Resource], releases: Releases, judge: JudgeThese
    ) -> list[Outcome]:
        """The outcomes of resources with others `around` them, in their order."""
        first: list[_Scope] = []
        later: list[_Scope] = []
        met: set[_Key | None] = set(self._known)
        for scope in _scopes(resources, around, releases):
            (later if scope.key in met else first).append(scope)
            if scope.key:
                met.add(scope.key)
        found = self._judged(first, releases, judge)
        for scope in later:
            found |= self._as_before(scope, releases) or self._judged([scope], releases, judge)
        return list(chain(*(found[id(one.body)] for one in resources)))

    def _judged(self, scopes: Sequence[_Scope], releases: Releases, judge: JudgeThese) -> dict[int, list[Outcome]]:
        """By the id() of a resource's body. What was asked of the versions is remembered with the outcomes."""
        known = {one.render: releases.of_renders[one.render] for one in scopes if one.key}
        asked = {render: AskedVersion(release.kube_version) for render, release in known.items()}
        asking = {render: release._replace(kube_version=asked[render]) for render, release in known.items()}
        resources = [one for scope in scopes for one in scope.resources]
        found: dict[int, list[Outcome]] = {id(one.body): [] for one in resources}
        for outcome in judge(resources, releases._replace(of_renders={**releases.of_renders, **asking})):
            found[id(outcome.resource.body)].append(outcome)
        for scope in scopes:
            if scope.key:
                outcomes = [found[id(one.body)] for one in scope.resources]
                self._known.setdefault(scope.key, []).append(_Known(asked[scope.render], outcomes))
        return found

    def _as_before(self, scope: _Scope, releases: Releases) -> dict[int, list[Outcome]] | None:
        """The outcomes of a render that says the same, if its version would have been judged the same."""
        version = releases.of_renders[scope.render].kube_version
        for known in self._known.get(scope.key or (), ()):
            if known.asked.would_answer_as(version):
                pairs = zip(scope.resources, known.outcomes, strict=True)
                return {id(one.body): [outcome._replace(resource=one) for outcome in of] for one, of in pairs}
        return None


def _scopes(resources: Sequence[Resource], around: Sequence[Resource], releases: Releases) -> Iterator[_Scope]:
    """In their order; only the renders of which the release is known have a key."""
    charts = tuple(id(one.body) for one in chain(resources, around) if one.render == CHARTS[0])
    scopes: dict[str, list[Resource]] = {}
    for resource in resources:
        scopes.setdefault(resource.render, []).append(resource)
    for render, several in scopes.items():
        release = releases.of_renders.get(render)
        key = (release.name, release.namespace, charts, *map(_said, several)) if release else None
        yield _Scope(render, several, key)


def _said(resource: Resource) -> _Key:
    document = resource.document
    return document.text, document.line, document.template, resource.base, resource.namespace
