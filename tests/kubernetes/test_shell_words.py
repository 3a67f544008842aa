from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policycheck.kubernetes.shell_words import commands
from tests.effort import tries


def words(script: str) -> list[list[str]]:
    return [[word.text for word in command] for command in commands(script)]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("", []),
        ("a b\tc", [["a", "b", "c"]]),
        ("a; b && c | d & e\nf", [["a"], ["b"], ["c"], ["d"], ["e"], ["f"]]),
        ("a \\\n  b", [["a", "b"]]),
        ("(a b)", [["a", "b"]]),
        ("a # b; c\nd#e", [["a"], ["d#e"]]),
        ("a 2>&1 >/dev/null -p", [["a", "/dev/null", "-p"]]),
        ("""a 'b "c' "d 'e" f\\ g""", [["a", 'b "c', "d 'e", "f g"]]),
        ("a=1'2'\"3\"", [["a=123"]]),
        ("a $B ${C} ${D:-} ${E:?say}", [["a", "$(B)", "$(C)", "$(D)", "$(E)"]]),
        ('a "$1" $@ ${#F} ${G%.*} ${H:-$I}', [["a", "$(parameter)", "$(parameter)", "$(F)", "$(G)", "$(H)"]]),
        ("a ${PW:-hunter2} ${PW-'x'}", [["a", "${PW:-hunter2}", "${PW-'x'}"]]),
        ("a $(b -c) d", [["a", "$(command)", "d"], ["b", "-c"]]),
        ("a `b c`", [["a", "$(command)"], ["b", "c"]]),
        ('a "$(b "$(c d)")"', [["a", "$(command)"], ["b", "$(command)"], ["c", "d"]]),
        ("a $(DB_PASS)", [["a", "$(DB_PASS)"], ["DB_PASS"]]),
        ("a $$(b c) $$B", [["a", "$(command)", "$(B)"], ["b", "c"]]),
        ("a $ $", [["a", "$", "$"]]),
        ("a 'b", [["a", "'b"]]),
        ('a "b c', [["a", "b c"]]),
        ("a $(b c", [["a", "$(command)"], ["b", "c"]]),
        ("a `b", [["a", "$(b)"], ["b"]]),
        ("a ${b", [["a", "$(b)"]]),
        ("a\\", [["a\\"]]),
    ],
)
def test_a_script_is_split_as_a_shell_does(script: str, expected: list[list[str]]) -> None:
    assert words(script) == expected


def test_a_word_knows_its_span() -> None:
    script = "a; PGPASSWORD='b c' psql"
    assert [script[word.start : word.end] for command in commands(script) for word in command] == [
        "a",
        "PGPASSWORD='b c'",
        "psql",
    ]


def test_what_is_substituted_is_read_to_a_depth() -> None:
    assert [command[0] for command in words("a$(" * 9)] == ["a$(command)"] * 5


@tries(50)
@given(st.lists(st.text("abc-=/.:", min_size=1), min_size=1))
def test_quoted_words_come_back(plain: list[str]) -> None:
    for quoted in ("'{}'", '"{}"', "{}"):
        assert words(" ".join(quoted.format(word) for word in plain)) == [plain]


@tries(80)
@given(st.lists(st.sampled_from([*"ab =;#|()'\"`\\$\n", "$(", "${", "}", "$$"])).map("".join))
def test_any_text_can_be_read(script: str) -> None:
    for command in commands(script):
        assert command
        assert all(0 <= word.start < word.end <= len(script) for word in command)


@pytest.mark.parametrize("part", ["'", '"', "`", "$(", "${", "$(a)", "\\", "((", '"$(', "a=${", "#", "<", "$$("])
def test_a_hostile_script_takes_no_longer_than_its_length(part: str) -> None:
    started = time.process_time()
    for _ in commands(part * 20_000):
        pass
    assert time.process_time() - started < 5
