"""Reading a file of ours key by key: what is refused, where, and with which advice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from policycheck.errors import ManifestError, PolicycheckError, PolicyError, UsageError
from policycheck.language.section import Section, key_line, open_section
from policycheck.model import Path as Steps

SOURCE = "policies/area/sample.yaml"

TEXT = """\
# a comment
name: sample
words: [a, b]
one: word
flag: on
empty:
numbers: [1, 2]
nothing: []
inner:
  key: value
  list:
    - {a: 1}
    - 2
choice: yellow
"""


@pytest.fixture
def root() -> Section:
    return open_section(TEXT.encode(), SOURCE)


def refused(action: Callable[[], object]) -> str:
    with pytest.raises(PolicycheckError) as caught:
        action()
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "sample.yaml:1: null stands where a mapping is needed"),
        (b"# only a comment\n", "sample.yaml:1: null stands where a mapping is needed"),
        (b"- a\n- b\n", "sample.yaml:1: a list stands where a mapping is needed"),
        (b"text\n", "sample.yaml:1: a string stands where a mapping is needed"),
        (b"a: [\n", "sample.yaml:1:5: "),
        (b"a: b: c\n", "sample.yaml:1"),
        (b"a: \xff\n", "sample.yaml:1"),
        (b"a: 1\nb: 2\na: 3\n", "sample.yaml:3: `a` is written twice, first in line 1; remove one"),
        (b"a: {b: 1,\n b: 2}\n", "sample.yaml:2: `a.b` is written twice, first in line 1; remove one"),
    ],
)
def test_a_file_that_is_no_mapping_is_refused(text: bytes, says: str) -> None:
    with pytest.raises(PolicyError) as caught:
        open_section(text, SOURCE)
    assert str(caught.value).startswith(f"policies/area/{says}")


def test_keys_have_their_lines(root: Section) -> None:
    inner = root.section("inner")
    assert inner is not None
    assert root.line("one") == 4
    assert inner.line("key") == 10
    assert inner.line("list", 1) == 13
    assert inner.line("missing") == 9
    assert root.lines([("name",), ("inner", "list", 0)]) == {("name",): 2, ("inner", "list", 0): 12}


def test_what_is_written_is_read(root: Section) -> None:
    root.only(["name", "words", "one", "flag", "empty", "numbers", "nothing", "inner", "choice"])
    root.required("name", "inner")
    assert root.text_of("name") == "sample"
    assert root.text_of("missing") is None
    assert root.texts("words") == ("a", "b")
    assert root.texts("one") == ("word",)
    assert root.texts("missing") == ()
    assert root.switch("flag", default=False) is True
    assert root.switch("missing", default=False) is False
    assert root.choice("choice", ("red", "yellow")) == "yellow"
    assert root.choice("missing", ("red", "yellow"), "red") == "red"
    assert root.section("missing") is None
    assert root.sections("missing") == []


@pytest.mark.parametrize(
    ("action", "says"),
    [
        (lambda root: root.only(["names", "words", "one"]), '2: unknown key `name`; did you mean "names"?'),
        (lambda root: root.section("inner").only(["list"]), "10: unknown key `inner.key`"),
        (lambda root: root.required("name", "title"), "2: `title` is missing"),
        (lambda root: root.required("empty"), "2: `empty` is missing"),
        (lambda root: root.filled(), "6: `empty` has no value; write one or remove the key"),
        (lambda root: root.text_of("flag"), "5: `flag` must be text, not true; quote it"),
        (lambda root: root.text_of("inner"), "9: `inner` must be text, not a mapping; write it as a block: |"),
        (lambda root: root.texts("numbers"), "7: `numbers` must be text, not 1; quote it"),
        (lambda root: root.texts("nothing"), "8: `nothing` is an empty list; write an entry or remove the key"),
        (lambda root: root.texts("flag"), "5: `flag` must be text, not true; quote it"),
        (
            lambda root: root.choice("choice", ("red", "yelow")),
            '14: `choice` must be one of red, yelow, not `yellow`; did you mean "yelow"?',
        ),
        (lambda root: root.choice("words", ("red",)), "3: `words` must be one of red, not a list"),
        (lambda root: root.switch("one", default=True), "4: `one` must be on or off, not a string"),
        (lambda root: root.section("words"), "3: `words` must be a mapping, not a list"),
        (lambda root: root.sections("inner"), "9: `inner` must be a list, not a mapping"),
        (
            lambda root: root.section("inner").sections("list"),
            "13: `inner.list[1]` must be a mapping, not 2",
        ),
    ],
)
def test_a_mistake_has_its_line_and_advice(root: Section, action: Callable[[Section], object], says: str) -> None:
    assert refused(lambda: action(root)) == f"{SOURCE}:{says}"


def test_the_kind_of_error_is_the_files(root: Section) -> None:
    settings = root._replace(fault=UsageError)
    with pytest.raises(UsageError):
        settings.required("title")


def test_a_key_is_found_in_its_file_again(tmp_path: Path) -> None:
    file = tmp_path / "sample.yaml"
    file.write_text(TEXT, encoding="utf-8")
    assert key_line(str(file), "choice") == 14
    assert key_line(str(file), "missing") == 2
    assert key_line(str(tmp_path / "none.yaml"), "choice") is None
    file.write_text("a: [", encoding="utf-8")
    assert key_line(str(file), "a") is None
    with pytest.raises(ManifestError):
        open_section(b"a: 1", SOURCE)._replace(text=b"a: [").line("a")


LISTS = """\
enable: [exceptions]
exceptions:
  - a: 1
    b: [x, {y: z}]
  # said

  - {a: 2}
policies: {exceptions: [1]}
"""


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param(LISTS, [3, 7], id="a block"),
        pytest.param("exceptions: [{a: 1}, {a: 2},\n {a: 3}]", [1, 1, 2], id="in brackets"),
        pytest.param("x: &x [{a: 1}]\nexceptions: *x", [1], id="an alias"),
        pytest.param("<<: {exceptions: [{a: 1}]}\nfailOn: error", [1], id="a merge"),
        pytest.param('{"exceptions": [\n\t{"a": "\\/"}]}', [2], id="JSON"),
        pytest.param('"\\x65xceptions":\n- {a: 1}', [2], id="a key with an escape"),
        pytest.param("exceptions:\n- a: 'x\u2028 y'\n- {a: 1}", [2, 3], id="a line break that no editor counts"),
        pytest.param("exceptions: []", [], id="an empty list"),
        pytest.param("failOn: error", [], id="no list"),
    ],
)
def test_every_entry_of_a_list_has_the_line_that_an_editor_shows(text: str, lines: list[int]) -> None:
    root = open_section(text.encode(), "policycheck.yaml")
    paths: list[Steps] = [("exceptions", number) for number in range(len(lines))]
    assert root.lines(paths) == dict(zip(paths, lines, strict=True))
