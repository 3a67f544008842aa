"""What ConfigMaps and Secrets hold, and which keys of Secrets pods ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from policycheck.index.elsewhere import reading_of
from policycheck.index.joins import scope_of
from policycheck.kubernetes import go_base64, guessable, reading
from policycheck.kubernetes.config_data import file_leaves
from policycheck.kubernetes.secret_names import classify
from policycheck.kubernetes.secret_references import KeyReference, of_variable, of_volume
from policycheck.kubernetes.secret_types import effective_data, missing_keys
from policycheck.language.collections import env, volumes
from policycheck.language.context import Context
from policycheck.language.functions.strings import text_of
from policycheck.language.items import Item, computed, reading_at
from policycheck.model import Path, Value, dotted

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings

_FILLED_LATER = "kubernetes.io/service-account-token"
"""The type of Secrets whose data the cluster writes."""


def is_base64(_: Bindings, text: Value) -> bool:
    """`is_base64(text)`: whether the API server takes the text for base64: padding, and not the alphabet of URLs."""
    subject = text_of(text)
    return subject is not None and go_base64.is_base64(subject)


def is_plain_word(_: Bindings, text: Value) -> bool:
    """`is_plain_word(text)`: whether a text passes for base64 and was never encoded: `changeme` decodes to rubbish."""
    subject = text_of(text)
    return subject is not None and go_base64.is_plain_word(subject)


def is_encoded_twice(_: Bindings, text: Value) -> bool:
    """`is_encoded_twice(text)`: whether a text is the base64 of the base64 of something that can be read."""
    subject = text_of(text)
    return subject is not None and go_base64.is_encoded_twice(subject)


def is_json_object(_: Bindings, text: Value) -> bool:
    """`is_json_object(text)`: whether a text is one JSON object."""
    subject = text_of(text)
    if subject is None:
        return False
    from json import loads  # noqa: PLC0415 - only where a registry's credentials are rendered

    try:
        return isinstance(loads(subject, parse_constant=_no_constant), dict)
    except (ValueError, RecursionError):
        return False


def is_guessable(_: Bindings, text: Value, key: Value) -> bool:
    """`is_guessable(text, key)`: whether everybody tries this password first: changeme, 123456, the key's own name."""
    subject, name = text_of(text), text_of(key)
    return subject is not None and guessable.is_guessable(subject, name or "")


def missing_secret_keys(bindings: Bindings) -> list[Value]:
    """`missing_secret_keys()`: keys that the type of this Secret asks for and that it has not."""
    return list(missing_keys(bindings.context.resource.body))


def secret_keys(bindings: Bindings, name: Value) -> list[Value] | None:
    """`secret_keys(name)`: keys of that Secret; null where it is not in the render, or empty and so filled later."""
    wanted = text_of(name)
    found = bindings.context.index.named("Secret", wanted, scope_of(bindings.context.resource)) if wanted else None
    if found is None or found.body.get("type") == _FILLED_LATER:
        return None
    return list(reading_of(found, lambda: effective_data(found.body), path=("data",))) or None


def secret_key_refs(bindings: Bindings) -> list[Item]:
    """`secret_key_refs()`: keys of Secrets that the pod's variables and volumes name: {secret, key, optional}."""
    return bindings.context.collection(_secret_key_refs).elements()


def secret_data(bindings: Bindings) -> list[Item]:
    """`secret_data()`: what pods get from this Secret: {key, value}; value is decoded, null where it is no text."""
    return [
        Item({"key": key, "value": value}, path, made=True)
        for key, path, value in _decoded(bindings.context.resource.body)
    ]


def secret_values(bindings: Bindings) -> list[Item]:
    """`secret_values()`: the same, and of files in it the settings: {key, value, where, line}."""
    return bindings.context.collection(_secret_values).elements()


def config_values(bindings: Bindings) -> list[Item]:
    """`config_values()`: what a ConfigMap says, of files in it the settings: {key, value, where, line}."""
    return bindings.context.collection(_config_values).elements()


def _no_constant(name: str) -> Value:
    raise ValueError(name)


def _secret_key_refs(context: Context) -> Item:
    return computed([_reference_item(found) for found in _references(context) if found.secret and found.key])


def _reference_item(found: KeyReference) -> Item:
    return Item({"secret": found.secret, "key": found.key, "optional": found.optional}, found.path, made=True)


def _references(context: Context) -> Iterator[KeyReference]:
    """What envFrom brings names no key, so only entries of env count."""
    for variable in context.collection(env).elements():
        if "env" in variable.path[-2:]:
            with reading_at(variable.path):
                found = of_variable(reading.mapping(variable.value, "a variable"), variable.path)
            if found:
                yield found
    for volume in context.collection(volumes).elements():
        with reading_at(volume.path):
            chosen = list(of_volume(volume.value, volume.path))
        yield from chosen


def _secret_values(context: Context) -> Item:
    found = _decoded(context.resource.body)
    return computed([item for key, path, value in found if value is not None for item in _values(key, path, value)])


def _decoded(secret: Mapping[str, Value]) -> Iterator[tuple[str, Path, str | None]]:
    """Key, place and text; what is no text at all, or no base64, is another policy's finding."""
    for key, (path, written) in effective_data(secret).items():
        text = "" if written is None else written
        if path[0] == "stringData" and isinstance(text, str):
            yield key, path, text
        elif isinstance(text, str) and go_base64.is_base64(text):
            yield key, path, go_base64.decoded_text(text)


def _config_values(context: Context) -> Item:
    body = context.resource.body
    found: list[Item] = []
    for field in ("data", "binaryData"):
        with reading_at((field,)):
            entries = reading.mapping(body.get(field), "a mapping")
        for key, written in entries.items():
            if isinstance(written, str):
                text = written if field == "data" else _text_of_binary(written)
                found += _values(key, (field, key), text)
    return computed(found)


def _text_of_binary(written: str) -> str:
    """The text in binary data; of other bytes a character each, so that they are seen to be there."""
    if not go_base64.is_base64(written):
        return written
    data = go_base64.decoded(written)
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _values(key: str, path: Path, text: str) -> Iterator[Item]:
    """An entry of data, or instead of one that is a file what it says; the name of a file says little of its values."""
    names_a_value = "." not in key.lstrip(".") and classify(key) == "secret"
    leaves = [] if names_a_value else file_leaves(key, text, yaml_documents)
    for leaf in leaves:
        where = f"{dotted(leaf.path)} in {key}"
        yield Item({"key": leaf.name, "value": leaf.value, "where": where, "line": leaf.line}, path, made=True)
    if not leaves:
        yield Item({"key": key, "value": text, "where": key, "line": ""}, path, made=True)


def yaml_documents(text: str) -> list[Value]:
    """The documents of a text; none where it is no YAML."""
    from policycheck.errors import ManifestError  # noqa: PLC0415 - only where data looks like a file
    from policycheck.exact_yaml.reader import read  # noqa: PLC0415 - idem
    from policycheck.exact_yaml.stream import split  # noqa: PLC0415 - idem

    try:
        return [read(piece.text).body for piece in split(text.encode(errors="replace"))]
    except ManifestError:
        return []


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "is_base64": is_base64,
    "is_plain_word": is_plain_word,
    "is_encoded_twice": is_encoded_twice,
    "is_json_object": is_json_object,
    "is_guessable": is_guessable,
    "missing_secret_keys": missing_secret_keys,
    "secret_keys": secret_keys,
}
PLACED: dict[str, Callable[..., list[Item]]] = {
    "secret_key_refs": secret_key_refs,
    "secret_data": secret_data,
    "secret_values": secret_values,
    "config_values": config_values,
}
