r"""Texts at the edges of what the fast way reads: block YAML in many hands, and real manifests with a line spoilt."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

ODD_KEYS = r"""
a b|x/y.z|$ref|-a|a:b|a#b|é|8080|y|~|<<|1.10|*a|?|? a|a |- a|a#|[a]|{a}|!a|a: b
"q"|'q'|"a: b"|'it''s'|"\x41"|"a\"b"|"a" |"a"b|'a|"a
"""
ODD_PLAIN = r"""
-1|017|1e3|0x1f|yes|~|null|2026-01-31|12:30:45|1_0|.inf|-|--x|a:b|a: b|a:|a #c|a#c|:a|?a|a?|x [y]|a, b|- a|#|é|@a|*a|...
%a|`a|!!str a|&a b|http://x:80/?q=1#f|---|a  b|=
"""
UNPRINTABLE = ["a\tb", "é\u3000ü", "a\u00a0", "\u2028", "a\x85b", "\ufeff", "\U0001f600", "a\x00", "a\u00ad"]
ODD_QUOTED = r"""
'it''s'|"a\"b"|"a\\"|"\n\t"|"\u00e9\x41"|"\ud800"|"\/"|"\q"|'a''|"\\\""|"a|'a|"a\|'a'b|"a"b|"a" b|'a'#c|"a: b"|'# a'
" a "|''''|"\0\a\b\e\v\f\r\ x"|"\_\N"|"a\x4"|"it's"|'say "a"'|"a
"""


def listed(texts: str) -> list[str]:
    return texts.strip("\n").replace("\n", "|").split("|")


def mostly(usual: Sequence[str], odd: Sequence[str]) -> st.SearchStrategy[str]:
    """Seldom an odd one: else few documents would have nothing wrong in them."""
    return st.sampled_from([*usual] * (25 * len(odd) // len(usual) + 1) + [*odd])


KEYS = mostly([f"key{number}" for number in range(40)], listed(ODD_KEYS))
PLAIN = mostly(["a", "b c", "1", "true", "x.y/z:1"], [*listed(ODD_PLAIN), *UNPRINTABLE, "|a"])
QUOTED = mostly(['"a"', "'a'", '""', "''", '"a b"'], listed(ODD_QUOTED))
FLOWS = st.recursive(
    PLAIN | QUOTED,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.lists(st.tuples(KEYS, mostly([": "], [":", " : ", ":\n  ", "\n  :"]), inner), max_size=3).map(
            lambda pairs: f"{{{', '.join(''.join(pair) for pair in pairs)}}}"
        )
    ),
    max_leaves=5,
).filter(lambda text: text[:1] in ("[", "{"))
BROKEN_FLOWS = mostly(
    [
        "[a,\n      b]",
        "[\n       a\n      ]",
        "[\n         a\n]",
        "{\n          a: b\n  }",
        "{a: b,\n       c: d}",
        '[\n      {a: [b, c]}, "d"]',
    ],
    [
        *(
            "[",
            "{",
            "[a,",
            "{a:\n  b}",
            "{a\n : b}",
            "[a\n  b]",
            '["a\n  b"]',
            "[a,]",
            "[,a]",
            "[a, # c\n  b]",
            "{a}",
            "{a: }",
        ),
        *(
            "{a: 1, a: 2}",
            "[a]]",
            "[a] b",
            "[a: b]",
            "[a,\nb]",
            "[[a,\n\n  b]]",
            "[a,\n\tb]",
            "[a,\n# c\n   b]",
            "[\n  a\n]",
        ),
    ],
)
HEADERS = st.builds(
    lambda *parts: "".join(parts),
    st.sampled_from("|>"),
    mostly(["", "-", "+"], ["1", "2", "2-", "+1", "0", "12", "-+", "x"]),
    mostly(["", " ", " # c"], ["#c", " c"]),
)
CONTENTS = mostly(["", "a", " a", "a: b", "- a", "# a"], [" ", "     ", "\ta", "a ", "---", "'", "[", "é", "...", '"'])
MORE = mostly(
    ["a", "b c", "", "é", "'", '"', "x'", 'x" # c'], ["a: b", "- c", "a #", "# a", "a:", "\\", "''", "x' ", "\t"]
)
ENDS = mostly(["", "", "", " ", " # c"], ["  #", " #: c", "\t", "#"])
STRAY = st.sampled_from(["", "  ", "# c", "    # c: d", "x", "  x", "      x y", "   - x", "   x: y", "\t", " \t# c"])
MARKS = mostly(
    ["", "---\n", "--- # c\n", "# c\n---\n"], ["--- a\n", "---\n---\n", "%YAML 1.1\n---\n", "...\n", "---#\n"]
)
TAILS = mostly(["", "\n", "\n\n", "\n# c"], ["\n  ", "\n...\n", "\n---\n", "\n    \n"])
BREAKS = mostly(["\n"], ["\r\n", "\r", "\x85"])
DEEPER = mostly(["  ", "  ", " ", "    "], [""])


@st.composite
def block_texts(draw: st.DrawFn) -> str:
    """A document of block YAML, most of it right, some of it wrong."""
    lines = draw(_collection(0, 3) | st.lists(PLAIN, min_size=1, max_size=3))
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        lines.insert(draw(st.integers(0, len(lines))), draw(STRAY))
    return (draw(MARKS) + "\n".join(lines) + draw(TAILS)).replace("\n", draw(BREAKS))


def _collection(column: int, depth: int) -> st.SearchStrategy[list[str]]:
    return _members(column, depth, item=False) | _members(column, depth, item=True)


@st.composite
def _members(draw: st.DrawFn, column: int, depth: int, *, item: bool) -> list[str]:
    """The lines of a list or of a mapping whose dashes or keys stand in a column."""
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        dash = "-" + draw(mostly([" "], ["  ", "   "]))
        begin = " " * column + (dash if item else draw(KEYS) + draw(mostly([": ", ":   "], [":", " : "])))
        choice = draw(st.integers(0, 5)) if depth else 0
        if choice == 1 and item:
            inner = column + len(dash)
            first, *more = draw(_collection(inner, depth - 1))
            lines += [begin + first[inner:], *more]
        elif choice == 2 and not item:
            lines += [begin.rstrip(" ") + draw(ENDS), *draw(_members(column, depth - 1, item=True))]
        elif choice > 2:
            inner = column + len(draw(DEEPER))
            lines += [begin.rstrip(" ") + draw(ENDS), *draw(_collection(inner, depth - 1))]
        else:
            lines += _value(draw, begin, " " * column + draw(DEEPER))
    return lines


def _value(draw: st.DrawFn, begin: str, deeper: str) -> list[str]:
    """The lines of a scalar, of brackets, or of nothing."""
    kind = draw(st.sampled_from(["plain", "quoted", "flow", "block", "more", "nothing", "alone"]))
    if kind == "block":
        return [begin + draw(HEADERS), *(deeper + line for line in draw(st.lists(CONTENTS, max_size=4)))]
    if kind == "flow":
        return [begin + draw(FLOWS | BROKEN_FLOWS) + draw(ENDS)]
    if kind == "nothing":
        return [begin + draw(ENDS)]
    if kind == "alone":
        return [begin, deeper + draw(PLAIN | QUOTED | FLOWS | HEADERS) + draw(ENDS)]
    if kind == "more":
        first = draw(st.sampled_from(["a", "b c", '"a', "'a", '"', "' a", "1", '"a\\\\']))
        more = draw(st.lists(MORE, min_size=1, max_size=3))
        more[-1] += draw(st.sampled_from(["", first[0]])) if first[0] in "'\"" else ""
        return [begin + first, *(deeper + line for line in more)]
    return [begin + draw(PLAIN if kind == "plain" else QUOTED) + draw(ENDS)]


FRAGMENTS = [*" \n\t#:-'\"[]{},|>&*!?\\é\x85~0y%@`\u2028\x00", "", "  ", " #", ": ", "- ", "\r\n", "---\n", "\n\n"]
FRAGMENTS += ["|-\n", ">2\n", "<<", "a: b"]


@st.composite
def spoilt(draw: st.DrawFn, texts: Sequence[str]) -> str:
    """A part of a real document with lines deleted, repeated, moved or indented, or a character changed."""
    lines = draw(st.sampled_from(texts)).split("\n")
    start = draw(st.integers(0, max(0, len(lines) - 8)))
    lines = lines[start : start + draw(st.integers(2, 25))]
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        line, column, fragment = lines[at], draw(st.integers(0, len(lines[at]))), draw(st.sampled_from(FRAGMENTS))
        changes = [
            [],
            [line, line],
            [" " + line],
            ["  " + line],
            [line[1:]],
            [line[2:]],
            [line[:column] + fragment + line[column:]],
            [line[:column] + fragment + line[column + 1 :]],
            [line[:column] + line[column : column + 2][::-1] + line[column + 2 :]],
            [draw(st.sampled_from(lines)), line],
        ]
        lines[at : at + 1] = draw(st.sampled_from(changes))
        lines = lines or [""]
    return "\n".join(lines) + draw(st.sampled_from(["\n", ""]))
