"""What a change has done, in each format that can say it: `render_diff(diff, view) -> str`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from policycheck.comparison.diff import Diff
from policycheck.reporters import REPORTERS
from policycheck.reporters.view import View

OWN: Mapping[str, str] = {
    "text": "policycheck.reporters.diff_text",
    "json": "policycheck.reporters.diff_json",
    "markdown": "policycheck.reporters.diff_markdown",
}
"""Formats with sections of their own for a diff."""

DIFF_FORMATS = tuple(name for name in REPORTERS if name != "gitlab")
"""GitLab compares two Code Quality reports by itself, and wants all findings of both."""


def render_diff(diff: Diff, view: View, format_name: str) -> str | None:
    """The diff in a format of OWN; None for a format in which it is a report, of which what was there is excepted."""
    if format_name not in OWN:
        return None
    text: str = import_module(OWN[format_name]).render_diff(diff, view)
    return text
