"""The ServiceAccount of a resource's pods, and what the render grants to it."""

from __future__ import annotations

from functools import partial

from policycheck.index.elsewhere import reading_of
from policycheck.index.joins import Index, scope_of
from policycheck.kubernetes.service_accounts import AUTOMOUNT, account_name, mounts_token, names_account, only_accounts
from policycheck.model import Resource, Value

_BINDINGS = ("RoleBinding", "ClusterRoleBinding")


def token_is_mounted(index: Index, resource: Resource, pod_spec: dict[str, Value]) -> bool:
    """Whether pods with this spec get a token: they decide before their ServiceAccount, and who says nothing wants it.

    What a ServiceAccount outside of the render says is not known.
    """
    said = mounts_token(pod_spec)
    account = index.named("ServiceAccount", account_name(pod_spec), scope_of(resource))
    if said is None and account:
        said = reading_of(account, partial(mounts_token, account.body), path=(AUTOMOUNT,))
    return said is not False


def bindings_of_account(index: Index, resource: Resource, pod_spec: dict[str, Value]) -> list[Resource]:
    """RoleBindings and ClusterRoleBindings of the render, in any namespace, whose subjects take the pods' account."""
    name = account_name(pod_spec)
    return [
        found
        for found, only in _bindings(index, resource.render)
        if (only is None or name in only)
        and reading_of(found, partial(names_account, found.body, name, resource.namespace), path=("subjects",))
    ]


def _bindings(index: Index, render: str) -> list[tuple[Resource, frozenset[str] | None]]:
    """Those of a render, and of those that take a few accounts by name alone which names: looked at once for all."""
    return index.remembered(
        ("bindings", render),
        lambda: [
            (found, only_accounts(found.body))
            for kind in _BINDINGS
            for scope in index.scopes(render)
            for found in index.of_kind(kind, scope)
        ],
    )
