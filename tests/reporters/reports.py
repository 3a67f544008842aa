"""Reports made by hand and by Hypothesis, for the tests of what prints them."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

from policycheck.model import (
    SEVERITIES,
    STATUSES,
    Document,
    Finding,
    LeftOut,
    Loaded,
    Match,
    Moment,
    Note,
    Origin,
    Outcome,
    Policy,
    Render,
    Report,
    Resource,
    Severity,
)

FEW = settings(max_examples=50, deadline=None)
"""Reports are big: a few of them find what there is, and a busy machine is no failure."""

POD_SPEC = ("spec", "template", "spec")


def policy(
    name: str, severity: Severity = "error", *, remediation: str = "Mend it.", breaks: Moment | None = None
) -> Policy:
    return Policy(
        id=name,
        area="area",
        title=f"Title of {name}",
        severity=severity,
        default=True,
        tags=(),
        rationale="It breaks.",
        remediation=remediation,
        references=(),
        source=f"policies/area/{name}.yaml",
        match=Match(),
        params={},
        foreach=(),
        when=None,
        asserts=("x",),
        schema=None,
        at=None,
        message=None,
        fix=None,
        breaks=breaks,
    )


def resource(kind: str = "Deployment", name: str = "web", *, line: int = 1, source: str = "stdin") -> Resource:
    template = f"shop/templates/{kind.lower()}.yaml"
    document = Document(source, line, memoryview(b""), template, {})
    return Resource("apps/v1", "apps", kind, name, "shop", {}, document)


def finding(message: str, line: int | None = None, path: tuple[str | int, ...] = POD_SPEC) -> Finding:
    return Finding(path, message, line, None if line is None else 7)


def report(*outcomes: Outcome, left_out: tuple[LeftOut, ...] = (), notes: tuple[Note, ...] = ()) -> Report:
    policies = {outcome.policy.id: outcome.policy for outcome in outcomes}
    resources = {id(outcome.resource) for outcome in outcomes}
    return Report(
        policies=tuple(policies.values()),
        outcomes=outcomes,
        renders=(Render("manifests", None, (), None),),
        loaded=(Loaded("stdin", len(resources), len(resources)),),
        left_out=left_out,
        notes=notes,
    )


_hostile = st.text(max_size=30) | st.sampled_from(
    ["\x1b[31m", "a\nb", "\ud800", "::error::x", "##vso[x]", "\u202e", ""]
)
_words = st.text("abcdefgh-", min_size=1, max_size=8)
_lines = st.none() | st.integers(1, 10**6)
_paths = st.lists(_hostile | st.integers(0, 99), max_size=5).map(tuple)
_severities = st.sampled_from(SEVERITIES)
_origins = st.builds(Origin, _hostile, _lines, _hostile, st.none() | _hostile, st.none() | _hostile, _lines, _hostile)
_findings = st.builds(Finding, _paths, _hostile, _lines, _lines, origin=st.none() | _origins)
_policies = st.builds(policy, _words, _severities, remediation=_hostile)
_documents = st.builds(
    Document, _hostile, st.integers(1, 99), st.just(memoryview(b"")), st.none() | _hostile, st.none()
)
_resources = st.builds(
    Resource,
    *[_hostile] * 4,
    namespace=st.none() | _hostile,
    body=st.just({}),
    document=_documents,
    base=_paths,
    render=_hostile,
)
_left_out = st.builds(LeftOut, _hostile, _lines, _hostile, st.booleans())
_notes = st.builds(Note, _severities, st.none() | _hostile, _lines, _hostile)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Any report that an engine could make: no policy judges a resource twice, no two resources share a place."""
    policies = draw(st.lists(_policies, max_size=4, unique_by=lambda policy: policy.id))
    resources = draw(st.lists(_resources, max_size=4, unique_by=lambda resource: resource.document.line))
    outcomes = [
        Outcome(policy, resource, draw(_severities), status, tuple(findings), reason)
        for resource in resources
        for policy in policies
        for status, findings, reason in draw(
            st.lists(
                st.tuples(st.sampled_from(STATUSES), st.lists(_findings, max_size=3), st.none() | _hostile), max_size=1
            )
        )
    ]
    return Report(
        policies=tuple(policies),
        outcomes=tuple(draw(st.permutations(outcomes))),
        renders=tuple(
            draw(st.lists(st.builds(Render, _hostile, st.none() | _hostile, st.just(()), st.none()), max_size=2))
        ),
        loaded=(Loaded("stdin", len(resources), len(resources)),),
        left_out=tuple(draw(st.lists(_left_out, max_size=5))),
        notes=tuple(draw(st.lists(_notes, max_size=3))),
        fail_on=draw(st.sampled_from(("error", "warning", "info", "never"))),
    )
