from __future__ import annotations

import pytest

from policycheck.errors import ManifestError
from policycheck.exact_yaml.positions import locate
from policycheck.model import Path

TEXT = """\
---
# a comment
kind: Pod
spec:
  containers:
  - name: a
    env:
      - {name: X, value: "1"}
      -
        name: Y
  'quoted key': |
    text
  base: &base
    x: 1
  merged:
    <<: *base
    own: 2
  alias: *base
  list: [a, [b, c]]
  ? explicit
  : 1
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (3, 1)),
        (("kind",), (3, 1)),
        (("spec", "containers"), (5, 3)),
        (("spec", "containers", 0), (6, 5)),
        (("spec", "containers", 0, "name"), (6, 5)),
        (("spec", "containers", 0, "env", 0), (8, 9)),
        (("spec", "containers", 0, "env", 0, "value"), (8, 19)),
        (("spec", "containers", 0, "env", 1), (10, 9)),
        (("spec", "quoted key"), (11, 3)),
        (("spec", "merged", "x"), (14, 5)),
        (("spec", "merged", "own"), (17, 5)),
        (("spec", "alias"), (18, 3)),
        (("spec", "alias", "x"), (14, 5)),
        (("spec", "list", 1), (19, 13)),
        (("spec", "list", 1, 1), (19, 17)),
        (("spec", "explicit"), (20, 5)),
    ],
    ids=repr,
)
def test_a_path_stands_at_its_key_or_its_first_character(path: Path, place: tuple[int, int]) -> None:
    assert locate(TEXT, [path]) == {path: place}


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("metadata", "name"), (3, 1)),
        (("spec", "containers", 0, "resources", "limits"), (6, 5)),
        (("spec", "containers", 7), (5, 3)),
        (("spec", "containers", -1), (5, 3)),
        (("spec", "containers", "name"), (5, 3)),
        (("kind", "x"), (3, 1)),
        (("spec", 0), (4, 1)),
    ],
    ids=repr,
)
def test_a_missing_path_stands_at_its_nearest_ancestor(path: Path, place: tuple[int, int]) -> None:
    assert locate(TEXT, [path]) == {path: place}


def test_many_paths_are_found_in_one_parse() -> None:
    paths: list[Path] = [("spec", "list", 0), ("kind",), ("nothing",)]
    assert list(locate(memoryview(TEXT.encode()), paths)) == paths


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("\ufeffa: 1\nb: 2\n", (2, 1), id="a byte order mark"),
        pytest.param("a: 1\r\nb: 2\r\n", (2, 1), id="Windows line ends"),
        pytest.param("a: 1\x85b: 2\n", (1, 6), id="next line"),
        pytest.param("a: '\u2028'\nb: 2\n", (2, 1), id="line separator"),
        pytest.param("{a: '\U0001f600', b: 2}\n", (1, 10), id="columns are characters"),
        pytest.param("b: 1\na: 1\nb: 2\n", (3, 1), id="the duplicate that stands"),
        pytest.param("\n\n", (1, 1), id="no document"),
    ],
)
def test_lines_and_columns_are_those_of_an_editor(text: str, place: tuple[int, int]) -> None:
    assert locate(text.encode(), [("b",)]) == {("b",): place}


def test_keys_are_found_by_what_kubernetes_reads() -> None:
    assert locate("y: 1\n8080: 2\n1.10: 3\n", [("true",), ("8080",), ("1.1",)]) == {
        ("true",): (1, 1),
        ("8080",): (2, 1),
        ("1.1",): (3, 1),
    }


def test_a_text_that_cannot_be_read_has_no_places() -> None:
    with pytest.raises(ManifestError):
        locate("a: [", [("a",)])
