"""The digest of a Chart.lock, as Helm computes it: of Chart.yaml's dependencies and of what was locked for them.

internal/resolver/resolver.go, HashReq: the JSON of both lists as Go writes it. `generated` is not in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from policycheck.model import Value

_FIELDS = ("name", "version", "repository", "condition", "tags", "enabled", "import-values", "alias")
_ALWAYS = frozenset({"name", "repository"})
_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_ESCAPES = str.maketrans(_ESCAPED)


def lock_digest(required: Iterable[Mapping[str, Value]], locked: Iterable[Mapping[str, Value]]) -> str:
    """`sha256:...` of the `dependencies` of Chart.yaml and of Chart.lock."""
    both = [[_dependency(one) for one in entries] for entries in (required, locked)]
    # Between double quotes only: nothing else in JSON has these characters.
    text = json.dumps(both, separators=(",", ":"), ensure_ascii=False).translate(_ESCAPES)
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _dependency(entry: Mapping[str, Value]) -> dict[str, Value]:
    """In the order of Helm's structure; what is empty is left out."""
    read = {field: _value(field, entry.get(field)) for field in _FIELDS}
    return {field: value for field, value in read.items() if value or field in _ALWAYS}


def _value(field: str, value: Value) -> Value:
    if field in _ALWAYS:
        return value or ""
    if field == "import-values" and isinstance(value, list):  # Go writes the keys of a map sorted
        return [dict(sorted(one.items())) if isinstance(one, dict) else one for one in value]
    return value
