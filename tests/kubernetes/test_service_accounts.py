from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.kubernetes.service_accounts import account_name, mounts_token, names_account
from policycheck.model import Value


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        ({}, "default"),
        ({"serviceAccountName": ""}, "default"),
        ({"serviceAccount": "old"}, "old"),
        ({"serviceAccountName": "web", "serviceAccount": "old"}, "web"),
    ],
)
def test_the_account_of_a_pod(spec: dict[str, Value], name: str) -> None:
    assert account_name(spec) == name


@pytest.mark.parametrize("said", [None, True, False])
def test_who_says_nothing_of_the_token_leaves_it_open(said: bool | None) -> None:  # noqa: FBT001 - the table
    assert mounts_token({"automountServiceAccountToken": said}) is said
    assert mounts_token({}) is None


@pytest.mark.parametrize(
    ("subject", "named"),
    [
        ({"kind": "ServiceAccount", "name": "web", "namespace": "shop"}, True),
        ({"kind": "ServiceAccount", "name": "web"}, True),
        ({"kind": "ServiceAccount", "name": "web", "namespace": "other"}, False),
        ({"kind": "ServiceAccount", "name": "other", "namespace": "shop"}, False),
        ({"kind": "User", "name": "web"}, False),
        ({"kind": "Group", "name": "system:serviceaccounts"}, True),
        ({"kind": "Group", "name": "system:serviceaccounts:shop"}, True),
        ({"kind": "Group", "name": "system:serviceaccounts:other"}, False),
    ],
)
def test_a_binding_names_an_account(subject: Value, named: bool) -> None:  # noqa: FBT001 - the table
    assert names_account({"subjects": [{"kind": "User", "name": "u"}, subject]}, "web", "shop") is named


def test_where_the_release_lives_may_be_unknown() -> None:
    subject: Value = {"kind": "ServiceAccount", "name": "web", "namespace": "shop"}
    assert names_account({"subjects": [subject]}, "web", None)


@pytest.mark.parametrize("written", ["no", 0, []], ids=str)
def test_neither_true_nor_false_is_refused(written: Value) -> None:
    with pytest.raises(Unreadable):
        mounts_token({"automountServiceAccountToken": written})
