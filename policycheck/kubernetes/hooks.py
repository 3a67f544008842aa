"""Which objects Helm runs as hooks, read from their annotations (semantics 0.4)."""

from __future__ import annotations

from typing import Literal

from policycheck.model import Value

HOOK_ANNOTATION = "helm.sh/hook"

HookClass = Literal["test", "job"]
"""`test`: run by `helm test` only. `job`: run once in an install, upgrade, rollback or deletion, as a Job is."""


def hook_class(annotations: Value) -> HookClass | None:
    """Classify an object by its annotations; None for what is no hook.

    The annotation is a comma list in any case ("pre-install, post-upgrade"). An object that runs on any other
    occasion than `helm test` (test, test-success, test-failure) is no test.
    """
    hook = annotations.get(HOOK_ANNOTATION) if isinstance(annotations, dict) else None
    if not isinstance(hook, str):
        return None
    events = [event for part in hook.split(",") if (event := part.strip().lower())]
    if not events:
        return None
    return "test" if all(event == "test" or event.startswith("test-") for event in events) else "job"
