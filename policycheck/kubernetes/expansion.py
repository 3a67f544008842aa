"""`$(NAME)` in a container's texts, as the kubelet expands it (semantics B1.12)."""

from __future__ import annotations

import re

_DOLLAR = r"\$(?:\$|\(([^)]*)\))"
"""`$$` is an escaped `$`, so `$$(NAME)` refers to nothing."""

_SERVICE = (
    r"[A-Z][A-Z0-9_]*_"
    r"(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?|PORT(?:_\d+_(?:TCP|UDP|SCTP)(?:_(?:ADDR|PORT|PROTO))?)?)"
)


def references(text: str) -> tuple[str, ...]:
    """Return the names that a text refers to, in the order in which they stand, each as often. Takes linear time."""
    # Without a later ")" a "$(" is text: not looking there keeps an unclosed one from being sought again and again.
    closed = text[: text.rfind(")") + 1]
    return tuple(found[1] for found in re.finditer(_DOLLAR, closed) if found[1] is not None)


def is_service_variable(name: str) -> bool:
    """Whether a Service may give a variable of that name: `WEB_SERVICE_HOST`, `WEB_PORT_80_TCP_ADDR`."""
    return re.fullmatch(_SERVICE, name) is not None
