"""Generated texts are read as helm reads them. Hypothesis only writes the texts: helm judges hundreds in one run."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from policycheck.errors import ManifestError
from policycheck.exact_yaml.reader import read
from tests.effort import scaled

Differences = Callable[[Sequence[str]], list[str]]

TEXTS_PER_RUN = scaled(150)

# What oracle/known.yaml tells of, and document marks: a text is one document here.
APART = re.compile(
    r"(?:^|[\r\x85\u2028\u2029])(?:---|\.\.\.)|\\'|\\u[dD]|:[,\[\]{}]|\ufeff|!\S*[,\[\]{}]", re.MULTILINE
)

NUMERALS = "0123456789+-._eExXobOBTZ: aFfyYnN~=<"
PROSE = "ab 10:?-#'\"\n\t,[]{}&*!|>%@é\u0085\u2028\U0001f600"
FRAGMENTS = (
    *(
        "\n",
        " ",
        "  ",
        "\t",
        "\r\n",
        "# c",
        " # c\n",
        ",",
        ": ",
        ":",
        "?",
        "? ",
        "- ",
        "-",
        "'",
        '"',
        "[",
        "]",
        "{",
        "}",
    ),
    *(
        "&x ",
        "*x ",
        "*x",
        "<<: *x\n",
        "<<: {a: 1}\n",
        "!!str ",
        "!!int ",
        "!!float ",
        "!!bool ",
        "!!null ",
        "!foo ",
        "! ",
    ),
    *(
        "|",
        ">",
        "|-\n",
        ">+\n",
        "~",
        "null",
        "yes",
        "0x1f",
        "017",
        "1e3",
        "1_0",
        ".5",
        "\\n",
        "\\x41",
        "\\",
        "%",
        "@",
        "`",
    ),
)

words = st.sampled_from(
    ["a", "key", "null", "y", "No", "1", "1.5", "0o7", "1e3", "2026-01-31", "=", "<<", "", " a ", "a: b"]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words
leaves = scalars | st.text(st.sampled_from(PROSE), max_size=12)
trees = st.recursive(
    leaves,
    lambda children: (
        st.lists(children, max_size=4) | st.dictionaries(words | st.text("abc1", max_size=3), children, max_size=4)
    ),
    max_leaves=12,
)


@st.composite
def dumped(draw: st.DrawFn) -> str:
    """Write a tree in one of PyYAML's many hands."""
    return yaml.safe_dump(
        {"k": [draw(trees)]},  # a list, so that the root is never in braces
        default_style=draw(st.sampled_from([None, None, '"', "'", "|", ">"])),
        default_flow_style=draw(st.sampled_from([None, False])),
        indent=draw(st.integers(2, 5)),
        width=draw(st.integers(5, 80)),
        allow_unicode=draw(st.booleans()),
        line_break=draw(st.sampled_from(["\n", "\r\n", "\r"])),
    )


@st.composite
def as_json(draw: st.DrawFn) -> str:
    return "k: " + json.dumps(draw(trees), indent=draw(st.sampled_from([None, 2])), ensure_ascii=False)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Put fragments of syntax anywhere into a tidy text: most results are refused, and both must refuse them."""
    text = draw(dumped() | as_json())
    for fragment in draw(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=3)):
        place = draw(st.integers(text.index(":") + 2, len(text)))
        text = text[:place] + fragment + text[place:]
    return text


@st.composite
def block_scalars(draw: st.DrawFn) -> str:
    header = draw(st.sampled_from("|>")) + draw(st.sampled_from(["", "-", "+", "1", "2-", "+3"]))
    lines = draw(
        st.lists(st.sampled_from(["", " ", "   ", "a", " a", "  a", "   a ", "    a", "  \ta", "  # a", "  - a"]))
    )
    return f"k: {header}\n" + "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n", "\nb: 1\n"]))


@st.composite
def quoted(draw: st.DrawFn) -> str:
    quote = draw(st.sampled_from("'\""))
    escapes = ["\\n", "\\t", "\\\n", "\\x41", "\\/", "\\u00e9", "\\N", "\\ ", '\\"', "\\\\", "''"]
    parts = draw(st.lists(st.sampled_from(["a", "b ", " ", "\n", "\n\n", "\t", "# c", ": ", *escapes]), max_size=8))
    return f"k: {quote}{''.join(parts)}{quote}\n"


GENERATED = {
    "number-like values": st.text(st.sampled_from(NUMERALS), min_size=1, max_size=9).map("k: {}\n".format),
    "number-like keys": st.text(st.sampled_from(NUMERALS), min_size=1, max_size=9).map("{}: v\n".format),
    "soup": st.lists(st.sampled_from(FRAGMENTS), max_size=8).map(lambda parts: "k: " + "".join(parts)),
    "dumped": dumped(),
    "json": as_json(),
    "json documents": trees.map(lambda tree: json.dumps({"k": tree})),
    "damaged": damaged(),
    "block scalars": block_scalars(),
    "quoted": quoted(),
}


@pytest.mark.parametrize("kind", GENERATED)
def test_generated_texts_are_read_as_helm_reads_them(kind: str, differences: Differences) -> None:
    found = differences(generated(GENERATED[kind]))
    assert not found, "\n".join(found)


def generated(strategy: st.SearchStrategy[str]) -> list[str]:
    """Collect texts that helm can be asked about, each once."""
    texts: dict[str, None] = {}

    @settings(
        max_examples=TEXTS_PER_RUN,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
        deadline=None,
    )
    @given(strategy)
    def collect(text: str) -> None:
        if not APART.search(text) and not _repeats_a_key(text):
            texts[text] = None

    collect()
    return list(texts)


def _repeats_a_key(text: str) -> bool:
    """Keys that differ only before they are converted come out of helm in random order."""
    try:
        return bool(read(text).duplicates)
    except ManifestError:
        return False
