"""`policycheck diff` for a person: what is new, what else the change did, and one line on the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policycheck.comparison.diff import Diff
from policycheck.comparison.failures import Failure
from policycheck.model import dotted
from policycheck.reporters import diff_sections as sections
from policycheck.reporters.alike import named as named_renders
from policycheck.reporters.diff_line import diff_line
from policycheck.reporters.placed import named
from policycheck.reporters.terminal import paragraphs, printable, without_ci_commands, wrapped
from policycheck.reporters.text import blocks
from policycheck.reporters.view import View


def render_diff(diff: Diff, view: View) -> str:
    """New findings as `check` shows them, then what else there is; with full detail also what is still there."""
    body = () if view.detail == "brief" else _blocks(diff, view)
    verdict = diff.verdict
    last = view.painted(verdict, verdict) + printable(diff_line(diff).removeprefix(verdict))
    return without_ci_commands(paragraphs([*body, [last]])) + "\n"


def _blocks(diff: Diff, view: View) -> Iterator[Iterable[str]]:
    compared = diff.comparison
    yield from blocks(diff.new_only, view)
    yield _section("Changed without a new version", sections.versions(diff), view)
    yield _section("What this change loosens", sections.rules(diff), view)
    yield _section("Not known of the base", sections.base(diff), view)
    yield _section("Fixed", _told(compared.mended), view)
    yield _section("Excepted now", _told(compared.excepted), view)
    yield _section("Not looked at, so perhaps still there", _told(compared.unseen), view)
    yield _section("No longer judged", _told(compared.unasked), view)
    if view.detail == "full":
        yield _section("Still there", _told(one.after for one in compared.kept), view)
    yield _section("Charts", sections.charts(diff), view)


def _section(title: str, entries: Iterable[str], view: View) -> Iterator[str]:
    for number, entry in enumerate(entries):
        if not number:
            yield view.painted(title, "bold")
        yield from wrapped(printable(entry), width=view.width, first="  ", indent="    ")


def _told(failures: Iterable[Failure]) -> Iterator[str]:
    """What several renders have in common once. Lines are those of a text that is gone, so none is given."""
    groups: dict[str, list[str]] = {}
    for one in failures:
        outcome = one.outcome
        severity = "not judged" if outcome.status == "error" else outcome.severity
        template = outcome.resource.document.template
        place = " ".join(part for part in (template, dotted(one.finding.path), f"[{outcome.policy.id}]") if part)
        groups.setdefault(f"{severity}: {named(one)}: {one.finding.message} ({place})", []).append(
            outcome.resource.render
        )
    for text, renders in groups.items():
        yield text if len(renders) == 1 else f"{text} in {named_renders(list(dict.fromkeys(renders)))}"
