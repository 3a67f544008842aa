from __future__ import annotations

import pytest

from policycheck.errors import Unreadable
from policycheck.kubernetes.labels import is_annotation_key, is_label_key, is_label_value, labels

PREFIX_OF_253 = ".".join(["a" * 63] * 3 + ["b" * 61])


@pytest.mark.parametrize(
    "key", ["app", "app.kubernetes.io/name", "a", "A_b-c.d", "0", "x" * 63, f"{PREFIX_OF_253}/n", "a-b.c/Name"]
)
def test_label_keys(key: str) -> None:
    assert is_label_key(key)


@pytest.mark.parametrize(
    "key",
    [
        *(
            "",
            "/",
            "/n",
            "a/",
            "a b",
            "-a",
            "a-",
            ".a",
            "a_",
            "x" * 64,
            f"{PREFIX_OF_253}c/n",
            "Example.com/n",
            "a/b/c",
        ),
        *("a_b/n", "a..b/n", "-a/n", "é", "a\n"),
    ],
)
def test_what_is_no_label_key(key: str) -> None:
    assert not is_label_key(key)


def test_an_annotation_key_is_lowered_first() -> None:
    assert is_annotation_key("Example.com/Some-Key")
    assert not is_annotation_key("a b")


@pytest.mark.parametrize("value", ["", "a", "1.2.3", "A_b-c", "app-1.0.0_build.5", "x" * 63])
def test_label_values(value: str) -> None:
    assert is_label_value(value)


@pytest.mark.parametrize("value", ["app-1.0.0+build.5", "x" * 64, "-a", "a-", "a b", "a/b", " ", "a\n", "é"])
def test_what_is_no_label_value(value: str) -> None:
    assert not is_label_value(value)


def test_a_null_label_is_empty() -> None:
    assert labels({"app": "a", "track": None}) == {"app": "a", "track": ""}
    assert labels(None) == {}


def test_a_label_that_is_no_string_is_unreadable() -> None:
    with pytest.raises(Unreadable, match=r"^1\.1 is not a label value$"):
        labels({"version": 1.1})
    with pytest.raises(Unreadable, match=r"^a list is not a mapping of labels$"):
        labels(["app"])
