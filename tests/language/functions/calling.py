"""Functions of policies, called as an expression calls them."""

from __future__ import annotations

from policycheck.language import functions
from policycheck.language.bindings import Bindings
from policycheck.model import Value
from tests.language.surroundings import bindings


def called(name: str, *arguments: Value, bound: Bindings | None = None) -> Value:
    """What a function gives for these values; an `&expr` is a function of one element."""
    return functions.resolve(name)(bound or bindings(), *arguments)
