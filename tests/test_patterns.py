"""A pattern that is compiled later says what one that is compiled at once says."""

from __future__ import annotations

import pkgutil
import re
import sys
from importlib import import_module
from subprocess import run

import pytest

import policycheck
from policycheck.patterns import regex

WORD = regex(r"(?P<first>[a-z])\w*", re.IGNORECASE)
AT_ONCE = re.compile(r"(?P<first>[a-z])\w*", re.IGNORECASE)
TEXTS = ["", "word", "Two words", "1", " x", "é"]
NOT_IMPORTED = {"policycheck.pytest_plugin", "policycheck.__main__"}


@pytest.mark.parametrize("text", TEXTS)
def test_it_finds_what_a_compiled_one_finds(text: str) -> None:
    for _ in range(2):
        found, expected = WORD.match(text), AT_ONCE.match(text)
        assert (found and found.groupdict()) == (expected and expected.groupdict())
        assert bool(WORD.fullmatch(text)) == bool(AT_ONCE.fullmatch(text))
        assert WORD.findall(text) == AT_ONCE.findall(text)
        assert WORD.sub("_", text) == AT_ONCE.sub("_", text)
    assert (WORD.pattern, WORD.flags, WORD.groups) == (AT_ONCE.pattern, AT_ONCE.flags, AT_ONCE.groups)


def test_it_reads_bytes() -> None:
    assert regex(rb"\d+").findall(b"1 22") == [b"1", b"22"]


def test_what_a_pattern_does_not_have_it_has_not() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        _ = WORD.nothing  # type: ignore[attr-defined]


def test_every_pattern_of_the_package_can_be_compiled() -> None:
    patterns = 0
    for module in pkgutil.walk_packages(policycheck.__path__, "policycheck."):
        if module.name not in NOT_IMPORTED and not module.name.startswith("policycheck.pytest_plugin."):
            made = [value for value in vars(import_module(module.name)).values() if type(value) is type(WORD)]
            patterns += sum(isinstance(pattern.flags, int) for pattern in made)
    assert patterns > 100


def test_importing_what_a_pipe_needs_compiles_none_of_its_patterns() -> None:
    program = """
import re, sys
compile, ours = re.compile, []
def noted(pattern, *flags):
    if "policycheck" in sys._getframe(1).f_globals["__name__"]:
        ours.append(pattern)
    return compile(pattern, *flags)
re.compile = noted
from policycheck import api
from policycheck.cli import check
from policycheck.language.functions import HOMES
from importlib import import_module
for module in set(HOMES.values()): import_module(f"policycheck.language.functions.{module}")
print(*ours, sep="\\n", end="")
"""
    assert run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == ""
