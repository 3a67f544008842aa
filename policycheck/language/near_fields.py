"""What an author may have meant by a field that is not there: a near miss, or the same name further down."""

from __future__ import annotations

from policycheck.kubernetes import fields
from policycheck.language.type_words import Types, members

_DEEPEST = 5  # levels: from a CronJob's spec to its containers


def hint(name: str, types: Types, path: str) -> str:
    """Return a clause to append to a message on a `name` asked of a value of these types at `path`; "" for no idea."""
    import difflib  # noqa: PLC0415 - only an error needs it

    from policycheck.language.bindings import NAMES  # noqa: PLC0415 - idem

    if not path and name in NAMES:
        return f'; did you mean "${name}"?'
    places = _places(types, path)
    own = [member for word in types for member in members(word)]
    near = difflib.get_close_matches(name, own, n=1) or difflib.get_close_matches(name, places, n=1, cutoff=0.8)
    return f'; did you mean "{places[near[0]]}"?' if near else ""


def _places(types: Types, path: str) -> dict[str, str]:
    """Map the names of fields below a value to their paths; of those with one name the nearest counts."""
    places: dict[str, str] = {}
    level = [(word, path) for word in sorted(types)]
    for _ in range(_DEEPEST):
        below = [
            (type_, ".".join(filter(None, (place, name))), name)
            for word, parent in level
            for inner, place in [_unlisted(word, parent)]
            for name, type_ in members(inner).items()
        ]
        for _, place, name in below:
            places.setdefault(name, place)
        level = [(type_, place) for type_, place, _ in below]
    return places


def _unlisted(word: str, path: str) -> tuple[str, str]:
    while word.startswith(fields.LIST):
        word, path = word.removeprefix(fields.LIST), f"{path}[]"
    return word, path
