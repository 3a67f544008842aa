from __future__ import annotations

from fnmatch import fnmatchcase

from hypothesis import given
from hypothesis import strategies as st

from policycheck.config.globs import GlobTable, is_exact, spelled_out, takes

GLOBS = st.text("ab-*?[]!", max_size=8)
TEXTS = st.text("ab-[]\n", max_size=8)


@given(GLOBS, TEXTS)
def test_a_glob_takes_what_fnmatch_takes(glob: str, text: str) -> None:
    assert takes(glob, text) == fnmatchcase(text, glob)


@given(GLOBS, TEXTS)
def test_what_a_glob_spells_out_is_in_all_that_it_takes(glob: str, text: str) -> None:
    if takes(glob, text):
        assert spelled_out(glob) in text


@given(TEXTS)
def test_an_exact_glob_takes_itself_only(text: str) -> None:
    if is_exact(text):
        assert takes(text, text)
        assert not takes(text, text + "a")


@given(st.lists(GLOBS, max_size=8), TEXTS)
def test_a_table_names_every_glob_that_takes_a_text(globs: list[str], text: str) -> None:
    found = GlobTable([(glob, number) for number, glob in enumerate(globs)]).candidates(text)
    assert set(found) >= {number for number, glob in enumerate(globs) if takes(glob, text)}


def test_a_table_leaves_out_what_cannot_take_the_text() -> None:
    globs = ["web-1", "web-1-*", "*-web-2", "*web-3*", "web-4?", "*"]
    found = GlobTable([(glob, glob) for glob in globs]).candidates("web-1-a")
    assert sorted(found) == ["*", "web-1-*"]
