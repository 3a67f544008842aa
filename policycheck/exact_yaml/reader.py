"""A document as Kubernetes reads it: sigs.k8s.io/yaml, that is goyaml.v2 and then JSON."""

from __future__ import annotations

from policycheck.exact_yaml.ordinary import ordinary
from policycheck.exact_yaml.ordinary_json import ordinary_json
from policycheck.exact_yaml.texts import decoded
from policycheck.exact_yaml.unusual import UnusualError
from policycheck.model import DuplicateKey, KeyNote, Value
from policycheck.records import Record


class Reading(Record):
    """A document's JSON value, None for an empty one. Lines count from 1 in the text that was read."""

    body: Value
    duplicates: tuple[DuplicateKey, ...] = ()
    key_notes: tuple[KeyNote, ...] = ()


def read(text: str | bytes | memoryview) -> Reading:
    """The one document of a text, YAML or JSON. Raises ManifestError with line and column."""
    characters = decoded(text)
    try:
        return Reading(_quickly(characters))
    except UnusualError:
        return _carefully(characters)


def _quickly(text: str) -> Value:
    try:
        return ordinary_json(text)
    except ValueError:
        return ordinary(text)


def _carefully(text: str) -> Reading:
    from policycheck.exact_yaml.composer import compose  # noqa: PLC0415 - most documents are ordinary
    from policycheck.exact_yaml.decoder import Decoder  # noqa: PLC0415 - idem

    root = compose(text)
    if root is None:
        return Reading(None)
    decoder = Decoder(text)
    body = decoder.value(root, ())
    return Reading(body, tuple(decoder.duplicates), tuple(decoder.key_notes))
