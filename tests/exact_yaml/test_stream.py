from __future__ import annotations

import pytest

from policycheck.exact_yaml.stream import split


def texts(stream: bytes) -> list[bytes]:
    return [bytes(piece.text) for piece in split(stream)]


@pytest.mark.parametrize(
    ("stream", "documents"),
    [
        pytest.param(b"", [], id="nothing"),
        pytest.param(b"\n \n\t\n", [], id="blank"),
        pytest.param(b"---", [], id="a separator"),
        pytest.param(b"---\n---\n---\n", [], id="separators"),
        pytest.param(b"# a\n---\n  # b\r\n---\n#c", [], id="comments"),
        pytest.param(b"a: 1", [b"a: 1"], id="one without a line break"),
        pytest.param(b"a: 1\n---\nb: 2\n", [b"a: 1\n", b"---\nb: 2\n"], id="two"),
        pytest.param(b"a: 1\r\n---\r\nb: 2\r\n", [b"a: 1\r\n", b"---\r\nb: 2\r\n"], id="Windows line ends"),
        pytest.param(b"\xef\xbb\xbf---\na: 1\n", [b"---\na: 1\n"], id="a byte order mark"),
        pytest.param(b"--- # x\na: 1\n---\t\nb: 2", [b"--- # x\na: 1\n", b"---\t\nb: 2"], id="more on the line"),
        pytest.param(b"--- {a: 1}\n--- 2", [b"--- {a: 1}\n", b"--- 2"], id="content on the line"),
        pytest.param(b"a: |\n  x\n  ---\n  y\n", [b"a: |\n  x\n  ---\n  y\n"], id="indented in a block scalar"),
        pytest.param(b"a: 1\n---b: 2\n", [b"a: 1\n---b: 2\n"], id="the start of a word"),
        pytest.param(b"a: 1\n-----\nb: 2\n", [b"a: 1\n-----\nb: 2\n"], id="more dashes"),
        pytest.param(b"# a\n---\na: 1\n", [b"---\na: 1\n"], id="comments above the separator"),
        pytest.param(b"%YAML 1.1\n# x\n---\na: 1\n", [b"%YAML 1.1\n# x\n---\na: 1\n"], id="a directive"),
        pytest.param(b"%x\n{}", [b"%x\n{}"], id="a directive above JSON"),
        pytest.param(b"a: 1\n---\n%x\n", [b"a: 1\n", b"---\n%x\n"], id="a directive of nothing"),
    ],
)
def test_a_stream_is_cut_at_its_separators(stream: bytes, documents: list[bytes]) -> None:
    assert texts(stream) == documents


@pytest.mark.parametrize(
    ("stream", "documents"),
    [
        pytest.param(b'{"a": 1}', [b'{"a": 1}'], id="one"),
        pytest.param(b'{"a": 1}{"b": "\xc3\xa9"} [2]\n', [b'{"a": 1}', b'{"b": "\xc3\xa9"}', b" [2]"], id="in a row"),
        pytest.param(b'{"a": 1}\n---\n{"b": 2}\n', [b'{"a": 1}', b'{"b": 2}'], id="with a separator"),
        pytest.param(b'# Source: x\n{"a": 1}\nb: 2\n', [b'{"a": 1}', b"\nb: 2\n"], id="with YAML behind"),
        pytest.param(b'{"a": 1}{"b": ', [b'{"a": 1}', b'{"b": '], id="the last one broken"),
        pytest.param(b"{a: 1}\n", [b"{a: 1}\n"], id="a flow mapping"),
        pytest.param(b'{"a": "\xff"}', [b'{"a": "\xff"}'], id="no UTF-8"),
        pytest.param(b"[" * 9999, [b"[" * 9999], id="without end"),
    ],
)
def test_json_values_that_follow_each_other_are_documents(stream: bytes, documents: list[bytes]) -> None:
    assert texts(stream) == documents


def test_lines_are_lines_of_the_stream() -> None:
    stream = b'# a\n---\nb: 1\n---\n# c\nd: |\n  ---\n---\n\n{"e": 1}\n\n{"f": 2}\n---\ng: 1'
    assert [piece.line for piece in split(stream)] == [2, 4, 10, 10, 13]


@pytest.mark.parametrize(
    ("stream", "templates"),
    [
        pytest.param(
            b"---\n# Source: c/templates/a.yaml\na: 1\n---\n# Source: c/templates/b.yaml\nb: 1\n",
            ["c/templates/a.yaml", "c/templates/b.yaml"],
            id="of each document",
        ),
        pytest.param(b"# Source: c/templates/a.yaml\r\na: 1\r\n", ["c/templates/a.yaml"], id="Windows line ends"),
        pytest.param(
            b"# Source: c/templates/a.yaml\n# Source: https://example.com/x\na: 1\n",
            ["c/templates/a.yaml"],
            id="the first",
        ),
        pytest.param(b"# Source: c/templates/a.yaml\n---\na: 1\n", ["c/templates/a.yaml"], id="above the separator"),
        pytest.param(
            b"# Source: c/templates/a.yaml\n# only\n---\n# Source: c/templates/b.yaml\nb: 1\n",
            ["c/templates/b.yaml"],
            id="not of an empty document",
        ),
        pytest.param(
            b"# Source: c/templates/a.yaml\na: 1\n---\nb: 1\n", ["c/templates/a.yaml", None], id="not inherited"
        ),
        pytest.param(
            b"# Source: c/crds/x.yaml\na: 1\n---\nb: 1\n---\n# Source: c/templates/d.yaml\nd: 1\n---\ne: 1\n",
            ["c/crds/x.yaml", "c/crds/x.yaml", "c/templates/d.yaml", None],
            id="inherited in a file of crds/",
        ),
        pytest.param(b"a: |\n  x\n# Source: c/templates/a.yaml\n", [None], id="not below the content"),
        pytest.param(b"a: 1\n", [None], id="none"),
    ],
)
def test_the_template_is_that_of_the_comments_above(stream: bytes, templates: list[str | None]) -> None:
    assert [piece.template for piece in split(stream)] == templates


def test_texts_are_views_into_the_stream() -> None:
    stream = b"a: 1\n---\nb: 2\n"
    assert all(piece.text.obj is stream for piece in split(stream))
