"""Which defaults in a chart's values.yaml are secrets by their key (semantics B1.9)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policycheck.kubernetes.leaves import Leaf, leaves
from policycheck.kubernetes.secret_names import classify
from policycheck.model import Path, Value
from policycheck.patterns import regex

_NAMES_A_SECRET = regex(
    r"existing|^secrets$|(?:ca|cert|certificate|certificates|config|credentials|env|external|extra|from|image|password|pull|"
    r"registry|scripts|tls|vars)secrets?$",
)
"""Keys that hold the name of a Secret, or of several: existingSecret, imagePullSecrets, envFromSecret."""

_NAMES_A_KEY = regex(r"(?:password|passwd|passphrase|pass|pwd|token|credentials?)keys?$")
"""Keys that hold the name of a key in a Secret: passwordKey, adminPasswordKey."""

_OF_A_REFERENCE = regex(
    r"(?:existing\w*|\w*secretref|\w*secretkeyref|secretkeys|(?:external|sealed)secrets?|remoterefs?)$"
)
"""Mappings that say where a secret is to be found: what is in them are names."""


def secret_values(values: Value) -> Iterator[Leaf]:
    """The scalars of values.yaml that are secrets by their key, empty ones too: names of Secrets and of keys are none.

    The path of each leads from the root of values.yaml.
    """
    return (leaf for leaf in leaves(values) if classify(leaf.name) == "secret" and not _is_name(leaf))


def _is_name(leaf: Leaf) -> bool:
    name = _letters(leaf.name)
    if _NAMES_A_SECRET.search(name) or _NAMES_A_KEY.search(name):
        return True
    return any(_OF_A_REFERENCE.match(_letters(key)) for key in _keys_above(leaf.path))


def _keys_above(path: Path) -> Iterator[str]:
    return (key for key in path[:-1] if isinstance(key, str))


def _letters(key: str) -> str:
    return re.sub(r"[^a-z0-9]", "", key.lower())
