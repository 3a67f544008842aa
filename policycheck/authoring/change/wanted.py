"""What is asked of a diff."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from policycheck.config.effective import Config
from policycheck.records import Record

if TYPE_CHECKING:
    import datetime as dt

    from policycheck.api.asked import Rendering


class Wanted(Record):
    """What is asked of a diff. `configure` reads the settings of the folder that it is called in.

    `values_files` are those of `rendering`, as given. `rules` says whose settings judge both sides. Of a `baseline` it
    is told what was added to it: here the base says what was there before.
    """

    base: str
    head: str | None
    configure: Callable[[], Config]
    rendering: Rendering | None = None
    values_files: Sequence[str] = ()
    today: dt.date | None = None
    strict: bool = False
    allow_empty: bool = False
    rules: Literal["base", "head"] = "head"
    wants_versions: bool = True
    fails_on_known: bool = False
    baseline: str | None = None
