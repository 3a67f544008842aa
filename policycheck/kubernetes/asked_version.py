"""A version of Kubernetes that knows what was asked of it, so that what another one would answer alike can be told."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from typing import Any, Self, SupportsIndex, TypeAlias

from policycheck.kubernetes.versions import KubeVersion

_Question: TypeAlias = Callable[[Any, Any], bool]


class AskedVersion(tuple[int, int]):  # noqa: SLOT001 - it has something to remember
    """Compares as the version does; whoever looks at its numbers has been told which one it is."""

    def __new__(cls, version: KubeVersion) -> Self:
        return super().__new__(cls, version)

    def __init__(self, version: KubeVersion) -> None:
        self._version = version
        self._asked: dict[tuple[_Question, object], bool] = {}
        self._told = False

    def would_answer_as(self, version: KubeVersion) -> bool:
        """Whether the other version gives the same answer to all that was asked of this one."""
        return not self._told and all(ask(version, other) == answer for (ask, other), answer in self._asked.items())

    def _answer(self, ask: _Question, other: object) -> bool:
        answer = self._asked[ask, other] = ask(self._version, other)
        return answer

    def _tell(self) -> KubeVersion:
        self._told = True
        return self._version

    def __lt__(self, other: object) -> bool:
        return self._answer(operator.lt, other)

    def __le__(self, other: object) -> bool:
        return self._answer(operator.le, other)

    def __gt__(self, other: object) -> bool:
        return self._answer(operator.gt, other)

    def __ge__(self, other: object) -> bool:
        return self._answer(operator.ge, other)

    def __eq__(self, other: object) -> bool:
        return self._answer(operator.eq, other)

    def __ne__(self, other: object) -> bool:
        return self._answer(operator.ne, other)

    def __hash__(self) -> int:
        return hash(self._tell())

    def __iter__(self) -> Iterator[int]:
        return iter(self._tell())

    def __getitem__(self, place: SupportsIndex) -> int:  # type: ignore[override]  # nobody slices a version
        return self._tell()[place]

    def __repr__(self) -> str:
        return repr(self._tell())
