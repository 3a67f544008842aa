"""One module a format: `render(report, view) -> str`. A reporter knows the model, and how findings are compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TypeAlias

from policycheck.errors import UsageError, did_you_mean
from policycheck.model import Report
from policycheck.reporters.view import View

Reporter: TypeAlias = Callable[[Report, View], str]

REPORTERS: Mapping[str, str] = {
    "text": "policycheck.reporters.text",
    "json": "policycheck.reporters.json",
    "junit": "policycheck.reporters.junit",
    "sarif": "policycheck.reporters.sarif",
    "github": "policycheck.reporters.github",
    "gitlab": "policycheck.reporters.gitlab",
    "markdown": "policycheck.reporters.markdown",
}


PLAIN = View()


def render(report: Report, view: View = PLAIN, *, format_name: str = "text") -> str:
    """The report in one of REPORTERS, ending in a newline; only that reporter's module is imported.

    Raises UsageError for a format that there is none of.
    """
    if format_name not in REPORTERS:
        near = did_you_mean(format_name, REPORTERS)
        raise UsageError(f'no format is called "{format_name}"{near} (formats: {", ".join(REPORTERS)})')
    reporter: Reporter = import_module(REPORTERS[format_name]).render
    return reporter(report, view)
