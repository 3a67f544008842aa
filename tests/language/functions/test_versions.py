"""What the version of Kubernetes has."""

from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from tests.language.functions.calling import called
from tests.language.surroundings import bindings, context


@pytest.mark.parametrize(("version", "has"), [("1.24", True), ("1.33", True), ("v1.33.2", True), ("1.34", False)])
def test_a_version_has_what_it_and_the_older_ones_have(version: str, *, has: bool) -> None:
    pod = "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: []}}"
    assert called("kube_at_least", version, bound=bindings(context(pod, kube_version=(1, 33)))) is has


@pytest.mark.parametrize("version", ["new", "1", "", None, 1.29])
def test_what_is_no_version_is_unreadable(version: object) -> None:
    with pytest.raises(Unreadable):
        called("kube_at_least", version)
