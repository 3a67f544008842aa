"""The tokens of an author's text, and where they stand: JMESPath's tree keeps no positions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policycheck.patterns import regex

QUOTED = r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`"""

# Quoted text, identifiers, indexes and slices stay as they are; what is left is a $name, a bare number, or one of the
# words true, false and null where JMESPath would read a field of that name.
TOKEN = regex(
    rf"""{QUOTED}
      | (?P<open>['"`])
      | \[\s*-?\d*\s*(?::\s*-?\d*\s*){{0,2}}\]
      | (?<![.\w])(?P<word>true|false|null)\b(?!\s*[:(])
      | (?<![.\w])(?P<constant>True|TRUE|False|FALSE|None|NULL|Null|nil|undefined)\b(?!\s*[:(])
      | [A-Za-z_]\w*
      | \$(?P<name>[A-Za-z_]\w*)
      | (?P<number>-?\d+(?:\.\d+)?)""",
    re.VERBOSE | re.DOTALL | re.ASCII,
)


def column_of(text: str, word: str) -> int | None:
    """The column of the first whole `word` outside quotes."""
    for match in TOKEN.finditer(text):
        if match[0] in {word, f'"{word}"', f"${word}"}:
            return match.start() + 1
    return None


def operands(text: str) -> Iterator[tuple[int, str]]:
    """Column and text of each quoted name and each `[0]` that by itself is compared, an argument or in a list."""
    for match in TOKEN.finditer(text):
        before, after = text[: match.start()].rstrip(), text[match.end() :].lstrip()
        opened = re.search(r"\w\(\Z|[,<>=\[]\Z", before)
        compared = re.match(r"[=!<>]=|[<>]", after) and not re.search(r"[.\w)\]'\"`@*]\Z", before)
        if (opened or compared) and not after.startswith((".", "[", ":")) and re.match(r'"|\[\s*-?\d', match[0]):
            yield match.start() + 1, match[0]


def ends_operand(before: str) -> bool:
    """Whether what stands before a place can be the end of an operand."""
    last = before.rstrip()[-1:]
    return last.isascii() and (last.isalnum() or last in tuple("_)]'\"`@"))


def columns_of_sign(sign: str, text: str) -> list[int]:
    """The columns of a sign outside quotes."""
    bare = re.sub(QUOTED, lambda quoted: " " * len(quoted[0]), text, flags=re.DOTALL)
    return [match.start() + 1 for match in re.finditer(sign, bare)]
