"""What policies say of one render, as a test asks for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from policycheck.config.chosen import means_nothing
from policycheck.config.effective import Config
from policycheck.errors import UsageError, did_you_mean
from policycheck.language.library import is_chosen
from policycheck.model import Origin, Outcome, Policy, Report, dotted
from policycheck.records import Record
from policycheck.reporters import render

__tracebackhide__ = True  # pytest shows the test's own lines


class Found(Record):
    """A finding of a failed policy: `resource` is `Deployment/web`, `path` dotted, `line` one of the render.

    `template` and `template_line` are those that printed it, `values_key` the key it follows, as far as known.
    """

    policy: str
    resource: str
    path: str
    message: str
    line: int | None
    template: str | None = None
    template_line: int | None = None
    values_key: str | None = None


class Verdicts(Record):
    """A report, and what a test asks of it."""

    report: Report

    @property
    def failed(self) -> tuple[str, ...]:
        """The policies with a finding, of whatever severity; what breaks first comes first."""
        return _ids(self._failures())

    @property
    def findings(self) -> tuple[Found, ...]:
        return tuple(
            Found(
                outcome.policy.id,
                f"{outcome.resource.kind}/{outcome.resource.name}",
                dotted(finding.path),
                finding.message,
                finding.line,
                *_origin(finding.origin),
            )
            for outcome in self._failures()
            for finding in outcome.findings
            if finding.exception is None
        )

    def passed(self, policy: str) -> bool:
        """Whether the policy judged something and found nothing. UsageError for one that did not run."""
        ran = [one.id for one in self.report.policies]
        if policy not in ran:
            raise UsageError(f'the policy "{policy}" did not run{did_you_mean(policy, ran)}')
        statuses = {outcome.status for outcome in self.report.outcomes if outcome.policy.id == policy}
        return "pass" in statuses and not statuses & {"fail", "error"}

    @property
    def text(self) -> str:
        """The report as `policycheck` prints it."""
        return render(self.report)

    def assert_fails(self, policies: Collection[str] = ()) -> None:
        """Exactly these policies fail. Below the gate one may fail unnamed; what was not checked fails every time."""
        expected = _known(policies, self.report.policies)
        gated = {outcome.policy.id for outcome in self._failures() if self.report.fails(outcome.severity)}
        wrong = [f"{policy} fails" for policy in self.failed if policy in gated - expected]
        wrong += [f"{policy} does not fail" for policy in policies if policy not in self.failed]
        wrong += [f"not checked: {reason}" for reason in self.report.not_checked]
        wrong += [note.text for note in self.report.notes if note.level == "error"]
        if wrong:
            raise AssertionError(f"{'; '.join(wrong)}\n\n{self.text}")

    def assert_passed(self) -> None:
        """Fail with the report where the verdict is not "passed"."""
        self.assert_fails()

    def _failures(self) -> list[Outcome]:
        failed = [outcome for outcome in self.report.outcomes if outcome.status == "fail"]
        return sorted(failed, key=lambda outcome: outcome.policy.rank)


def chosen(config: Config, policies: Sequence[str] | None) -> Config:
    """The settings with only these policies: ids, tags or globs, those that are off too. UsageError for an unknown."""
    if policies is None:
        return config
    if isinstance(policies, str):
        raise UsageError(f'`policies` is a list; write policies=["{policies}"]')
    for choice in policies:
        if not any(is_chosen(policy, choice) for policy in config.known):
            raise UsageError(means_nothing(choice, config.known))
    running = {policy.id: policy for policy in config.policies}
    meant = [policy.id for policy in config.known if any(is_chosen(policy, choice) for choice in policies)]
    known = {policy.id: policy for policy in config.known}
    return config._replace(policies=tuple(running.get(policy, known[policy]) for policy in meant))


def _origin(origin: Origin | None) -> tuple[str | None, int | None, str | None]:
    return (origin.template, origin.line, origin.values_key) if origin else (None, None, None)


def _ids(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(outcome.policy.id for outcome in outcomes))


def _known(ids: Collection[str], policies: Sequence[Policy]) -> set[str]:
    """The ids as a set; UsageError for one that did not run: it could never fail."""
    if isinstance(ids, str):
        raise UsageError(f'`fails` is a list; write fails=["{ids}"]')
    ran = [policy.id for policy in policies]
    for one in ids:
        if one not in ran:
            raise UsageError(f'`fails`: the policy "{one}" did not run{did_you_mean(one, ran)}')
    return set(ids)
