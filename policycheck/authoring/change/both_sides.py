"""Both sides of a change in reach, each with the settings that it has."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from policycheck.authoring.change.git import Moved, Repository
from policycheck.authoring.change.sides import Side, working_tree, written_out
from policycheck.authoring.change.wanted import Wanted
from policycheck.config.effective import Config
from policycheck.errors import PolicycheckError
from policycheck.records import Record


class Sides(Record):
    """`moves` are the files in which they differ."""

    before: Side
    after: Side
    moves: Sequence[Moved]


@contextmanager
def both_sides(found: Repository, wanted: Wanted) -> Iterator[Sides]:
    """UsageError for refs that are none."""
    here = os.path.relpath(os.path.realpath(os.curdir), os.path.realpath(found.top))
    base = found.parting(wanted.base, wanted.head or "HEAD")
    head = found.commit(wanted.head) if wanted.head else None
    named = [*wanted.values_files, *([wanted.baseline] if wanted.baseline else [])]
    with ExitStack() as stack:
        before = stack.enter_context(written_out(found, base, f"{wanted.base} ({found.short(base)})", here, named))
        if head is None:
            after = working_tree(found, here)
        else:
            after = stack.enter_context(written_out(found, head, f"{wanted.head} ({found.short(head)})", here, named))
        yield Sides(before, after, found.changes(base, head))


def configured(side: Side, wanted: Wanted) -> Config:
    """The settings of a side; they, or policies that they bring, may lie in a chart's folder."""
    try:
        return side.inside(wanted.configure)
    except PolicycheckError:
        side.bring(map(os.path.dirname, side.chart_files()))
        return side.inside(wanted.configure)
