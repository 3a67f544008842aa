"""Findings that somebody accepted, with a reason and for a time. Looked up by what they name, never scanned for."""

from __future__ import annotations

from collections.abc import Iterable

from policycheck.config.carried import Carried
from policycheck.config.covering import covers_finding, covers_resource
from policycheck.config.expiry import has_expired
from policycheck.config.shelf import Shelf
from policycheck.language.library import is_chosen
from policycheck.model import Finding, Outcome, Policy, PolicyException, Resource

_FOREVER = "9999-99-99"


class Exceptions:
    """The exceptions that apply today; remembers which of them covered something."""

    def __init__(
        self,
        exceptions: Iterable[PolicyException],
        on_resources: Iterable[Carried],
        policies: Iterable[Policy],
        *,
        today: str,
    ) -> None:
        """Those of the settings; those that stand on a resource and cover nothing else; the policies that run."""
        alive = [exception for exception in exceptions if not has_expired(exception, today)]
        self._used: set[int] = set()
        self._order = {id(exception): number for number, exception in enumerate(alive)}
        by_word: dict[str, list[PolicyException]] = {}
        for exception in alive:
            by_word.setdefault(exception.policy, []).append(exception)
        shelves = {word: Shelf(found) for word, found in by_word.items()}
        self._shelves = {
            policy.id: [shelf for word, shelf in shelves.items() if is_chosen(policy, word)] for policy in policies
        }
        self._carried: dict[tuple[str, int], list[PolicyException]] = {}
        for resource, _, found, _ in on_resources:
            if found is not None and not has_expired(found, today):
                self._carried.setdefault((found.policy, id(resource)), []).append(found)

    def hides_nothing(self, exception: PolicyException) -> bool:
        """Whether an exception has covered no finding so far."""
        return id(exception) not in self._used

    def marked(self, outcome: Outcome) -> Outcome:
        """The outcome with each covered finding marked; excepted when all of them are."""
        covering = self._covering(outcome) if outcome.status == "fail" else ()
        if not covering:
            return outcome
        findings = tuple(self._marked(finding, outcome.resource, covering) for finding in outcome.findings)
        excepted = all(finding.exception is not None for finding in findings)
        return outcome._replace(findings=findings, status="excepted" if excepted else "fail")

    def _covering(self, outcome: Outcome) -> list[PolicyException]:
        """Those that take policy and resource. The one that lasts longest comes first: it says until when."""
        resource, policy_id = outcome.resource, outcome.policy.id
        covering = [
            exception
            for shelf in self._shelves[policy_id]
            for exception in shelf.candidates(resource)
            if covers_resource(exception, resource)
        ]
        covering += self._carried.get((policy_id, id(resource)), ())
        return sorted(covering, key=self._rank, reverse=True)

    def _rank(self, exception: PolicyException) -> tuple[str, int]:
        return exception.expires or _FOREVER, -self._order.get(id(exception), -1)

    def _marked(self, finding: Finding, resource: Resource, covering: Iterable[PolicyException]) -> Finding:
        found = [exception for exception in covering if covers_finding(exception, resource, finding.path)]
        self._used.update(map(id, found))
        return finding._replace(exception=found[0]) if found else finding
