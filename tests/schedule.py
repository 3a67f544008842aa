"""Which of several processes runs what, and in which order, where pytest-xdist has several."""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped] # it ships none

LONGEST = (
    *("tests/ci", "tests/test_pack", "tests/authoring/test_reference", "tests/test_redaction", "tests/pytest_plugin"),
    *("tests/test_broken", "tests/test_wrong_types", "tests/test_cases", "tests/test_charts"),
)
"""How the names of files begin that take a quarter of a minute or more: first, or the last of them would run alone."""


TOGETHER = {
    **dict.fromkeys(("tests/ci/test_action.py", "tests/ci/test_gitlab.py", "tests/test_package.py"), "the wheel"),
    **dict.fromkeys(("tests/authoring/test_reference.py", "tests/authoring/mutation/test_survey.py"), "surveys"),
}
"""Files that share what takes long to make."""


def longest_first(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


class FileScheduling(LoadScopeScheduling):  # type: ignore[misc] # idem
    """A file is run by one process: what one of its tests made is there for the next.

    pytest-xdist's own groups are told by a suffix of a test's id, which pytest 9.2 does not see; and after each test
    it goes through all groups there are, of which each test outside of one is another.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return TOGETHER.get(file, file)
