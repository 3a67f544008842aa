"""Exceptions applied to a run's outcomes."""

from __future__ import annotations

from collections.abc import Sequence

from policycheck.config.annotations import annotations_in
from policycheck.config.effective import Config
from policycheck.index import Index
from policycheck.model import Note, Outcome
from policycheck.records import Record


class Excepted(Record):
    outcomes: tuple[Outcome, ...]
    notes: tuple[Note, ...]


def except_findings(  # noqa: PLR0913 - all but what is marked are keywords: what a run knows of itself
    outcomes: Sequence[Outcome],
    index: Index,
    config: Config,
    *,
    today: str,
    strict: bool = False,
    whole: bool = True,
) -> Excepted:
    """Mark the findings that exceptions of the settings or of a resource cover.

    `today` is a date as 2026-12-31, the last day on which an exception that expires then applies. One that has
    expired, or hides nothing, is a note; where the run is strict that note is an error. A run that is not `whole`
    could not read all it was given: what hides nothing there may hide something in the rest.
    """
    annotations = annotations_in(index)
    if not annotations and not config.exceptions:
        return Excepted(tuple(outcomes), ())
    from policycheck.config.carried import carried  # noqa: PLC0415 - most runs have none
    from policycheck.config.exceptions import Exceptions  # noqa: PLC0415 - idem
    from policycheck.config.notes import notes  # noqa: PLC0415 - idem

    on_resources = carried(annotations, config.known)
    exceptions = Exceptions(config.exceptions, on_resources, config.policies, today=today)
    marked = tuple(map(exceptions.marked, outcomes))
    return Excepted(marked, tuple(notes(config, on_resources, exceptions, today=today, strict=strict, whole=whole)))
