"""Names of labels and metrics, durations, and what has no end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.prometheus import durations, names
from policycheck.prometheus.cardinality import is_unbounded

TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)


@pytest.mark.parametrize("name", ["a", "_a", "A1", "__meta_x", "http_code"])
def test_legacy_names_of_labels(name: str) -> None:
    assert names.is_label_name(name)
    assert names.is_label_name(name, utf8=True)
    assert names.is_metric_name(name)


@pytest.mark.parametrize("name", ["1a", "a-b", "a.b", "a:b", "é", "a\n", "a b"])
def test_what_is_no_legacy_name_is_one_of_prometheus_3(name: str) -> None:
    assert not names.is_label_name(name)
    assert names.is_label_name(name, utf8=True)


def test_no_name_is_empty_and_only_metrics_have_colons() -> None:
    assert not names.is_label_name("", utf8=True)
    assert not names.is_metric_name("", utf8=True)
    assert names.is_metric_name("a:b")


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("httpCode", "http_code"),
        ("HTTP_Code", "http_code"),
        ("HTTPCode", "http_code"),
        ("status-code", "status_code"),
        ("a__b", "a_b"),
        ("__tmp", "__tmp"),
        ("k8sPod", "k8s_pod"),
    ],
)
def test_the_normal_form_of_a_name(name: str, normal: str) -> None:
    assert names.snake_case(name) == normal
    assert names.is_snake_case(normal)
    assert names.is_snake_case(name) == (name == normal)


@given(TEXTS)
def test_the_normal_form_is_its_own(name: str) -> None:
    assert names.snake_case(names.snake_case(name)) == names.snake_case(name)


@given(TEXTS)
def test_a_sanitised_key_has_the_characters_of_a_label(key: str) -> None:
    assert len(names.sanitised(key)) == len(key)
    assert not key or names.is_label_name("_" + names.sanitised(key))


@given(st.lists(st.sampled_from(["a.b", "a-b", "a_b", "c", "c/d", "c.d"]), unique=True))
def test_keys_collide_where_their_sanitised_forms_are_one(keys: list[str]) -> None:
    found = names.collisions(keys)
    together = {key for shared in found.values() for key in shared}
    assert len(keys) - len(together) + len(found) == len(set(map(names.sanitised, keys)))


def test_an_agreed_name_stands_for_its_synonyms_in_any_spelling() -> None:
    table = {"status_code": ["code", "httpStatus"]}
    assert [names.agreed_name(name, table) for name in ("code", "http_status", "statusCode", "teamName")] == [
        *["status_code"] * 3,
        "team_name",
    ]


@pytest.mark.parametrize("name", ["a", "$1", "${1}", "a_$1", "x${name}_b", "A1"])
def test_a_relabelling_step_may_write_to(name: str) -> None:
    assert names.is_target_label(name)


@pytest.mark.parametrize("name", ["", "a-b", "1a", "a$", "$", "${1", "é", "a b"])
def test_a_relabelling_step_may_not_write_to(name: str) -> None:
    assert not names.is_target_label(name)


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("0", 0),
        ("1s", 1000),
        ("1h30m", 5_400_000),
        ("1d", 86_400_000),
        ("5ms", 5),
        ("1y2w", 365 * 86_400_000 + 1_209_600_000),
    ],
)
def test_durations(text: str, milliseconds: int) -> None:
    assert durations.milliseconds(text) == milliseconds


@pytest.mark.parametrize("text", ["", "1s1m", "1h1h", "1.5m", "90", "1m 30s", "30S", "-1s", "1", "1s\n", "300y"])
def test_no_durations(text: str) -> None:
    assert durations.milliseconds(text) is None


@pytest.mark.parametrize("name", ["user_id", "userId", "email", "pod_template_hash", "clientIP", "controller_uid"])
def test_labels_without_end(name: str) -> None:
    assert is_unbounded(name)
    assert not is_unbounded(name, allow=[name])


@pytest.mark.parametrize("name", ["path", "route", "handler", "endpoint", "pod", "code", "user_agent"])
def test_labels_with_an_end(name: str) -> None:
    assert not is_unbounded(name)
    assert is_unbounded(name, deny=[name])
