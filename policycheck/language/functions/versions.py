"""What the version of Kubernetes has."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.errors import UsageError
from policycheck.kubernetes.reading import refused
from policycheck.kubernetes.versions import parse_kube_version
from policycheck.language.functions.strings import needed_text
from policycheck.model import Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings


def kube_at_least(bindings: Bindings, version: Value) -> bool:
    """`kube_at_least('1.29')`: whether the manifests are for this version of Kubernetes or a newer one."""
    try:
        wanted = parse_kube_version(needed_text(version, "a Kubernetes version"))
    except UsageError:
        raise refused(version, "a Kubernetes version") from None
    return bindings.context.release.kube_version >= wanted


FUNCTIONS: dict[str, Callable[..., Value]] = {"kube_at_least": kube_at_least}
