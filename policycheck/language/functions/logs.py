"""What settings say of a program's logs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.kubernetes import log_settings
from policycheck.language.functions.strings import text_of
from policycheck.model import Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings


def log_setting(_: Bindings, name: Value) -> str | None:
    """`log_setting('LOG_FORMAT')`: file, format, level or rotation, what a name says it sets of logs, or null."""
    subject = text_of(name)
    return None if subject is None else log_settings.log_setting(subject)


FUNCTIONS: dict[str, Callable[..., Value]] = {"log_setting": log_setting}
