"""What is a secret in manifests by the place it stands in, whatever it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from policycheck.kubernetes.secret_names import classify, is_secret_header
from policycheck.kubernetes.secret_values import is_reference
from policycheck.model import Resource, Value
from policycheck.records import Record
from policycheck.redaction.command_lines import given_secrets
from policycheck.redaction.configmap_reads import ConfigMapReads

_SCHEME = r"(?i:basic|bearer|token) +"
"""What stands before the secret in a header."""


_HOLDING = {"Secret": frozenset({"data", "stringData"}), "Chart": frozenset({"values"})}
"""Kind -> the fields in which the name of a key does not tell alone what is a secret."""


class Literals(Record):
    """Of some manifests: what is a secret by the place it stands in, and what something is named."""

    secrets: set[str]
    names: set[str]


def literals_of(resources: Iterable[Resource]) -> Literals:
    """A secret is what a secret's name is given as value, and whatever a Secret holds, decoded too; no references.

    The name may be a key, a variable's, a header's, a flag's, or a variable's that reads a ConfigMap of its render.
    """
    secrets: set[str] = set()
    names: set[str] = set()
    scopes: dict[str, _Found] = {}
    for resource in resources:
        if resource.render not in scopes:
            scopes[resource.render] = _Found(secrets, names, ConfigMapReads(), [])
        found = scopes[resource.render]
        if resource.kind == "ConfigMap":
            found.configmaps.append(resource)
        found.names.add(resource.name)
        held = _HOLDING.get(resource.kind, frozenset()) & resource.body.keys()
        for key in held:
            found.secrets.update(_defaults(resource.body[key]) if key == "values" else _held(resource.body[key]))
        _collect({key: value for key, value in resource.body.items() if key not in held}, found)
    for found in scopes.values():
        secrets.update(found.reads.values(found.configmaps))
    return Literals(
        {shorter for text in secrets for shorter in (text, text.strip()) if not is_reference(shorter)}, names
    )


def joined(several: Iterable[Literals]) -> Literals:
    """What is a secret in any of them is one in all."""
    known = list(several)
    return Literals(set().union(*(one.secrets for one in known)), set().union(*(one.names for one in known)))


class _Found(Record):
    """What is known so far of a scope, and in one with all others the secrets and names.

    `reads` says which values of ConfigMaps become secrets by the names they are read under.
    """

    secrets: set[str]
    names: set[str]
    reads: ConfigMapReads
    configmaps: list[Resource]


def _collect(body: Value, found: _Found) -> None:
    """Runs on every value of every manifest: a scalar is looked at only where a secret's name stands before it."""
    pending = [body]
    while pending:
        value = pending.pop()
        if isinstance(value, list):
            pending += [element for element in value if isinstance(element, (dict, list))]
        elif isinstance(value, dict):
            _collect_beside(value, found)
            for key, inner in value.items():
                if isinstance(inner, (dict, list)):
                    pending.append(inner)
                elif _is_secret(key):
                    found.secrets.update(_scalars(inner))


def _collect_beside(value: dict[str, Value], found: _Found) -> None:
    """What only the keys of a mapping together tell."""
    if "name" in value:
        _collect_named(value, found)
    if "command" in value or "args" in value:
        found.secrets.update(given_secrets(value))
    if "configMapRef" in value:
        found.reads.add_source(value)


def _collect_named(named: dict[str, Value], found: _Found) -> None:
    """A variable, a header, a port or whatever else has a name; beside a secret's name stands its value."""
    name = named["name"]
    if isinstance(name, str):
        found.names.add(name)
        if is_secret_header(name):
            for text in _scalars(named.get("value")):
                found.secrets.update((text, re.sub(_SCHEME, "", text)))
            found.reads.add_variable(named)


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


def _defaults(values: Value) -> Iterator[str]:
    """In values.yaml much that is named like a secret is the name of a Secret or of a key in one."""
    from policycheck.kubernetes.chart_values import secret_values  # noqa: PLC0415 - only where a chart is checked

    return (leaf.value for leaf in secret_values(values))


def _held(data: Value) -> Iterator[str]:
    from base64 import b64decode  # noqa: PLC0415 - only where a Secret is rendered

    for text in _scalars(data):
        yield text
        try:
            yield b64decode("".join(text.split()), validate=True).decode()
        except ValueError:
            continue
