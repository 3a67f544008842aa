"""Which block of a marked render is which block of a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policycheck.authoring.origin.blocks import Block
from policycheck.authoring.origin.marked_render import MarkedBlock


def matched(theirs: Sequence[Block], ours: Sequence[MarkedBlock]) -> Iterator[tuple[Block, MarkedBlock | str]]:
    """Each block of one template in a text, with ours, or with why none of ours is it.

    Equal texts belong together, the first with the first; the others in their order, if they are equally many.
    """
    left = list(ours)
    pairs: list[MarkedBlock | None] = []
    for block in theirs:
        equal = next((one for one in left if one.lines == block.lines), None)
        pairs.append(equal)
        if equal:
            left.remove(equal)
    others = pairs.count(None)
    for block, pair in zip(theirs, pairs, strict=True):
        if pair:
            yield block, pair
        elif others == len(left):
            others -= 1
            yield block, left.pop(0)
        else:
            yield block, _why(len(theirs), len(ours))


def _why(theirs: int, ours: int) -> str:
    return (
        f"it holds {theirs} document{'s' * (theirs != 1)} of this template, and our own render of the chart {ours}; "
        "was it rendered with other values?"
    )
