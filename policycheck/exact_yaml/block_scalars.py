"""Texts of several lines after `|` or `>`, as libyaml's scanner reads them."""

from __future__ import annotations

from collections.abc import Sequence

from policycheck.exact_yaml.unusual import UnusualError
from policycheck.records import Record


class Header(Record):
    """`|` or `>` and what follows it. `end`: "-", "+" or ""; `indent`: the columns of its digit, 0 without one."""

    folds: bool
    end: str
    indent: int


def header(written: str) -> Header:
    mark, _, comment = written.partition(" ")
    options = mark[1:]
    end = options.strip("123456789")
    digit = options.strip("+-")
    if end not in ("", "+", "-") or len(digit) > 1 or len(end) + len(digit) < len(options):
        raise UnusualError
    if comment.lstrip(" ")[:1] not in ("", "#"):
        raise UnusualError
    return Header(mark[0] == ">", end, int(digit or 0))


def block_scalar(lines: Sequence[str], at: int, head: Header, column: int) -> tuple[str, int]:
    """The text that begins in line `at` below a key or a dash in `column`, and the line after it.

    The last of the lines is a mark that no text holds; the one before it ends without a line break.
    """
    indent = column + head.indent if head.indent else _detected(lines, at, column)
    margin, after = " " * indent, at
    while (line := lines[after]).startswith(margin) or not line.strip(" "):
        after += 1
    written = [line[indent:] for line in lines[at:after]]
    cut_off = written.pop() if written and after == len(lines) - 1 else ""
    if cut_off:
        return _joined([*written, cut_off], folds=head.folds), after
    last = len(written)
    while last and not written[last - 1]:
        last -= 1
    text, breaks = _joined(written[:last], folds=head.folds), len(written) - last
    if head.end == "+":
        return text + "\n" * (breaks + (last > 0)), after
    return (text + "\n" if last and not head.end else text), after


def _detected(lines: Sequence[str], at: int, column: int) -> int:
    """The indentation: that of the first line with text, or of a longer blank line above it."""
    indent = column + 1
    while not lines[at].strip(" "):
        indent = max(indent, len(lines[at]))
        at += 1
    first = lines[at].lstrip(" ")
    if first[0] == "\t":
        raise UnusualError
    return max(indent, len(lines[at]) - len(first))


def _joined(written: Sequence[str], *, folds: bool) -> str:
    if not folds:
        return "\n".join(written)
    parts: list[str] = []
    breaks, keeps = 0, True
    for line in written:
        if not line:
            breaks += 1
            continue
        kept = line[0] in " \t"
        if parts:
            parts.append("\n" * (breaks + 1) if keeps or kept else "\n" * breaks or " ")
        else:
            parts.append("\n" * breaks)
        parts.append(line)
        breaks, keeps = 0, kept
    return "".join(parts)
