"""What a reader asked to see of a report."""

from __future__ import annotations

from typing import Literal

from policycheck.model import Outcome
from policycheck.records import Record
from policycheck.reporters.terminal import painted

Outcomes = Literal["failed", "all"]
Detail = Literal["brief", "normal", "full"]


class View(Record):
    """`width` counts columns. A reporter that has no use for a field ignores it; counts never depend on the view."""

    outcomes: Outcomes = "failed"
    detail: Detail = "normal"
    colour: bool = False
    width: int = 100

    def shows(self, outcome: Outcome) -> bool:
        """Whether the outcome is listed; every outcome is counted."""
        return self.outcomes == "all" or outcome.status in ("fail", "error", "excepted")

    def painted(self, text: str, style: str) -> str:
        return painted(text, style) if self.colour else text
