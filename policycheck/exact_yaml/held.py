"""Unquoted texts to what they mean. Renders repeat themselves: equal texts are typed once and held once."""

from __future__ import annotations

from math import isfinite
from typing import Generic, TypeVar

from policycheck.exact_yaml.scalars import key_text, resolve
from policycheck.exact_yaml.unusual import UnusualError
from policycheck.model import Value

_REMEMBERED = 50_000
_SHORT = 200

_Meaning = TypeVar("_Meaning")


class Held(dict[str, _Meaning], Generic[_Meaning]):
    """A memory that forgets everything when it is full, so that it follows what the input repeats now."""

    def keep(self, text: str, meaning: _Meaning) -> _Meaning:
        if len(text) <= _SHORT:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[text] = meaning
        return meaning


class _Values(Held[Value]):
    """An unquoted text to its value. UnusualError for infinities, which refuse a document."""

    def __missing__(self, text: str) -> Value:
        value = resolve(text)
        if isinstance(value, float) and not isfinite(value):
            raise UnusualError
        return self.keep(text, value)


class _Keys(Held[str]):
    """Unquoted keys that mean what is written. UnusualError for the others, and for a merge."""

    def __missing__(self, text: str) -> str:
        if text == "<<" or key_text(resolve(text)) != text:
            raise UnusualError
        return self.keep(text, text)


values = _Values()
keys = _Keys()
