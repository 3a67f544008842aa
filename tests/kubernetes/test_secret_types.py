from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import Unreadable
from policycheck.kubernetes.secret_types import effective_data, missing_keys
from policycheck.model import Value

TYPES = {
    "kubernetes.io/tls": ["tls.crt", "tls.key"],
    "kubernetes.io/ssh-auth": ["ssh-privatekey"],
    "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
    "kubernetes.io/dockercfg": [".dockercfg"],
}


@pytest.mark.parametrize(("type_", "keys"), TYPES.items())
def test_a_typed_secret_needs_each_of_its_keys(type_: str, keys: list[str]) -> None:
    whole: dict[str, Value] = dict.fromkeys(keys, "x")
    assert missing_keys({"type": type_, "data": whole}) == ()
    assert missing_keys({"type": type_, "stringData": whole}) == ()
    for key in keys:
        rest = {other: value for other, value in whole.items() if other != key}
        assert missing_keys({"type": type_, "data": rest}) == (key,)


def test_user_name_or_password_will_do() -> None:
    basic = "kubernetes.io/basic-auth"
    assert missing_keys({"type": basic}) == ("username", "password")
    assert missing_keys({"type": basic, "data": {"username": ""}}) == ()
    assert missing_keys({"type": basic, "stringData": {"password": ""}}) == ()


def test_a_certificate_may_be_empty_and_a_key_of_ssh_may_not() -> None:
    assert missing_keys({"type": "kubernetes.io/tls", "data": {"tls.crt": "", "tls.key": None}}) == ()
    assert missing_keys({"type": "kubernetes.io/ssh-auth", "data": {"ssh-privatekey": ""}}) == ("ssh-privatekey",)


@pytest.mark.parametrize("type_", [None, "", "Opaque", "example.com/own", "bootstrap.kubernetes.io/token"])
def test_other_types_need_nothing(type_: str | None) -> None:
    assert missing_keys({"type": type_}) == ()


@given(*[st.dictionaries(st.sampled_from("abc"), st.text(max_size=3)) for _ in range(2)])
def test_string_data_overrides_data(data: dict[str, str], texts: dict[str, str]) -> None:
    found = effective_data({"data": data, "stringData": texts})
    assert {key: value for key, (_, value) in found.items()} == {**data, **texts}
    assert all(path == ("stringData" if key in texts else "data", key) for key, (path, _) in found.items())


@pytest.mark.parametrize("field", ["data", "stringData"])
def test_what_is_no_mapping_is_refused_at_its_place(field: str) -> None:
    with pytest.raises(Unreadable) as caught:
        effective_data({field: ["hunter2"]})
    assert caught.value.path == (field,)
    assert "hunter2" not in caught.value.message
