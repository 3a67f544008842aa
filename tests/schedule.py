"""Which of several processes runs what, and in which order, where pytest-xdist has several."""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped] # it ships none

LONGEST = (
    *("tests/ci", "tests/test_pack", "tests/test_redaction", "tests/pytest_plugin", "tests/test_broken"),
    *("tests/test_wrong_types", "tests/test_cases", "tests/test_charts"),
)
"""How the names of files begin that take half a minute or more: first, or the last of them would run alone."""


def longest_first(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


class FileScheduling(LoadScopeScheduling):  # type: ignore[misc] # idem
    """A file is run by one process, or all tests of a group: what one of them made is there for the next.

    pytest-xdist's own `loadgroup` has a group for each test without one, of which it goes through all after each test.
    """

    def _split_scope(self, nodeid: str) -> str:
        file, _, name = nodeid.partition("::")
        return name.rpartition("@")[2] if name.rfind("@") > name.rfind("]") else file
