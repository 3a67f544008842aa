"""`policycheck diff --format json`: one line a finding, by what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from policycheck.comparison.diff import Diff
from policycheck.comparison.failures import Failure
from policycheck.comparison.pairing import Kept
from policycheck.model import Value
from policycheck.reporters.diff_line import counts
from policycheck.reporters.json import left_out_row, note_row, outcome_row
from policycheck.reporters.json_text import rows, whole_characters
from policycheck.reporters.view import View


def render_diff(diff: Diff, view: View) -> str:  # noqa: ARG001 - every format's signature; this one lists everything
    """The whole diff as ASCII. Each finding is an outcome as `check` has it, with this one finding."""
    compared = diff.comparison
    summary = {word.replace(" ", "_"): number for word, number in counts(diff).items()}
    members = [
        '"version": 1',
        f'"verdict": {json.dumps(diff.verdict)}',
        f'"base": {json.dumps(diff.base)}',
        f'"head": {json.dumps(diff.head)}',
        f'"summary": {json.dumps(summary)}',
        rows("charts", ({**one._asdict(), "unbumped": one.unbumped or None} for one in diff.charts)),
        rows("rules", (one._asdict() for one in diff.rules)),
        rows("base_left_out", map(left_out_row, diff.base_broken)),
        rows("left_out", map(left_out_row, diff.after.left_out)),
        rows("notes", map(note_row, diff.after.notes)),
        rows("new", _found(compared.new)),
        rows("fixed", _found(compared.mended)),
        rows("still_there", _kept(compared.kept)),
        rows("excepted_now", _found(compared.excepted)),
        rows("not_looked_at", _found(compared.unseen)),
        rows("no_longer_judged", _found(compared.unasked)),
    ]
    return whole_characters("{\n" + ",\n".join(members) + "\n}\n")


def _found(failures: Iterable[Failure]) -> Iterator[dict[str, Value]]:
    return (outcome_row(one.outcome._replace(findings=(one.finding,))) for one in failures)


def _kept(kept: Iterable[Kept]) -> Iterator[Value]:
    """`changed`: it says or weighs something else now."""
    for one in kept:
        (row,) = _found([one.after])
        yield {**row, "changed": one.changed}
