"""The fast way and the careful way through one text, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from policycheck.errors import ManifestError
from policycheck.exact_yaml.composer import compose
from policycheck.exact_yaml.decoder import Decoder
from policycheck.exact_yaml.ordinary import ordinary
from policycheck.exact_yaml.ordinary_places import ordinary_places
from policycheck.exact_yaml.positions import located_carefully
from policycheck.exact_yaml.texts import decoded
from policycheck.exact_yaml.unusual import UnusualError
from policycheck.model import Path, Value

PATHS = 200
BEYOND: tuple[Path, ...] = ((), ("gone",), (0,), (-1, "gone"))


def taken(text: str) -> bool:
    """Whether the fast way takes a text; where it does, it must say what the careful way says, places included."""
    try:
        characters = decoded(text)
        fast = ordinary(characters)
    except (ManifestError, UnusualError):
        return False
    root = compose(characters)
    decoder = Decoder(characters)
    careful = None if root is None else decoder.value(root, ())
    assert repr(fast) == repr(careful), characters
    assert (decoder.duplicates, decoder.key_notes) == ([], []), characters
    if fast is not None:
        paths = [(*path, *beyond) for path in islice(every_path(fast), PATHS) for beyond in BEYOND]
        assert ordinary_places(characters, paths) == located_carefully(characters, paths), characters
        for path in paths[:9]:  # alone, nothing else helps to find it
            assert ordinary_places(characters, [path]) == located_carefully(characters, [path]), characters
    return True


def every_path(value: Value, path: Path = ()) -> Iterator[Path]:
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from every_path(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from every_path(inner, (*path, index))
