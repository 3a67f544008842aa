"""Templates as people write them, and as they do not: what Hypothesis compares our scanner with Go's parser on."""

from __future__ import annotations

from hypothesis import strategies as st

LITERALS = st.sampled_from(
    [
        "1",
        "-1.5e3",
        "0x1F",
        "1_000",
        "true",
        "nil",
        "'a'",
        "'\\n'",
        '"a b"',
        '"\\u00e9\\"}}"',
        "`raw }} \n`",
        '""',
        "1i",
        "089",
    ]
)
NAMES = st.sampled_from(['"a"', '"orders.labels"', "`b`", '"é"'])
FIELDS = st.sampled_from([".", ".Values", ".Values.a.b", "$", "$.Values.x", "$x", "$y.z", ".été", ".a1._b"])
FUNCTIONS = st.sampled_from(["include", "default", "toYaml", "nindent", "not", "eq", "tpl", "index"])
SPACES = st.sampled_from([" ", " ", " ", "\n  ", "\t", ""])


def _joined(parts: list[str]) -> str:
    return " ".join(parts)


def _pipelines(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operands = st.one_of(
        LITERALS, FIELDS, FUNCTIONS, NAMES, st.builds("({}){}".format, inner, st.sampled_from(["", ".a", ".b.c"]))
    )
    commands = st.lists(operands, min_size=1, max_size=4).map(_joined)
    return st.lists(commands, min_size=1, max_size=3).map(" | ".join)


PIPELINES = st.recursive(st.one_of(FIELDS, FUNCTIONS), _pipelines, max_leaves=6)
SETTING = st.builds("{} {} {}".format, st.sampled_from(["$x", "$y", "$x, $y"]), st.sampled_from([":=", "="]), PIPELINES)
RAW = st.one_of(
    st.sampled_from(["replicas: 2\n", "  ", "\n\n", "a: {b: c}\n", "} }", "{ {", "é\n", "# no\n", ""]),
    st.text(alphabet="{}-/* \"'`a.$|\n\r(),:=é", max_size=12),
)
ODD = st.sampled_from(
    [
        "",
        "/* c */",
        " /* c */",
        "/* {{ x }} */",
        ".a..b",
        "$x.",
        "1x",
        "a b)",
        "(a",
        "a | 1",
        "nil.x",
        '"a',
        "break",
        "continue",
        "a,b",
        "$x, $y := .",
        ".a.1",
        "a:=1",
        "else",
        "end x",
        "include.x .",
        "1.2.3",
        "'ab'",
        '"\\q"',
        "- 3",
        "{{",
        "a}b",
    ]
)


def _action(markers: tuple[bool, bool], space: str, body: str) -> str:
    before, after = markers
    return "{{" + ("- " if before else "") + space + body + space + (" -" if after else "") + "}}"


MARKERS = st.tuples(st.booleans(), st.booleans())
ACTIONS = st.builds(
    _action,
    MARKERS,
    SPACES,
    st.one_of(PIPELINES, SETTING, ODD, st.builds("template {} {}".format, NAMES, st.one_of(st.just(""), PIPELINES))),
)


def _block(head: str, body: str, other: str | None, tail: str) -> str:
    return head + body + (other or "") + tail


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    heads = st.builds(
        _action,
        MARKERS,
        SPACES,
        st.one_of(
            st.builds("{} {}".format, st.sampled_from(["if", "with", "range"]), st.one_of(PIPELINES, SETTING)),
            st.builds("block {} {}".format, NAMES, PIPELINES),
            st.builds("define {}".format, NAMES),
        ),
    )
    elses = st.builds(
        "{}{}".format,
        st.builds(
            _action,
            MARKERS,
            SPACES,
            st.one_of(st.just("else"), st.builds("else {} {}".format, st.sampled_from(["if", "with"]), PIPELINES)),
        ),
        inner,
    )
    tails = st.builds(_action, MARKERS, SPACES, st.sampled_from(["end", "end", "end", "end", ""]))
    return st.lists(
        st.one_of(inner, st.builds(_block, heads, inner, st.one_of(st.none(), elses), tails)), max_size=3
    ).map("".join)


TEMPLATES = st.recursive(st.lists(st.one_of(RAW, ACTIONS), max_size=4).map("".join), _blocks, max_leaves=6)


def _set_first(template: str) -> str:
    return "{{ $x := 1 }}{{ $y := 2 }}" + template


GENERATED = st.one_of(TEMPLATES, TEMPLATES.map(_set_first))
