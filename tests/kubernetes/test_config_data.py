from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from policycheck.kubernetes.config_data import file_leaves
from policycheck.model import Value


def read_yaml(text: str) -> Sequence[Value]:
    try:
        return list(yaml.safe_load_all(text))
    except (yaml.YAMLError, ValueError):
        return []


def settings(key: str, text: str) -> list[tuple[str, str]]:
    """Each setting of a file, by its path and value."""
    return [(".".join(map(str, leaf.path)), leaf.value) for leaf in file_leaves(key, text, read_yaml)]


@pytest.mark.parametrize(
    ("key", "text", "found"),
    [
        ("app.yaml", "db:\n  password: x\n", [("db.password", "x")]),
        ("app.yaml", "a: 1\n---\nb: 2\n", [("a", "1"), ("b", "2")]),
        ("config", "db:\n  password: x\n", [("db.password", "x")]),
        ("config", '{"db": {"password": "x"}}', [("db.password", "x")]),
        ("config", '[{"password": "x"}]', [("0.password", "x")]),
        ("app.json", '{"a": null}', [("a", "")]),
        ("config", "password: x", [("password", "x")]),
        ("app.properties", "a.b = x\nc: y\n! no\n# no\nno setting\n", [("a.b", "x"), ("c", "y")]),
        ("app.properties", "a = x, \\\n    y\nb = z\n", [("a", "x, y"), ("b", "z")]),
        ("app.ini", "[db]\npassword = x ; for now\n; no\n[web]\na=b\n", [("db.password", "x"), ("web.a", "b")]),
        ("app.toml", '[[db]]\ntoken = "x # y" # z\n', [("db.token", "x # y")]),
        (".env", "export A=x\nB='y z'\nC=\n", [("A", "x"), ("B", "y z"), ("C", "")]),
        ("settings", "A=x\n\n# no\nB=y", [("A", "x"), ("B", "y")]),
        ("settings.yaml", "password: {{ x }}\n%no: x\n", [("password", "{{ x }}")]),
    ],
)
def test_a_file_says_what_it_sets(key: str, text: str, found: list[tuple[str, str]]) -> None:
    assert settings(key, text) == found


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("LOG_LEVEL", "info"),
        ("PORT", "8080"),
        ("URL", "http://db:8080/a"),
        ("nginx.tmpl", "server {\n  set $password = x;\n}\n"),
        ("motd", "Set password = yours.\nThen call us.\n"),
        ("run.sh", "PASSWORD=x"),
        ("init", "#!/bin/sh\nPASSWORD=x"),
        ("ca.crt", "-----BEGIN CERTIFICATE-----\nMIIE=\n-----END CERTIFICATE-----\n"),
        ("empty", ""),
        ("app.yaml", ""),
    ],
)
def test_any_other_text_is_no_file(key: str, text: str) -> None:
    assert settings(key, text) == []


KEYS = st.from_regex(r"[a-z][a-z_.]{0,8}", fullmatch=True).filter(lambda key: not key.endswith("."))
VALUES = st.from_regex(r"[A-Za-z][A-Za-z0-9/@-]{0,8}", fullmatch=True)


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4), st.sampled_from(["app.env", "app.ini", "settings"]))
def test_a_setting_a_line_is_read_back(written: dict[str, str], key: str) -> None:
    text = "".join(f"{name}={value}\n" for name, value in written.items())
    assert settings(key, text) == list(written.items())


@given(st.dictionaries(KEYS, st.text(max_size=8), min_size=1, max_size=4))
def test_json_is_read_back(written: dict[str, str]) -> None:
    found = {leaf.name: leaf.value for leaf in file_leaves("config", json.dumps(written), json_documents)}
    assert found == written


def json_documents(text: str) -> Sequence[Value]:
    return [json.loads(text)]


@given(st.text(max_size=8), st.text(st.sampled_from("a=: \n{}[]\"'#\\-"), max_size=30))
def test_any_text_is_a_file_or_none(key: str, text: str) -> None:
    assert all(isinstance(leaf.value, str) for leaf in file_leaves(key, text, read_yaml))
