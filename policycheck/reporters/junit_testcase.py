"""One `<testcase>`, for either reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from policycheck.records import Record
from policycheck.reporters.junit_xml import element, text

Flavor = Literal["jenkins", "gitlab"]
"""Jenkins refuses a testcase with `file` and `line`; GitLab and the actions of GitHub show them."""

_NO_FILES = ("stdin", "objects")
"""Sources that no reader could open: an object is `objects[3]`."""

Mark = Literal["passed", "failure", "error", "skipped"]


class Testcase(Record):
    """How it ended, and its markup."""

    mark: Mark
    markup: str


class Identity(Record):
    """`line` is one of `file`; None where there is no file, or none that the reader has."""

    class_name: str
    name: str
    file: str | None = None
    line: int | None = None


class Ending(Record):
    """`word` is the `type` of a failure, error or skip.

    The first of the lines is the message too: some readers show only the one, some only the other.
    """

    mark: Mark = "passed"
    word: str = ""
    lines: Sequence[str] = ()


def testcase(identity: Identity, ending: Ending, flavor: Flavor) -> Testcase:
    """A testcase that passed carries its lines in `<system-out>`. Nothing is timed, but some readers want a time."""
    attributes = {"classname": identity.class_name, "name": identity.name, "time": "0"}
    shown = flavor == "gitlab" and identity.file and identity.file.partition("[")[0] not in _NO_FILES
    place = {"file": identity.file, "line": identity.line} if shown else {}
    content = ""
    if ending.mark != "passed":
        content = element(ending.mark, {"type": ending.word, "message": ending.lines[0]}, text(ending.lines))
    elif ending.lines:
        content = element("system-out", {}, text(ending.lines))
    return Testcase(ending.mark, element("testcase", attributes | place, content))
