"""`policycheck diff --format markdown`: the comment that a reviewer sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policycheck.comparison.diff import Diff
from policycheck.reporters import diff_sections as sections
from policycheck.reporters.advice import complaints
from policycheck.reporters.diff_line import diff_line
from policycheck.reporters.markdown_findings import entries
from policycheck.reporters.markdown_text import Part, fitting, plain
from policycheck.reporters.terminal import without_ci_commands
from policycheck.reporters.view import View
from policycheck.reporters.worst_first import weight


def render_diff(diff: Diff, view: View) -> str:  # noqa: ARG001 - every format's signature; this one lists what changed
    """What is new is open, what was there is folded; as much as GitHub takes of a comment, the new first."""
    head = f"## policycheck: {diff.verdict}\n\n{plain(diff_line(diff))}\n"
    return without_ci_commands(fitting(head, _parts(diff)))


def _parts(diff: Diff) -> Iterator[Part]:
    compared, after = diff.comparison, diff.after
    yield Part("Not checked", _listed(complaints(after)))
    yield Part("New", entries(sorted(compared.new, key=weight), after))
    yield Part("Changed without a new version", _listed(sections.versions(diff)))
    yield Part("What this change loosens", _listed(sections.rules(diff)))
    yield Part("Not known of the base", _listed(sections.base(diff)))
    yield Part("Fixed", entries(compared.mended, diff.before, lines=False))
    gone = (*compared.unseen, *compared.unasked)
    yield Part("Excepted now", entries(compared.excepted, diff.before, lines=False), is_open=False)
    yield Part("Not looked at, or no longer judged", entries(gone, diff.before, lines=False), is_open=False)
    kept = sorted((one.after for one in compared.kept), key=weight)
    yield Part("Still there", entries(kept, after), is_open=False)
    yield Part("Charts", _listed(sections.charts(diff)), is_open=False)


def _listed(texts: Iterable[str]) -> list[tuple[str, str]]:
    return [("", plain(text)) for text in texts]
