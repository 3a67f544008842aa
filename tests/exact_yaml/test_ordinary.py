"""The fast way reads ordinary documents, and never otherwise than the careful way does."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given

from policycheck.exact_yaml.ordinary import ordinary
from policycheck.exact_yaml.stream import split
from tests.effort import tries
from tests.exact_yaml.block_texts import block_texts, spoilt
from tests.exact_yaml.ways import taken

ROOT = Path(__file__).resolve().parents[2]
ORACLES = ROOT / "tests/exact_yaml/oracle"
SHAPES = yaml.load((ORACLES / "shapes.yaml").read_text(), yaml.BaseLoader)  # noqa: S506 - only strings
KNOWN = yaml.load((ORACLES / "known.yaml").read_text(), yaml.BaseLoader)  # noqa: S506 - idem
SCALARS = (ORACLES / "scalars.txt").read_text().splitlines()
AROUND = (
    "a: {}\n",
    "{}: a\n",
    "- {}\n",
    "a: [{}]\n",
    "a: {{b: {}}}\n",
    "a:\n  {}\n",
    "a: {} # c\n",
    "a: b\n  {}\n",
    "- {}",
)
SUFFIXES = (".yaml", ".yml", ".case", ".md", ".tpl", ".txt", ".json")


def texts(folder: str) -> list[str]:
    """The documents of every file in a folder; cases, templates and prose are YAML in parts only."""
    files = [path for path in sorted((ROOT / folder).rglob("*")) if path.suffix in SUFFIXES]
    return [str(piece.text, "utf-8") for path in files for piece in split(path.read_bytes())]


RENDERED = texts("fixtures/streams")


@given(block_texts())
@tries(60, but_for=(HealthCheck.too_slow,))
def test_block_texts_are_read_as_the_careful_way_reads_them(text: str) -> None:
    taken(text)


@given(spoilt(RENDERED))
@tries(120)
def test_spoilt_manifests_are_read_as_the_careful_way_reads_them(text: str) -> None:
    taken(text)


@pytest.mark.parametrize("folder", ["fixtures", "charts", "policies"])
def test_files_of_ours_are_read_as_the_careful_way_reads_them(folder: str) -> None:
    assert sum(map(taken, texts(folder)))


@pytest.mark.parametrize("line_break", ["\n", "\r\n"], ids=["Unix", "Windows"])
def test_what_charts_render_is_ordinary_unless_it_repeats_a_key(line_break: str) -> None:
    others = [text for text in RENDERED if not taken(text.replace("\n", line_break))]
    assert [text.split("\n")[1] for text in others] == ["# Source: shop/templates/orders-service.yaml"]


def test_the_texts_that_helm_was_asked_about_are_read_as_the_careful_way_reads_them() -> None:
    asked = [text for group in SHAPES.values() for text in group.values()]
    asked += [case["text"] for group in KNOWN for case in group["cases"]]
    asked += [around.format(scalar) for scalar in SCALARS for around in AROUND]
    assert sum(map(taken, asked)) > len(asked) / 2


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a:\n- b\n- - c\n  - d\n-\n  e: f\n- g:\n  - h\ni: j\n", id="lists as far left as their keys"),
        pytest.param("a: |\n  b: c\n\n  ---\nd: >-\n   e\n    f\n\n   g\n", id="block scalars"),
        pytest.param("a: |2-\n    b\n   c\nd: |+\n\n\ne: |", id="block scalars with every indicator"),
        pytest.param("a: |\n  b\n   ", id="a block scalar that the end of the text cuts off"),
        pytest.param("a: b\n  c - d\n\n  e\nf: 'g\n\n  h' # i\nj:\n  k\n  l\n", id="scalars of several lines"),
        pytest.param('"a b": "c\\u00e9\\n"\n\'d\': \'e\'\'f\'\n"g" : ""\n', id="quotes"),
        pytest.param("a: [b, 'c, d', {e: [f], \"g\":h}]\ni: [\n  j,\n  k]\nl: []\nm: {}\n", id="brackets"),
        pytest.param("# a\n\n---  # b\nc:   # d\n    # e\n  f: g#h # i\n# j\n", id="comments"),
        pytest.param("a:b: c:d\ne: http://f:1/#g\nh: -1\n8080: i\n\u00e9: \U0001f600\n", id="signs inside of words"),
        pytest.param("a:\nb:\n  -\n  - \n", id="nothing"),
        pytest.param("a: 1\r\nb: |\r\n  c\r\n", id="Windows line breaks"),
        pytest.param("-----BEGIN A-----\nb\n\nc==\n-----END A-----\n", id="a text"),
        pytest.param("# nothing\n", id="no document"),
    ],
)
def test_ordinary_is(text: str) -> None:
    assert taken(text)


@pytest.mark.parametrize(
    "text",
    [
        *("a: &b c\n", "a: !!str 1\n", "a: 1\na: 2\n", "y: 1\n", "<<: {}\n", "a:\tb\n", "a: .inf\n", "a: 'b\n"),
        *(
            "%YAML 1.1\n---\na: 1\n",
            "a: 1\n...\n",
            "? a\n: b\n",
            "a: b: c\n",
            "a: b\n c: d\n",
            "a: 1\n  b\n",
            "a\n---\n",
        ),
        *("a: \x85", "a: {b: 1, b: 2}\n", "a: [b?]\n", 'a: "\\/"\n', "a: [b\n", "a: [b\n  c]\n", "{a: 1}\n"),
        *("a: 'b\nc'\n", "a:\n  - b\n c\n", "a: 1\n---\nb: 1\n"),
    ],
    ids=repr,
)
def test_ordinary_is_not(text: str) -> None:
    assert not taken(text)


def test_what_was_read_before_does_not_matter() -> None:
    """A line means the same also after so many others that the memory of lines was emptied."""
    many = {f"key{number}": [number] for number in range(60_000)}
    assert ordinary("".join(f"{key}: {value}\n" for key, value in many.items())) == many
    assert taken("key0:\n- key1: |\n    key2: [2]\n")
