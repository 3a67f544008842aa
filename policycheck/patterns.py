"""Regular expressions that are compiled when they are first asked: a small run asks half of those it has imported."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, AnyStr, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from re import Pattern


def regex(text: AnyStr, flags: int = 0) -> Pattern[AnyStr]:
    """As `re.compile`, for a pattern of a module. A mistake in it shows at the first call: tests ask every one."""
    return cast("Pattern[AnyStr]", _Later(partial(re.compile, text, flags)))


class _Later:
    """Stands for a pattern, and becomes as quick as one: what it was once asked for is its own."""

    def __init__(self, made: Callable[[], object]) -> None:
        self._made = made

    def __getattr__(self, name: str) -> object:
        value: object = getattr(self._made(), name)
        setattr(self, name, value)
        return value
