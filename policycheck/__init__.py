"""Helm and Kubernetes manifest policies as data, for programs: objects in, a report out.

>>> import policycheck
>>> owner = policycheck.policy({
...     "id": "owner-set",
...     "title": "Every Deployment says who owns it",
...     "severity": "error",
...     "match": {"kind": "Deployment"},
...     "assert": "metadata.labels.owner",
...     "at": "metadata.labels",
... })
>>> web = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "labels": {"app": "web"}}}
>>> config = policycheck.configure(overrides=policycheck.Overrides(policies=[owner], bundled=False))
>>> report = policycheck.check_resources([web], config=config)
>>> report.verdict
'failed'
>>> [(outcome.resource.name, finding.path) for outcome in report.outcomes for finding in outcome.findings]
[('web', ('metadata', 'labels'))]

`check` reads files and folders instead, `configure` a policycheck.yaml; without a config the bundled policies run.
`render` gives a report in any format, as text, json or sarif. `run_examples` proves policies by their examples.
Whatever cannot mean anything raises a PolicycheckError that says what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policycheck.api import check, check_resources
    from policycheck.authoring.examples import run_examples
    from policycheck.config.effective import Config, Overrides, configure
    from policycheck.errors import PolicycheckError
    from policycheck.language.policy_object import policy
    from policycheck.model import Policy, Report
    from policycheck.reporters import render
    from policycheck.reporters.view import View

__all__ = [
    "Config",
    "Overrides",
    "Policy",
    "PolicycheckError",
    "Report",
    "View",
    "check",
    "check_resources",
    "configure",
    "policy",
    "render",
    "run_examples",
]

_HOMES = {
    "Config": "policycheck.config.effective",
    "Overrides": "policycheck.config.effective",
    "Policy": "policycheck.model",
    "PolicycheckError": "policycheck.errors",
    "Report": "policycheck.model",
    "View": "policycheck.reporters.view",
    "check": "policycheck.api",
    "check_resources": "policycheck.api",
    "configure": "policycheck.config.effective",
    "policy": "policycheck.language.policy_object",
    "render": "policycheck.reporters",
    "run_examples": "policycheck.authoring.examples",
}

if not TYPE_CHECKING:  # a type checker would take every name for one of ours

    def __getattr__(name: str) -> object:
        """Import what is asked for: `policycheck --help` asks for nothing."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module  # noqa: PLC0415 - idem

        return getattr(import_module(_HOMES[name]), name)

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
