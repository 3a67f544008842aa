"""What equality with helm cannot say: duplicates, infinities, integers beyond 2^53, and the differences we know of."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import yaml

from policycheck.errors import ManifestError
from policycheck.exact_yaml.reader import read

Ask = Callable[[Sequence[str]], list[object]]
Told = Callable[[str], object]

KNOWN = yaml.load((Path(__file__).parent / "oracle/known.yaml").read_text(), yaml.BaseLoader)  # noqa: S506 - only strings
CASES = [pytest.param(case, id=repr(case["text"])) for group in KNOWN for case in group["cases"]]

DUPLICATES = {
    "a: 1\na: 2\n": {"a": 2},
    "a: 1\nb: 2\na:\n": {"a": None, "b": 2},
    "{a: 1, a: 2}\n": {"a": 2},
    "a: {b: 1}\na: {c: 1}\n": {"a": {"c": 1}},
    "a:\n  b: 1\n  'b': 2\n": {"a": {"b": 2}},
    "- {a: 1, a: 2}\n": [{"a": 2}],
    "? a\n: 1\na: 2\n": {"a": 2},
    "y: 1\nyes: 2\n": {"true": 2},
    "017: 1\n15: 2\n": {"15": 2},
}
COLLISIONS = {'8080: a\n"8080": b\n': "8080", '"true": a\ny: b\n': "true", "1.10: a\n'1.1': b\n": "1.1"}
INFINITIES = [
    *(sign + word for word in (".inf", ".Inf", ".INF") for sign in ("", "+", "-")),
    *(".nan", ".NaN", ".NAN"),
    *("!!float .inf", "!!float '-.INF'"),
]
BIG_INTEGERS = {
    "9007199254740993": 9007199254740993,
    "-9007199254740993": -9007199254740993,
    "9223372036854775807": 9223372036854775807,
    "-9223372036854775808": -9223372036854775808,
    "9223372036854775808": 9223372036854775808,
    "18446744073709551615": 18446744073709551615,
    "0xffffffffffffffff": 18446744073709551615,
    "0o777777777777777777777": 9223372036854775807,
    "1_000_000_000_000_000_001": 1000000000000000001,
    "18446744073709551616": 18446744073709551616.0,
    "-9223372036854775809": -9223372036854775809.0,
    "+9223372036854775808": 9223372036854775808.0,
    "02000000000000000000000": 2e21,
    "0o2000000000000000000000": "0o2000000000000000000000",
    "0x10000000000000000": "0x10000000000000000",
    "-0x8000000000000001": "-0x8000000000000001",
}


@pytest.fixture(scope="session")
def told(ask: Ask) -> Told:
    """What helm says of a text; of all in the tables in one run, which takes as long as for one."""
    known = [case["text"] for group in KNOWN for case in group["cases"]]
    texts = [*known, *DUPLICATES, *COLLISIONS, *map(infinite, INFINITIES), *map(listed, BIG_INTEGERS)]
    answers = dict(zip(texts, ask(texts), strict=True))
    return answers.__getitem__


def infinite(written: str) -> str:
    return f"a: 1\nb: [{written}]\n"


def listed(written: str) -> str:
    return f"[{written}]\n"


@pytest.mark.parametrize("case", CASES)
def test_known_difference_is_still_there(case: dict[str, str], told: Told) -> None:
    helms = told(case["text"])
    assert shown(helms) == case["helm"]
    assert shown(ours(case["text"])) == case["ours"]


@pytest.mark.parametrize("text", DUPLICATES)
def test_last_of_duplicate_keys_stands(text: str, told: Told) -> None:
    reading = read(text)
    assert told(text) == reading.body == DUPLICATES[text]
    assert len(reading.duplicates) == 1


@pytest.mark.parametrize("text", COLLISIONS)
def test_keys_equal_only_after_conversion_are_duplicates(text: str, told: Told) -> None:
    """Helm takes either, from one run to the next: it converts a Go map, which has no order."""
    reading, key = read(text), COLLISIONS[text]
    assert reading.body == {key: "b"}
    assert len(reading.duplicates) == 1
    assert told(text) in ({key: "a"}, {key: "b"})


@pytest.mark.parametrize("written", INFINITIES)
def test_infinity_refuses_the_document(written: str, told: Told) -> None:
    text = infinite(written)
    with pytest.raises(ManifestError) as raised:
        read(text)
    assert raised.value.line == 2
    helms = told(text)
    assert "unsupported value" in str(helms)


@pytest.mark.parametrize("written", BIG_INTEGERS)
def test_integers_are_exact_to_64_bits(written: str, told: Told) -> None:
    """Helm shows the same number in a 64-bit float, since its `fromYaml` goes through one; the API server does not."""
    expected = BIG_INTEGERS[written]
    body = read(listed(written)).body
    assert repr(body) == repr([expected])
    helms = told(listed(written))
    assert json.loads(json.dumps(helms), parse_int=float) == json.loads(json.dumps(body), parse_int=float)


@pytest.mark.parametrize(("levels", "by_helm", "by_us"), [(199, 1, 1), (300, 1, 0), (10_001, 0, 0)])
def test_nesting_is_bounded_below_helms_bound(levels: int, by_helm: int, by_us: int, ask: Ask) -> None:
    """No Kubernetes object is so deep; our bound lets whoever walks a value recurse."""
    text = "a: " + "[" * levels + "]" * levels
    (helms,) = ask([text])
    assert (shown(helms) != "refused") == bool(by_helm)
    assert (shown(ours(text)) != "refused") == bool(by_us)


@pytest.mark.parametrize(("levels", "refused"), [(3, 0), (9, 1)])
def test_aliases_that_multiply_are_refused_as_helm_refuses_them(levels: int, refused: int, ask: Ask) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1} '] * 10)}]" for level in range(1, levels)]
    text = "\n".join(lines)
    (helms,) = ask([text])
    assert (shown(helms) == "refused") == (shown(ours(text)) == "refused") == bool(refused)


def ours(text: str) -> object:
    try:
        return read(text).body
    except ManifestError as error:
        return error


def shown(answer: object) -> str:
    return "refused" if isinstance(answer, ManifestError) else json.dumps(answer)
