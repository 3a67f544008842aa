"""Where in clear text a secret may stand: what command lines give by name, and all texts that no name gives away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from policycheck.kubernetes import reading
from policycheck.kubernetes.secret_names import classify, is_secret_header
from policycheck.kubernetes.secret_values import find, without
from policycheck.language.collections import PROBES
from policycheck.language.functions.secret_objects import config_values
from policycheck.language.items import Item, computed
from policycheck.model import Path, Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings
    from policycheck.language.context import Context

_HANDLERS: tuple[tuple[str, ...], ...] = (
    *((probe,) for probe in PROBES),
    ("lifecycle", "postStart"),
    ("lifecycle", "preStop"),
)
"""Where a container has an `exec` or an `httpGet`."""


def flags(bindings: Bindings) -> list[Item]:
    """`flags()`: what command lines of containers give by name, shell scripts read: {flag, name, value}."""
    return bindings.context.collection(_flags).elements()


def plain_texts(bindings: Bindings) -> list[Item]:
    """`plain_texts()`: texts of containers and ConfigMaps that stand under no secret's name: {what, text}."""
    context = bindings.context
    if context.resource.kind == "ConfigMap" and not context.resource.group:
        return list(_config_data(bindings))
    containers = _containers(context)
    return [
        *(text for container in containers for text in _variables(container)),
        *(text for line in _command_lines(context) for text in _arguments(line)),
        *(text for container in containers for header in _headers(container) for text in _header(header)),
    ]


def _flags(context: Context) -> Item:
    from policycheck.kubernetes.command_lines import given  # noqa: PLC0415 - compiles patterns

    return computed(
        [
            Item({"flag": found.flag, "name": found.name, "value": found.value}, line[found.element].path, made=True)
            for line in _command_lines(context)
            for found in given(_texts(line))
        ]
    )


def _containers(context: Context) -> list[Item]:
    return context.containers.elements()


def _command_lines(context: Context) -> Iterator[list[Item]]:
    """The elements of each command line: a container's command and args, the command of each of its `exec`s."""
    for container in _containers(context):
        yield [*_strings(container, "command"), *_strings(container, "args")]
        for handler in _handlers(container):
            yield _strings(_inner(handler, "exec"), "command")


def _variables(container: Item) -> Iterator[Item]:
    for variable in _elements(container, "env"):
        name, value = _text(_inner(variable, "name")), _inner(variable, "value")
        if classify(name) != "secret":
            yield _named(f"env {name}", value)


def _arguments(line: list[Item]) -> Iterator[Item]:
    texts = _texts(line)
    if any(map(find, texts)):  # most command lines hold nothing that looks like a secret
        from policycheck.kubernetes.command_lines import without_secrets  # noqa: PLC0415 - idem

        texts = tuple(without_secrets(texts))
    for element, text in zip(line, texts, strict=True):
        yield Item({"what": "the command line", "text": text}, element.path, made=True)


def _headers(container: Item) -> Iterator[Item]:
    for handler in _handlers(container):
        yield from _elements(_inner(handler, "httpGet"), "httpHeaders")


def _header(header: Item) -> Iterator[Item]:
    name = _text(_inner(header, "name"))
    if not is_secret_header(name):
        yield _named(f"header {name}", _inner(header, "value"))


def _config_data(bindings: Bindings) -> Iterator[Item]:
    data = _inner(Item(bindings.context.resource.body, ()), "data")
    for key in _mapping(data):
        entry = _inner(data, key)
        text = _text(entry)
        named = _named_values(bindings, entry.path) if find(text) else []
        yield Item({"what": key, "text": without(text, named)}, entry.path, made=True)


def _named_values(bindings: Bindings, path: Path) -> Iterator[str]:
    """What `configmap-holds-no-secret` tells of an entry: values under a secret's name, in a tree or as a whole."""
    for item in config_values(bindings):
        found = _mapping(item)
        if item.path == path and classify(str(found["key"])) == "secret" and not find(str(found["line"])):
            yield str(found["value"])


def _named(what: str, value: Item) -> Item:
    return Item({"what": what, "text": _text(value)}, value.path, made=True)


def _handlers(container: Item) -> Iterator[Item]:
    for path in _HANDLERS:
        found = container
        for key in path:
            if found.value is not None:
                found = _inner(found, key)
        if found.value is not None:
            yield found


def _strings(parent: Item, key: str) -> list[Item]:
    found = _elements(parent, key)
    for element in found:
        _text(element)
    return found


def _texts(line: list[Item]) -> tuple[str, ...]:
    return tuple(map(_text, line))


def _text(item: Item) -> str:
    if isinstance(item.value, str):
        return item.value
    with reading.inside(*item.path):
        return reading.text(item.value, "a string")


def _mapping(item: Item) -> dict[str, Value]:
    if isinstance(item.value, dict):
        return item.value
    with reading.inside(*item.path):
        return reading.mapping(item.value, "a mapping")


def _inner(parent: Item, key: str) -> Item:
    return parent.inner(key, _mapping(parent).get(key))


def _elements(parent: Item, key: str) -> list[Item]:
    found = _inner(parent, key)
    with reading.inside(*found.path):
        return found._replace(value=reading.sequence(found.value, "a list")).elements()


PLACED: dict[str, Callable[..., list[Item]]] = {"flags": flags, "plain_texts": plain_texts}
