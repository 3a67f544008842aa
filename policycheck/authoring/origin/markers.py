"""Where a marker may stand in a template, so that each line of its output can tell the line it comes from.

A marker is a YAML comment at the end of a line: what Helm reads of the output stays what it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policycheck.authoring.origin.logical_lines import LogicalLine, is_reached, logical_lines
from policycheck.patterns import regex
from policycheck.records import Record

MARKER = regex(" ?#\ue000(\\d+)\\.(\\d+)\ue001")
_BEGINS_LINE = regex(r"\bnindent\b")
_SEPARATOR = regex(r"---[ \t]*")
_OPEN_ENDED = regex(r"(?:[:\[{,|>-]|[|>][+-]?\d?|[|>]\d?[+-]?)\s*$")


class Marked(Record):
    """A template with markers, and what is known of the lines they name.

    `literals` are a line's texts outside of actions; `others` the lines without a marker of which some output can stand
    above a line's marker; `unmarked` are all such lines.
    """

    text: str
    literals: Mapping[int, tuple[str, ...]]
    others: Mapping[int, tuple[int, ...]]
    unmarked: tuple[int, ...]


def marked(text: str, number: int, *, cautious: bool = False) -> Marked:
    """The text of file `number` with a marker at the end of each line that prints and can bear one.

    None stands inside an action or a `define`, behind `-}}`, on a separator, or where other text would come into the
    comment. With `cautious`, none either on a line whose scalar could go on in the next.
    """
    printing = [line for line in logical_lines(text) if line.prints and not _SEPARATOR.fullmatch(_last(line, text))]
    bearing = [line for line in printing if _may_bear(line, text, cautious=cautious)]
    pieces, at = [], 0
    for line in bearing:
        pieces += [text[at : line.end], f" #\ue000{number}.{line.line}\ue001"]
        at = line.end
    ends = {line.end for line in bearing}
    loose = [line for line in printing if line.end not in ends or not line.reaches_its_end]
    others: dict[int, list[int]] = {line.line: [] for line in bearing}
    for line in loose:
        for follower in _followers(line, bearing, text):
            if follower != line.line:
                others[follower].append(line.line)
    return Marked(
        "".join([*pieces, text[at:]]),
        {line.line: line.literals for line in printing},
        {line: tuple(found) for line, found in others.items()},
        tuple(line.line for line in loose),
    )


def _may_bear(line: LogicalLine, text: str, *, cautious: bool) -> bool:
    if line.trims_after or line.literals[:1] == ("---",) or _last(line, text).startswith("---"):
        return False
    if line.follows and line.follows.trims_before and line.follows.prints:
        return bool(_BEGINS_LINE.search(line.follows.body))
    return not (cautious and _may_go_on(_last(line, text), text[line.end :]))


def _last(line: LogicalLine, text: str) -> str:
    """The text of the last of the lines that are one."""
    return text[text.rfind("\n", 0, line.end) + 1 : line.end]


def _may_go_on(here: str, rest: str) -> bool:
    """Whether the next line is indented deeper, and this one does not end as one does that has something below it."""
    below = next((line for line in rest.split("\n")[1:] if line.strip()), "")
    deeper = len(below) - len(below.lstrip()) > len(here) - len(here.lstrip())
    return deeper and not _OPEN_ENDED.search(here)


def _followers(loose: LogicalLine, bearing: Iterable[LogicalLine], text: str) -> list[int]:
    """The lines whose markers can be the next behind what a line prints, over all branches and rounds of loops."""
    found: list[int] = []
    stop: LogicalLine | None = None
    for line in bearing:
        if line.end >= loose.end and stop is None:
            found.append(line.line)
            if is_reached(loose.begins_in, line.ends_in) and line.reaches_its_end and not loose.jumps:
                stop = line
    loops = {block for block, _ in loose.begins_in if text.startswith("range", _word_at(text, block))}
    if stop is not None:
        loops -= {block for block, _ in stop.ends_in}
    again = [line.line for line in bearing if line.end < loose.end and loops & {block for block, _ in line.ends_in}]
    return again + found


def _word_at(text: str, action: int) -> int:
    at = action + 2
    while at < len(text) and text[at] in "- \t\r\n":
        at += 1
    return at
