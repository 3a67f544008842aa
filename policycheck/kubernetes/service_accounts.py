"""Whether a pod gets the token of its ServiceAccount, and what grants that account something (semantics B1.14)."""

from __future__ import annotations

from collections.abc import Mapping

from policycheck.kubernetes import reading
from policycheck.model import Value

DEFAULT = "default"
AUTOMOUNT = "automountServiceAccountToken"


def account_name(pod_spec: Mapping[str, Value]) -> str:
    """The ServiceAccount of a pod, by the field of today or by `serviceAccount`, which it replaced."""
    written = pod_spec.get("serviceAccountName") or pod_spec.get("serviceAccount")
    return reading.text(written, "the name of a ServiceAccount") or DEFAULT


def mounts_token(body: Mapping[str, Value]) -> bool | None:
    """What a pod spec or a ServiceAccount says of the token; None where it says nothing."""
    written = body.get(AUTOMOUNT)
    if written is None or isinstance(written, bool):
        return written
    raise reading.refused(written, "true or false")


def names_account(binding: Mapping[str, Value], name: str, namespace: str | None) -> bool:
    """Whether a RoleBinding or ClusterRoleBinding grants something to an account, by name or as one of a group.

    A namespace that is not known may be any.
    """
    groups = {"system:serviceaccounts", f"system:serviceaccounts:{namespace}", "system:authenticated"}
    for one in reading.sequence(binding.get("subjects"), "a list of subjects"):
        subject = reading.mapping(one, "a subject")
        if subject.get("kind") == "Group" and subject.get("name") in groups:
            return True
        if subject.get("kind") == "ServiceAccount" and subject.get("name") == name:
            known = {subject.get("namespace") or None, namespace} - {None}
            if len(known) <= 1:
                return True
    return False


def only_accounts(binding: Mapping[str, Value]) -> frozenset[str] | None:
    """The names of the accounts that a binding may take; None where it takes groups too, or cannot be read."""
    subjects = binding.get("subjects")
    if not isinstance(subjects, list):
        return None
    names: set[str] = set()
    for subject in subjects:
        if not isinstance(subject, dict) or subject.get("kind") != "ServiceAccount":
            return None
        names.add(str(subject.get("name")))
    return frozenset(names)
