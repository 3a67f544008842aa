"""All functions at once, for who loads policies or writes the reference. The tables of the modules are the registry."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from policycheck.language.functions import HOMES, standard
from policycheck.language.items import Item
from policycheck.model import Value

_MODULES = [import_module(f"policycheck.language.functions.{module}") for module in sorted({*HOMES.values()})]

FUNCTIONS: dict[str, Callable[..., Value]] = {
    name: function for module in _MODULES for name, function in getattr(module, "FUNCTIONS", {}).items()
}
"""Functions of values: called with the bindings and the evaluated arguments (`&expr` as a function)."""

PLACED: dict[str, Callable[..., list[Item]]] = {
    name: choose for module in _MODULES for name, choose in getattr(module, "PLACED", {}).items()
}
"""Functions that choose items of the resource and know where each stands."""


def names() -> frozenset[str]:
    return standard.names() | FUNCTIONS.keys() | PLACED.keys()


def arity(name: str) -> tuple[int, int | None]:
    """Least and most arguments of a known function; None is any number."""
    function = FUNCTIONS.get(name) or PLACED.get(name)
    if function is None:
        return standard.arity(name)
    most = function.__code__.co_argcount - 1  # less the bindings
    return most - len(function.__defaults__ or ()), most


def expression_arguments(name: str) -> frozenset[int]:
    """Which arguments of a known function are evaluated for each element of a list: `&expr`, and nothing else."""
    function = FUNCTIONS.get(name) or PLACED.get(name)
    if function is None:
        return standard.expression_arguments(name)
    types = list(function.__annotations__.values())[1:]
    return frozenset(place for place, type_ in enumerate(types) if type_ == "Test")
