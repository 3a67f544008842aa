"""What Go's runtime makes of its variables."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.kubernetes import go_runtime
from policycheck.language.functions.strings import text_of
from policycheck.model import Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings


def is_gomemlimit(_: Bindings, text: Value) -> bool:
    """`is_gomemlimit(value)`: whether Go starts with this GOMEMLIMIT: `400MiB`, `off`, not `400Mi`."""
    written = text_of(text)
    return written is not None and go_runtime.is_memory_limit(written)


def gomemlimit(_: Bindings, text: Value) -> int | None:
    """`gomemlimit(value)`: the bytes a GOMEMLIMIT means; null for `off`, nothing and what Go refuses."""
    written = text_of(text)
    return None if written is None else go_runtime.memory_limit(written)


def gomaxprocs(_: Bindings, text: Value) -> int | None:
    """`gomaxprocs(value)`: the threads a GOMAXPROCS allows; null for what Go ignores: 0, `-1`, `500m`."""
    written = text_of(text)
    return None if written is None else go_runtime.processors(written)


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "is_gomemlimit": is_gomemlimit,
    "gomemlimit": gomemlimit,
    "gomaxprocs": gomaxprocs,
}
