"""What must hold of any exceptions on a fixed render."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from policycheck import Overrides, configure, engine
from policycheck.config.excepting import Excepted, except_findings
from policycheck.index import Index
from policycheck.language.compiled import compile_policy
from policycheck.language.context import Releases
from policycheck.model import Match, Outcome, Path, PolicyException
from policycheck.sources.inputs import Input
from policycheck.sources.loading import load
from tests.config.runs import POLICIES, deployment
from tests.effort import tries

MANIFESTS = "---\n".join(
    [
        deployment("web", annotations='policycheck.dev/except.limit-set: "x; until 2026-11-01"'),
        deployment("web", namespace="other", of_pods='policycheck.dev/except.owner-set: "x; until 2026-10-31"'),
        deployment("job-1"),
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web, namespace: shop, labels: {app: web}}\n",
    ]
)
TODAY, YESTERDAY = "2026-11-01", "2026-10-31"
CONFIG = configure(overrides=Overrides(policies=POLICIES, bundled=False))

Covered = dict[tuple[str, str, str | None, str, Path], bool]

_globs = st.sampled_from(["web", "job-1", "w*", "*", "*-1", "other", "shop", "nobody", "[wj]*", "????"])
_choices = st.lists(_globs, max_size=2).map(tuple)
_matches = st.builds(
    Match,
    kinds=st.lists(st.sampled_from(["Deployment", "ConfigMap", "apps/*", "*"]), max_size=2).map(tuple),
    api_versions=st.sampled_from([(), ("apps/v1",), ("v*",)]),
    names=_choices,
    namespaces=_choices,
    labels=st.dictionaries(st.sampled_from(["app", "owner"]), _globs, max_size=1),
)
_exceptions = st.builds(
    PolicyException,
    policy=st.sampled_from(["owner-set", "limit-set", "house", "*", "pod-*"]),
    match=_matches,
    container=st.none() | st.sampled_from(["main", "m*", "*"]),
    template=st.none() | st.sampled_from(["*/web.yaml", "shop/charts/redis/*", "shop/templates/*"]),
    reason=st.just("reason"),
    expires=st.sampled_from([None, TODAY, "2027-01-01"]),
    source=st.just("policycheck.yaml"),
    path=st.just(("exceptions", 0)),
)
_several = st.lists(_exceptions, max_size=6)


@cache
def judged() -> tuple[Index, tuple[Outcome, ...]]:
    contents = load([Input("stdin", MANIFESTS.encode())])
    index = Index(contents.resources)
    compiled = [compile_policy(policy) for policy in POLICIES]
    return index, tuple(engine.check(contents.resources, compiled, index, Releases()))


def excepted(exceptions: Sequence[PolicyException]) -> Excepted:
    index, outcomes = judged()
    return except_findings(outcomes, index, CONFIG._replace(exceptions=tuple(exceptions)), today=TODAY)


def covered(found: Excepted) -> Covered:
    """Each finding, and whether an exception covers it."""
    return {
        (one.policy.id, one.resource.kind, one.resource.namespace, one.resource.name, finding.path): finding.exception
        is not None
        for one in found.outcomes
        for finding in one.findings
    }


@tries(80)
@given(_several, _exceptions)
def test_an_exception_more_never_adds_a_finding_that_counts(
    exceptions: list[PolicyException], more: PolicyException
) -> None:
    before, after = covered(excepted(exceptions)), covered(excepted([*exceptions, more]))
    assert before.keys() == after.keys()
    assert all(after[finding] for finding in before if before[finding])


@tries(80)
@given(_several, _exceptions)
def test_an_expired_one_changes_nothing_but_notes(exceptions: list[PolicyException], more: PolicyException) -> None:
    before, after = excepted(exceptions), excepted([*exceptions, more._replace(expires=YESTERDAY)])
    assert after.outcomes == before.outcomes
    assert len(after.notes) == len(before.notes) + 1


@tries(80)
@given(_several.flatmap(lambda exceptions: st.tuples(st.just(exceptions), st.permutations(exceptions))))
def test_their_order_does_not_change_what_is_excepted(
    orders: tuple[list[PolicyException], list[PolicyException]],
) -> None:
    one, other = map(excepted, orders)
    assert covered(one) == covered(other)
    assert sorted(note.text for note in one.notes) == sorted(note.text for note in other.notes)
    assert [outcome.status for outcome in one.outcomes] == [outcome.status for outcome in other.outcomes]


@tries(80)
@given(_several)
def test_each_covers_what_it_covers_alone(exceptions: list[PolicyException]) -> None:
    """The tables in which they are looked up lose none and mix up none."""
    alone = [covered(excepted([exception])) for exception in exceptions]
    together = covered(excepted(exceptions))
    annotated = covered(excepted([]))
    assert together == {finding: annotated[finding] or any(one[finding] for one in alone) for finding in together}
