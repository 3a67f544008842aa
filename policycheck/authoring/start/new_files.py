"""Files that were not there before, and one line in a .helmignore."""

from __future__ import annotations

import os
from collections.abc import Mapping

from policycheck.errors import UsageError
from policycheck.records import Record

_RULE = "/tests/"
"""Only the folder beside Chart.yaml: `tests/` alone would take templates/tests away too, which Helm runs."""

_SAME = frozenset({"tests", "tests/", "/tests", _RULE})


class Ignored(Record):
    """The rule that a .helmignore got; `created` where there was no such file."""

    path: str
    rule: str
    created: bool


def write(files: Mapping[str, str]) -> tuple[str, ...]:
    """Write the texts to paths that do not exist; UsageError, with none of them left, where one cannot be written."""
    written: list[str] = []
    for path, text in files.items():
        try:
            os.makedirs(os.path.dirname(path) or os.curdir, exist_ok=True)
            with open(path, "x", encoding="utf-8", newline="\n") as file:
                written.append(path)
                file.write(text)
        except OSError as error:
            for one in written:
                os.remove(one)
            raise UsageError(f"cannot be written ({error.strerror}); nothing was written", source=path) from error
    return tuple(written)


def ignored(chart: str) -> Ignored | None:
    """Keep the tests out of packages: add a line to the chart's .helmignore. None where they are out already."""
    path = os.path.join(chart, ".helmignore")
    created = not os.path.exists(path)
    text = ""
    if not created:
        with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
            text = file.read()
    if _SAME & {line.strip() for line in text.splitlines()}:
        return None
    with open(path, "a", encoding="utf-8", newline="\n") as file:
        file.write(f"{'' if text.endswith(chr(10)) or not text else chr(10)}{_RULE}\n")
    return Ignored(path, _RULE, created)
