"""The arithmetic of budgets and rolling updates: tables of the rule, then what holds for every share."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from policycheck.errors import Unreadable
from policycheck.exact_yaml.reader import read
from policycheck.kubernetes.disruptions import (
    Rolling,
    Share,
    disruptions_allowed,
    int_or_percent,
    rolling_update,
    rounded_down,
    rounded_up,
)
from policycheck.model import Value

ORACLE = Path(__file__).parents[2] / "fixtures/oracle/availability.yaml"
CASES = [case for case in yaml.safe_load(ORACLE.read_text()) if case["row"] in {"B2", "B2.5"}]

PODS = st.integers(0, 500)
COUNTS = st.builds(Share, st.integers(0, 500), st.just(False))  # noqa: FBT003 - a record's field
PERCENTAGES = st.builds(Share, st.integers(0, 100), st.just(True))  # noqa: FBT003 - idem
SHARES = COUNTS | PERCENTAGES


@pytest.mark.parametrize(
    ("value", "share"),
    [
        (0, Share(0)),
        (1.0, Share(1)),
        (2147483647, Share(2147483647)),
        ("0%", Share(0, percent=True)),
        ("050%", Share(50, percent=True)),
        ("100%", Share(100, percent=True)),
        ("150%", Share(150, percent=True)),
        ("0" * 50 + "1%", Share(1, percent=True)),
    ],
    ids=repr,
)
def test_a_share_is_a_number_or_a_percentage(value: Value, share: Share) -> None:
    assert int_or_percent(value) == share


@pytest.mark.parametrize(
    "value",
    [
        *("2", "", "50.5%", "50 %", " 50%", "50%\n", "+1%", "-1%", "%", "٣%", "9" * 5000 + "%"),
        *(-1, 1.5, True, [1], {}, None, 2**31),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_anything_else_is_refused(value: Value) -> None:
    with pytest.raises(Unreadable, match="is not a whole number from 0 or a percentage"):
        int_or_percent(value)


def test_a_budget_takes_no_more_than_all() -> None:
    assert int_or_percent("100%", 100) == Share(100, percent=True)
    with pytest.raises(Unreadable, match='"101%" is not a percentage up to 100%'):
        int_or_percent("101%", 100)


def spec_of(case: dict[str, str]) -> dict[str, Value]:
    body = read(case["input"].rpartition("---\n")[2]).body
    assert isinstance(body, dict)
    assert isinstance(body["spec"], dict)
    return body["spec"]


@pytest.mark.parametrize(
    "case", [case for case in CASES if "eviction" not in case["input"]], ids=lambda case: case["id"]
)
def test_fields_are_read_as_the_api_server_reads_them(case: dict[str, str]) -> None:
    fields = ("minAvailable", "maxUnavailable")
    written = [value for field in fields if (value := spec_of(case).get(field)) is not None]

    def read_all() -> list[Share]:
        if len(written) == len(fields):
            raise Unreadable("one or the other")
        return [int_or_percent(value, 100) for value in written]

    if case["verdict"] == "accepted":
        read_all()
    else:
        with pytest.raises(Unreadable):
            read_all()


@pytest.mark.parametrize(
    ("field", "value", "pods", "allowed"),
    [
        ("min_available", 1, 1, 0),
        ("min_available", 1, 2, 1),
        ("min_available", 2, 3, 1),
        ("min_available", "99%", 3, 0),
        ("min_available", "99%", 100, 1),
        ("min_available", "99%", 101, 1),
        ("max_unavailable", "50%", 1, 1),
        ("min_available", "50%", 1, 0),
        ("min_available", "51%", 2, 0),
        ("min_available", "66%", 3, 1),
        ("min_available", "67%", 3, 0),
        ("max_unavailable", "1%", 3, 1),
        ("max_unavailable", 0, 7, 0),
        ("max_unavailable", "0%", 7, 0),
        ("min_available", 0, 3, 3),
        ("max_unavailable", "100%", 3, 3),
        ("max_unavailable", 9, 3, 3),
        ("min_available", 9, 3, 0),
        ("max_unavailable", 1, 0, 0),
    ],
)
def test_the_table_of_the_rule(field: str, value: Value, pods: int, allowed: int) -> None:
    assert disruptions_allowed(pods, **{field: int_or_percent(value, 100)}) == allowed


@given(PODS)
def test_a_budget_that_says_nothing_allows_nothing(pods: int) -> None:
    assert disruptions_allowed(pods) == 0


@given(PODS, SHARES)
def test_never_more_than_there_is(pods: int, share: Share) -> None:
    assert 0 <= disruptions_allowed(pods, min_available=share) <= pods
    assert 0 <= disruptions_allowed(pods, max_unavailable=share) <= pods


@given(PODS, COUNTS)
def test_of_numbers_one_field_is_the_rest_of_the_other(pods: int, share: Share) -> None:
    rest = Share(max(0, pods - share.number))
    assert disruptions_allowed(pods, min_available=share) == disruptions_allowed(pods, max_unavailable=rest)


@given(st.integers(1, 500), st.integers(1, 100))
def test_a_budget_of_any_percent_unavailable_lets_one_go(pods: int, percent: int) -> None:
    assert disruptions_allowed(pods, max_unavailable=Share(percent, percent=True)) >= 1


@given(PODS, SHARES, SHARES)
def test_asking_for_more_never_allows_more(pods: int, one: Share, other: Share) -> None:
    less, more = sorted((one, other), key=lambda share: rounded_up(share, pods))
    assert disruptions_allowed(pods, min_available=less) >= disruptions_allowed(pods, min_available=more)
    assert disruptions_allowed(pods, max_unavailable=less) <= disruptions_allowed(pods, max_unavailable=more)


@given(PODS, SHARES)
def test_the_two_roundings_are_neighbours(pods: int, share: Share) -> None:
    exact = share.number * pods / 100 if share.percent else share.number
    assert rounded_down(share, pods) <= exact <= rounded_up(share, pods) <= rounded_down(share, pods) + 1
    if not share.percent or share.number * pods % 100 == 0:
        assert rounded_down(share, pods) == rounded_up(share, pods)


@pytest.mark.parametrize(
    ("replicas", "fields", "rolling"),
    [
        (4, {}, Rolling(surge=1, unavailable=1)),
        (3, {}, Rolling(surge=1, unavailable=0)),
        (1, {}, Rolling(surge=1, unavailable=0)),
        (10, {"max_surge": Share(30, percent=True)}, Rolling(surge=3, unavailable=2)),
        (3, {"max_surge": Share(0), "max_unavailable": Share(10, percent=True)}, Rolling(surge=0, unavailable=1)),
        (2, {"max_unavailable": Share(5)}, Rolling(surge=1, unavailable=2)),
        (2, {"max_surge": Share(150, percent=True)}, Rolling(surge=3, unavailable=0)),
    ],
    ids=repr,
)
def test_a_rolling_update_rounds_each_field_its_own_way(
    replicas: int, fields: dict[str, Share], rolling: Rolling
) -> None:
    assert rolling_update(replicas, **fields) == rolling


@given(st.integers(1, 500), SHARES, SHARES)
def test_a_rolling_update_can_always_go_on(replicas: int, surge: Share, unavailable: Share) -> None:
    rolling = rolling_update(replicas, max_surge=surge, max_unavailable=unavailable)
    assert rolling.surge + rolling.unavailable >= 1
    assert rolling.surge >= rounded_down(surge, replicas)
    assert rolling.unavailable <= max(1, rounded_up(unavailable, replicas))
    assert rolling.unavailable <= replicas
