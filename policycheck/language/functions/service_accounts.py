"""The ServiceAccount that a pod runs as."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.index.service_accounts import bindings_of_account, token_is_mounted
from policycheck.kubernetes import reading
from policycheck.language.functions.relations import bodies
from policycheck.language.items import reading_at
from policycheck.model import Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings


def mounts_token(bindings: Bindings) -> bool:
    """`mounts_token()`: whether the pods get their ServiceAccount's token; the pod decides, then the account."""
    context = bindings.context
    with reading_at(context.pod_spec.path):
        return token_is_mounted(context.index, context.resource, reading.mapping(context.pod_spec.value, "a pod spec"))


def granted_by(bindings: Bindings) -> list[Value]:
    """`granted_by()`: RoleBindings and ClusterRoleBindings of the render that name the pods' ServiceAccount."""
    context = bindings.context
    with reading_at(context.pod_spec.path):
        pod_spec = reading.mapping(context.pod_spec.value, "a pod spec")
        return bodies(bindings_of_account(context.index, context.resource, pod_spec))


FUNCTIONS: dict[str, Callable[..., Value]] = {"mounts_token": mounts_token, "granted_by": granted_by}
