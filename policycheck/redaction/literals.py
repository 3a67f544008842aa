"""What is a secret in manifests by the place it stands in, whatever it looks like."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from policycheck.kubernetes.secret_names import classify
from policycheck.kubernetes.secret_values import is_reference
from policycheck.model import Resource, Value


class Literals(NamedTuple):
    """Of some manifests: what is a secret by the place it stands in, and what something is named."""

    secrets: set[str]
    names: set[str]


def literals_of(resources: Iterable[Resource]) -> Literals:
    """A secret is what a secret's name is given as value, and whatever a Secret holds, decoded too; no references."""
    found = Literals(set(), set())
    for resource in resources:
        found.names.add(resource.name)
        held = {"data", "stringData"} & resource.body.keys() if resource.kind == "Secret" else set()
        for key in held:
            found.secrets.update(_held(resource.body[key]))
        _collect({key: value for key, value in resource.body.items() if key not in held}, found)
    secrets = {shorter for text in found.secrets for shorter in (text, text.strip()) if not is_reference(shorter)}
    return Literals(secrets, found.names)


def _collect(value: Value, found: Literals) -> None:
    """Runs on every value of every manifest: a scalar is looked at only where a secret's name stands before it."""
    if isinstance(value, list):
        for element in value:
            _collect(element, found)
    elif isinstance(value, dict):
        if "name" in value:
            _collect_named(value, found)
        for key, inner in value.items():
            if isinstance(inner, (dict, list)):
                _collect(inner, found)
            elif _is_secret(key):
                found.secrets.update(_scalars(inner))


def _collect_named(named: dict[str, Value], found: Literals) -> None:
    """A variable, a port or whatever else has a name; beside a secret's name stands its value."""
    name = named["name"]
    if isinstance(name, str):
        found.names.add(name)
        if classify(name) == "secret":
            found.secrets.update(_scalars(named.get("value")))


@lru_cache(maxsize=4096)
def _is_secret(key: str) -> bool:
    return classify(key.rpartition("/")[2]) == "secret"


def _scalars(value: Value) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for element in value:
            yield from _scalars(element)
    elif isinstance(value, (str, int, float)) and not isinstance(value, bool):
        yield str(value)


def _held(data: Value) -> Iterator[str]:
    from base64 import b64decode  # noqa: PLC0415 - only where a Secret is rendered

    for text in _scalars(data):
        yield text
        try:
            yield b64decode("".join(text.split()), validate=True).decode()
        except ValueError:
            continue
