"""Which settings a container is given more than once, and who wins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.kubernetes.settings import Origin, Setting, repeated


def setting(origin: Origin, name: str, value: str | None = "a") -> Setting:
    return Setting(origin, name, f"{origin} {name}", value, (origin, name))


def origins(*settings: Setting) -> list[list[str]]:
    return [[one.origin for one in group.given] for group in repeated(settings)]


@pytest.mark.parametrize("flag", ["log-level", "logLevel", "log_level", "log.level"])
@pytest.mark.parametrize("variable", ["LOG_LEVEL", "LOGLEVEL", "SHOP_LOG_LEVEL", "MY_SHOP_LOG_LEVEL"])
def test_a_flag_wins_over_its_variable_and_that_over_the_file(flag: str, variable: str) -> None:
    given_thrice = (setting("file", flag), setting("env", variable), setting("flag", flag))
    assert origins(*given_thrice) == [["flag", "env", "file"]]


def test_one_word_behind_a_prefix_is_another_setting() -> None:
    assert origins(setting("flag", "port"), setting("env", "DB_PORT")) == []
    assert origins(setting("flag", "port"), setting("env", "PORT")) == [["flag", "env"]]


def test_what_one_origin_gives_is_given_once() -> None:
    assert origins(setting("env", "A_LOG_LEVEL"), setting("env", "B_LOG_LEVEL")) == []
    assert origins(setting("flag", "log-level"), setting("flag", "log-level")) == []


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [("info", "INFO ", True), ("info", "debug", False), (None, "debug", True), (None, None, True)],
)
def test_values_agree_unless_two_known_ones_differ(one: str | None, other: str | None, *, agree: bool) -> None:
    (found,) = repeated([setting("flag", "log-level", one), setting("env", "LOG_LEVEL", other)])
    assert found.agree is agree


SETTINGS = st.builds(
    setting,
    st.sampled_from(["flag", "env", "file"]),
    st.sampled_from(["log-level", "LOG_LEVEL", "SHOP_LOG_LEVEL", "port", "PORT", "db.user"]),
    st.sampled_from([None, "a", "b"]),
)


@given(st.lists(SETTINGS, max_size=8))
def test_each_group_has_two_origins_and_begins_with_what_wins(settings: list[Setting]) -> None:
    order = ["flag", "env", "file"]
    for group in repeated(settings):
        places = [order.index(one.origin) for one in group.given]
        assert places == sorted(places)
        assert len(set(places)) > 1
