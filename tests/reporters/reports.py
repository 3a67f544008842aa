"""Reports made by hand and by Hypothesis, for the tests of what prints them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from policycheck.model import (
    SEVERITIES,
    STATUSES,
    Document,
    Finding,
    Gate,
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
from tests.effort import tries

T = TypeVar("T")

FEW = tries(50)
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


_HOSTILE = ("\x1b[31m", "a\nb", "\ud800", "::error::x", "##vso[x]", "\u202e", "")


class _Dealer:
    """Deals out values by a seed; half of the texts are the known bad ones."""

    def __init__(self, seed: int, texts: Sequence[str]) -> None:
        self.random = Random(seed)  # noqa: S311 - no secret
        self._texts = texts

    def text(self) -> str:
        return self.random.choice(self.random.choice((_HOSTILE, self._texts)))

    def word(self) -> str:
        return "".join(self.random.choices("abcdefgh-", k=self.random.randint(1, 8)))

    def maybe(self, deal: Callable[[], T]) -> T | None:
        return deal() if self.random.random() < 0.5 else None

    def up_to(self, most: int, deal: Callable[[], T]) -> tuple[T, ...]:
        return tuple(deal() for _ in range(self.random.randint(0, most)))

    def line(self) -> int:
        return self.random.choice((1, 2, self.random.randint(1, 10**6)))

    def severity(self) -> Severity:
        return self.random.choice(SEVERITIES)

    def path(self) -> tuple[str | int, ...]:
        return self.up_to(5, lambda: self.random.choice((self.text(), self.random.randint(0, 99))))

    def origin(self) -> Origin:
        text, maybe = self.text, self.maybe
        return Origin(text(), maybe(self.line), text(), maybe(text), maybe(text), maybe(self.line), text())

    def finding(self) -> Finding:
        place = self.path(), self.text(), self.maybe(self.line), self.maybe(self.line)
        return Finding(*place, origin=self.maybe(self.origin))

    def policy(self, name: str) -> Policy:
        return policy(name, self.severity(), remediation=self.text())

    def resource(self, line: int) -> Resource:
        document = Document(self.text(), line, memoryview(b""), self.maybe(self.text), None)
        names = self.text(), self.text(), self.text(), self.text()
        return Resource(*names, self.maybe(self.text), {}, document, base=self.path(), render=self.text())

    def outcome(self, policy: Policy, resource: Resource) -> Outcome:
        status = self.random.choice(STATUSES)
        return Outcome(policy, resource, self.severity(), status, self.up_to(3, self.finding), self.maybe(self.text))

    def render(self) -> Render:
        return Render(self.text(), self.maybe(self.text), (), None)

    def left_out(self) -> LeftOut:
        return LeftOut(self.text(), self.maybe(self.line), self.text(), self.random.random() < 0.5)

    def note(self) -> Note:
        return Note(self.severity(), self.maybe(self.text), self.maybe(self.line), self.text())


_texts = st.lists(st.text(max_size=30), min_size=1, max_size=6)
_sizes = st.sampled_from((2, 1, 3, 4, 0))
_gates: st.SearchStrategy[Gate] = st.sampled_from(("error", "warning", "info", "never"))


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Any report that an engine could make: no policy judges a resource twice, no two resources share a place.

    Hypothesis draws, and so shrinks, the texts and the sizes; who gets what is dealt out, a hundred times quicker.
    """
    dealer = _Dealer(draw(st.integers(0, 2**32)), draw(_texts))
    policies = tuple(map(dealer.policy, sorted({dealer.word() for _ in range(draw(_sizes))})))
    resources = list(map(dealer.resource, dealer.random.sample(range(1, 99), draw(_sizes))))
    judged = [(policy, resource) for resource in resources for policy in policies if dealer.random.random() < 0.8]
    dealer.random.shuffle(judged)
    return Report(
        policies=policies,
        outcomes=tuple(dealer.outcome(*pair) for pair in judged),
        renders=dealer.up_to(2, dealer.render),
        loaded=(Loaded("stdin", len(resources), len(resources)),),
        left_out=dealer.up_to(5, dealer.left_out),
        notes=dealer.up_to(3, dealer.note),
        fail_on=draw(_gates),
    )
