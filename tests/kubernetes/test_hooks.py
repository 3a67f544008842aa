from __future__ import annotations

import pytest

from policycheck.kubernetes.hooks import HookClass, hook_class
from policycheck.model import Value


@pytest.mark.parametrize(
    ("hook", "classed"),
    [
        ("test", "test"),
        ("test-success", "test"),
        ("test-failure", "test"),
        (" Test ", "test"),
        ("test,test-success", "test"),
        ("pre-install", "job"),
        ("post-install, pre-upgrade", "job"),
        ("post-install,test", "job"),
        ("testing", "job"),
        ("", None),
        (" , ", None),
        (None, None),
        (True, None),
    ],
)
def test_a_hook_is_classed_by_when_it_runs(hook: Value, classed: HookClass | None) -> None:
    assert hook_class({"helm.sh/hook": hook, "helm.sh/hook-weight": "5"}) == classed


@pytest.mark.parametrize("annotations", [None, {}, {"helm.sh/hook-weight": "1"}, ["helm.sh/hook"], "test"], ids=repr)
def test_what_has_no_hook_annotation_is_no_hook(annotations: Value) -> None:
    assert hook_class(annotations) is None
