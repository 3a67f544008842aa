from __future__ import annotations

import pytest

from policycheck.config.entry_lines import entry_lines
from policycheck.language.section import open_section
from policycheck.model import Path

PLAIN = """\
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
        pytest.param(PLAIN, [3, 7], id="a block"),
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
def test_every_entry_has_the_line_that_an_editor_shows(text: str, lines: list[int]) -> None:
    root = open_section(text.encode(), "policycheck.yaml")
    paths: list[Path] = [("exceptions", number) for number in range(len(lines))]
    assert entry_lines(root, "exceptions") == dict(zip(paths, lines, strict=True)) == root.lines(paths)
