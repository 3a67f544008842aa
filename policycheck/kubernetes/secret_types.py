"""What the API server asks of a Secret by its `type`, and the data a Secret has in the end (semantics B1.7)."""

from __future__ import annotations

from collections.abc import Mapping

from policycheck.errors import Unreadable
from policycheck.kubernetes import reading
from policycheck.model import Path, Value

_ALL_OF: Mapping[str, tuple[str, ...]] = {
    "kubernetes.io/tls": ("tls.crt", "tls.key"),
    "kubernetes.io/ssh-auth": ("ssh-privatekey",),
    "kubernetes.io/dockerconfigjson": (".dockerconfigjson",),
    "kubernetes.io/dockercfg": (".dockercfg",),
}
_ONE_OF: Mapping[str, tuple[str, ...]] = {"kubernetes.io/basic-auth": ("username", "password")}
_FILLED = frozenset({"ssh-privatekey"})
"""Keys that must hold something; of the others it is enough that they are there."""


def effective_data(secret: Mapping[str, Value]) -> dict[str, tuple[Path, Value]]:
    """Each key of a Secret with the place and the value that count: `stringData` overrides `data`.

    Values are as written, those of `data` in base64. Raises Unreadable where either is no mapping.
    """
    fields = {field: _field(secret, field) for field in ("data", "stringData")}
    return {key: ((field, key), value) for field, data in fields.items() for key, value in data.items()}


def _field(secret: Mapping[str, Value], field: str) -> dict[str, Value]:
    try:
        return reading.mapping(secret.get(field), "a mapping")
    except Unreadable as unreadable:
        raise Unreadable(unreadable.message, path=(field,)) from None


def missing_keys(secret: Mapping[str, Value]) -> tuple[str, ...]:
    """The keys for want of which the API server refuses a Secret of this type; of a choice of keys all are named."""
    type_ = reading.text(secret.get("type"), "the type of a Secret")
    data = effective_data(secret)
    missing = tuple(key for key in _ALL_OF.get(type_, ()) if key not in data or (key in _FILLED and not data[key][1]))
    choice = _ONE_OF.get(type_, ())
    return missing if data.keys() & set(choice) else (*missing, *choice)
