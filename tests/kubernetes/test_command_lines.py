from __future__ import annotations

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from policycheck.kubernetes.command_lines import given, without_secrets
from tests.effort import tries


def named(*elements: str) -> list[tuple[str, str, int]]:
    return [(found.name, found.value, found.element) for found in given(elements)]


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        (("--db-password", "hunter2"), [("db-password", "hunter2", 1)]),
        (("--db-password=hunter2",), [("db-password", "hunter2", 0)]),
        (("-apiKey=a",), [("apiKey", "a", 0)]),
        (("-apiKey", "a"), [("apiKey", "a", 1)]),
        (("--requirepass $(PW)",), [("requirepass", "$(PW)", 0)]),
        (("token=a",), [("token", "a", 0)]),
        (("--token=a=b",), [("token", "a=b", 0)]),
        (("-e", "NAME=v"), [("NAME", "v", 1)]),
        (("--env=NAME=v",), [("env", "NAME=v", 0), ("NAME", "v", 0)]),
        (("--set=a.b=1,c=2",), [("set", "a.b=1,c=2", 0), ("a.b", "1", 0), ("c", "2", 0)]),
        (("-H", "X-Api-Key: a"), [("X-Api-Key", "a", 1)]),
        (("-Dspring.datasource.password=a",), [("Dspring.datasource.password", "a", 0)]),
        (("--token",), []),
        (("--token", "--verbose"), []),
        (("--no-password", "shop"), []),
        (("-p", "80"), []),
        (("a", "b"), []),
        (("http://h?password=a",), []),
    ],
)
def test_flags_give_values_by_name(elements: tuple[str, ...], expected: list[tuple[str, str, int]]) -> None:
    assert named(*elements) == expected


@pytest.mark.parametrize(
    ("command", "value"),
    [
        ("mysql -uroot -phunter2", "hunter2"),
        ("/usr/bin/mysqldump -phunter2 shop", "hunter2"),
        ("timeout 5 mariadb-admin -p$PW ping", "$(PW)"),
        ("curl -u user:hunter2 http://h", "hunter2"),
        ("curl -uuser:hunter2 http://h", "hunter2"),
        ("curl --user=user:hunter2 http://h", "hunter2"),
        ('curl -u "$USER:$PASS" http://h', "$(PASS)"),
        ("redis-cli -a hunter2 ping", "hunter2"),
        ("sshpass -p hunter2 ssh host", "hunter2"),
        ("mongosh -u a -p hunter2", "hunter2"),
        ("docker login -u a -p hunter2", "hunter2"),
        ("PGPASSWORD=hunter2 mysql -pswordfish", "swordfish"),
    ],
)
def test_options_of_well_known_programs_are_passwords(command: str, value: str) -> None:
    assert value in [found.value for found in given(("sh", "-c", command)) if found.name == "password"]


@pytest.mark.parametrize(
    "command",
    [
        "mysql -p shop",
        "curl -u user http://h",
        "curl --user-agent=a:b http://h",
        "mkdir -p /data",
        "ssh -p 22 host",
        "docker run -p 80:80 web",
        "sed -i 's/password=.*/password=x/' f",
        'case "$1" in --password=*) shift',
        'echo "--password is needed"',
        "grep password= f",
    ],
)
def test_other_options_are_not(command: str) -> None:
    assert not [found for found in given(("sh", "-c", command)) if found.name == "password"]


def test_a_password_is_no_flag() -> None:
    assert [(found.flag, found.value) for found in given(("mysql", "-pmyPassword", "shop"))] == [
        ("mysql -p", "myPassword")
    ]


def test_a_flag_is_told_as_it_is_written_and_without_its_value() -> None:
    script = "PGPASSWORD=hunter2 psql --password=hunter2; A=hunter2 mysql -phunter2; curl -H 'X-Api-Key: hunter2' h"
    flags = [found.flag for found in given(("sh", "-c", script))]
    assert flags == ["PGPASSWORD", "--password", "A", "mysql -p", "-H X-Api-Key"]


@pytest.mark.parametrize(
    "elements",
    [
        ("sh", "-c", "a --token hunter2"),
        ("/bin/bash", "-ec", "a --token hunter2"),
        ("sh", "-ce", "a --token hunter2"),
        ("-ce", "a --token hunter2"),
        ("bash", "-eu", "-o", "pipefail", "-c", "a --token hunter2"),
        ("tini", "--", "sh", "-c", "a --token hunter2"),
        ("-c", "a --token hunter2"),
        ("sh", "-c", "su - db -c 'a --token hunter2'"),
        ("sh", "-c", "x=$(a --token hunter2)"),
    ],
)
def test_a_shells_script_is_read(elements: tuple[str, ...]) -> None:
    assert ("token", "hunter2", len(elements) - 1) in named(*elements)


@pytest.mark.parametrize(
    "elements",
    [("python", "-c", "token = f(x)"), ("sh", "run.sh", "a --token b"), ("sh", "-c")],
)
def test_what_is_no_shells_script_is_not(elements: tuple[str, ...]) -> None:
    assert named(*elements) == []


def test_a_long_flag_with_a_c_in_it_is_no_shells_option() -> None:
    assert named("-config", "a --token b") == [("config", "a --token b", 1)]


def test_a_command_line_without_what_is_given_under_a_secrets_name() -> None:
    script = "curl http://u:p@h; PGPASSWORD='a b' psql --port 80"
    assert without_secrets(("sh", "-c", script)) == ("sh", "-c", "curl http://u:p@h;  psql --port 80")
    assert without_secrets(("--token", "a", "--port", "80")) == ("--token", "", "--port", "80")
    assert without_secrets(("sh", "-c", "su -c 'a --token x' db")) == ("sh", "-c", "su -c  db")


@tries(50)
@for_all(st.lists(st.text("ab-=:'\"$( ;,", max_size=12) | st.sampled_from(["sh", "-c", "mysql", "curl", "-u", "-p"])))
def test_any_command_line_can_be_read(elements: list[str]) -> None:
    line = tuple(elements)
    for found in given(line):
        assert line[found.element][found.start : found.end] or not found.value
    assert len(without_secrets(line)) == len(line)


@tries(30)
@for_all(st.text("abcdefgh0123456789", min_size=1))
def test_a_literal_is_found_in_each_form(value: str) -> None:
    lines = [
        ("--password", value),
        (f"--password={value}",),
        ("sh", "-c", f"a --password '{value}' b"),
        ("sh", "-c", f'echo "$(a --password="{value}")"'),
    ]
    assert all(("password", value, len(line) - 1) in named(*line) for line in lines)
