"""Which policies run and as what, layer by layer: the last one to say something wins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from policycheck.config.origin import COMMAND_LINE, DEFAULT, Origin, Setting
from policycheck.errors import PolicycheckError, UsageError, did_you_mean
from policycheck.language.library import is_chosen
from policycheck.model import Path, Policy, Value, dotted

if TYPE_CHECKING:
    from policycheck.config.settings import PolicySettings, Settings


class Chosen:
    """Policies by id, as the layers so far make them, and where it was said; `said` is by the name of a setting."""

    def __init__(self, known: Iterable[Policy]) -> None:
        self.policies = {policy.id: policy for policy in known}
        self.on = {policy.id: policy.default for policy in self.policies.values()}
        self.said: dict[str, Setting] = {}
        for policy_id, on in self.on.items():
            self._say(policy_id, value=on, origin=DEFAULT)

    def running(self) -> tuple[Policy, ...]:
        return tuple(policy for policy in self.policies.values() if self.on[policy.id])

    def apply(self, settings: Settings) -> None:
        """One file: first what it enables, then what it says of single policies, which is nearer."""
        for choice, path in settings.enable:
            if not self._switch(choice, Origin(settings.source, path), on=True):
                raise unknown_choice(settings, path, choice, self.policies.values())
        for policy_id, wanted in settings.policies.items():
            if policy_id not in self.policies:
                near = did_you_mean(policy_id, self.policies) or "; `policycheck list` names them all"
                raise _refused(settings, wanted.path, f'no policy has the id "{policy_id}"{near}')
            self._configure(policy_id, wanted, settings)

    def override(self, choices: Iterable[str], *, on: bool) -> None:
        """What the command line switches; UsageError for a word that means no policy."""
        for choice in choices:
            if not self._switch(choice, COMMAND_LINE, on=on):
                raise UsageError(means_nothing(choice, self.policies.values()))

    def _switch(self, choice: str, origin: Origin, *, on: bool) -> bool:
        """Switch what an id, tag or glob means; whether it means anything."""
        meant = [policy.id for policy in self.policies.values() if is_chosen(policy, choice)]
        for policy_id in meant:
            self.on[policy_id] = on
            self._say(policy_id, value=on, origin=origin)
        return bool(meant)

    def _configure(self, policy_id: str, wanted: PolicySettings, settings: Settings) -> None:
        origin = Origin(settings.source, wanted.path)
        if wanted.on is not None:
            self.on[policy_id] = wanted.on
            self._say(policy_id, value=wanted.on, origin=origin)
        if wanted.severity is not None:
            self.policies[policy_id] = self.policies[policy_id]._replace(severity=wanted.severity)
            severity = Origin(settings.source, (*wanted.path, "severity"))
            self._say(f"{policy_id}.severity", value=wanted.severity, origin=severity)
        for name, value in wanted.params.items():
            path = (*wanted.path, "params", name)
            self.policies[policy_id] = _with_parameter(self.policies[policy_id], name, value, settings, path)
            self._say(f"{policy_id}.params.{name}", value=value, origin=Origin(settings.source, path))

    def _say(self, name: str, *, value: Value, origin: Origin) -> None:
        self.said[name] = Setting(f"policies.{name}", value, origin)


def unknown_choice(settings: Settings, path: Path, choice: str, policies: Iterable[Policy]) -> PolicycheckError:
    """The error for a word of a file that means no policy."""
    return _refused(settings, path, means_nothing(choice, policies))


def means_nothing(choice: str, policies: Iterable[Policy]) -> str:
    words = ["all", *(word for policy in policies for word in (policy.id, *policy.tags))]
    return f'no policy has the id or tag "{choice}"{did_you_mean(choice, words)}; see `policycheck list`'


def _with_parameter(policy: Policy, name: str, value: Value, settings: Settings, path: Path) -> Policy:
    """The policy with another value for a parameter, if it is one that the parameter's JSON Schema takes."""
    from policycheck.language.schema import violation  # noqa: PLC0415 - few runs set parameters

    if name not in policy.params:
        has = f"it has {', '.join(policy.params)}" if policy.params else "it has none"
        near = did_you_mean(name, policy.params) or f"; {has}"
        raise _refused(settings, path, f'{policy.id} has no parameter "{name}"{near}')
    schema = policy.params[name]
    if problem := violation(schema, value):
        from json import dumps  # noqa: PLC0415 - only an error shows a schema

        raise _refused(settings, path, f"the value {problem}; the parameter takes {dumps(schema)}")
    return policy._replace(params={**policy.params, name: {**schema, "default": value}})


def _refused(settings: Settings, path: Path, message: str) -> PolicycheckError:
    return settings.root.error(f"`{dotted(path)}`: {message}", *path)
