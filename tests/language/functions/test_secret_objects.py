"""What policies ask of ConfigMaps, Secrets and the pods that use them."""

from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.index.elsewhere import UnreadableElsewhere
from policycheck.language.bindings import Bindings
from policycheck.language.functions.registry import PLACED
from policycheck.model import Value, dotted
from tests.language.functions.calling import called
from tests.language.surroundings import bindings, context

OF_ACCOUNTS = "kubernetes.io/service-account-token"
OPAQUE = """\
apiVersion: v1
kind: Secret
metadata: {name: s}
data: {a: YQ==, b: eA==, bad: no base64, bin: /wD/, number: 1}
stringData: {b: text, app.yaml: "db: {password: hunter2}", number: 1}
"""
CONFIG = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: c}
data: {LEVEL: info, app.ini: "[db]\\npassword = x\\n", credentials: "password: x", number: 1}
binaryData: {b: eA==, bin: /wD/}
"""
POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
    - name: web
      env: [{name: A, valueFrom: {secretKeyRef: {name: s, key: a}}}, {name: B, valueFrom: {secretKeyRef: {name: s}}}]
      envFrom: [{secretRef: {name: s}}]
  volumes: [{name: v, secret: {secretName: s, optional: true, items: [{key: k, path: k}]}}]
"""


def items(name: str, bound: Bindings) -> dict[str, Value]:
    """What a function chooses, by its place."""
    return {dotted(item.path): item.value for item in PLACED[name](bound)}


def test_the_data_of_a_secret_is_decoded_and_what_is_no_text_is_null() -> None:
    assert items("secret_data", bindings(context(OPAQUE))) == {
        "data.a": {"key": "a", "value": "a"},
        "stringData.b": {"key": "b", "value": "text"},
        "data.bin": {"key": "bin", "value": None},
        'stringData["app.yaml"]': {"key": "app.yaml", "value": "db: {password: hunter2}"},
    }


def test_a_file_in_a_secret_says_what_it_sets() -> None:
    found = items("secret_values", bindings(context(OPAQUE)))
    assert found['stringData["app.yaml"]'] == {
        "key": "password",
        "value": "hunter2",
        "where": "db.password in app.yaml",
        "line": "",
    }
    assert "data.bin" not in found


def test_a_config_map_says_its_entries_and_what_its_files_set() -> None:
    assert items("config_values", bindings(context(CONFIG))) == {
        "data.LEVEL": {"key": "LEVEL", "value": "info", "where": "LEVEL", "line": ""},
        'data["app.ini"]': {
            "key": "password",
            "value": "x",
            "where": "db.password in app.ini",
            "line": "password = x",
        },
        "data.credentials": {"key": "credentials", "value": "password: x", "where": "credentials", "line": ""},
        "binaryData.b": {"key": "b", "value": "x", "where": "b", "line": ""},
        "binaryData.bin": {"key": "bin", "value": "\xff\x00\xff", "where": "bin", "line": ""},
    }


def test_the_keys_that_a_pod_names() -> None:
    assert items("secret_key_refs", bindings(context(POD))) == {
        "spec.containers[0].env[0].valueFrom.secretKeyRef.key": {"secret": "s", "key": "a", "optional": False},
        "spec.volumes[0].secret.items[0].key": {"secret": "s", "key": "k", "optional": True},
    }


@pytest.mark.parametrize(
    ("secret", "keys"),
    [
        (OPAQUE, ["a", "b", "bad", "bin", "number", "app.yaml"]),
        ("{apiVersion: v1, kind: Secret, metadata: {name: s}}", None),
        ("{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: other}, data: {a: ''}}", None),
        (f"{{apiVersion: v1, kind: Secret, metadata: {{name: s}}, type: {OF_ACCOUNTS}, data: {{a: ''}}}}", None),
        ("", None),
    ],
)
def test_the_keys_of_a_secret_are_known_where_it_is_rendered_with_them(secret: str, keys: Value) -> None:
    bound = bindings(context(f"{POD}---\n{secret}", of="Pod", namespace="shop"))
    assert called("secret_keys", "s", bound=bound) == keys


def test_what_a_type_lacks() -> None:
    bound = bindings(context("{apiVersion: v1, kind: Secret, metadata: {name: s}, type: kubernetes.io/tls}"))
    assert called("missing_secret_keys", bound=bound) == ["tls.crt", "tls.key"]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("is_base64", "aHVudGVyMg==", True),
        ("is_base64", "aHVudGVyMg", False),
        ("is_plain_word", "changeme", True),
        ("is_plain_word", "Y2hhbmdlbWU=", False),
        ("is_encoded_twice", "YUhWdWRHVnlNZz09", True),
        ("is_encoded_twice", "aHVudGVyMg==", False),
        ("is_json_object", '{"a": 1}', True),
        ("is_json_object", "[]", False),
        ("is_json_object", "{", False),
        ("is_json_object", '{"a": NaN}', False),
        ("is_json_object", "[" * 100_000, False),
    ],
)
def test_what_a_text_is(name: str, text: str, found: bool) -> None:  # noqa: FBT001 - the table
    assert called(name, text) is found
    assert called(name, None) is False


def test_a_password_that_is_tried_first() -> None:
    assert called("is_guessable", "changeme", "p") is True
    assert called("is_guessable", "token", "token") is True
    assert called("is_guessable", "vlYD2JdbkF", None) is False
    assert called("is_guessable", None, "p") is False


@pytest.mark.parametrize("field", ["data", "binaryData"])
def test_data_that_is_no_mapping_is_unreadable_at_its_place(field: str) -> None:
    bound = bindings(context(f"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: c}}, {field}: [hunter2]}}"))
    with pytest.raises(Unreadable) as caught:
        PLACED["config_values"](bound)
    assert caught.value.path == (field,)
    assert "hunter2" not in caught.value.message


@pytest.mark.parametrize("secret", ["data: [hunter2]", "type: [], data: {a: ''}"])
def test_a_secret_of_another_shape_breaks_nothing(secret: str) -> None:
    bound = bindings(context(f"{POD}---\n{{apiVersion: v1, kind: Secret, metadata: {{name: s}}, {secret}}}", of="Pod"))
    if "hunter2" in secret:
        with pytest.raises(UnreadableElsewhere) as caught:
            called("secret_keys", "s", bound=bound)
        assert caught.value.path == ("data",)
    else:
        assert called("secret_keys", "s", bound=bound) == ["a"]
