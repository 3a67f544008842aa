"""Every function a policy may call, a module a subject. The tables are the registry, the docstrings the reference."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policycheck.language.functions import (
    basics,
    documents,
    lists,
    monitors,
    numbers,
    relations,
    secrets,
    strings,
    versions,
    workloads,
)
from policycheck.language.items import Item, computed
from policycheck.model import Path, Value

if TYPE_CHECKING:
    from policycheck.language.bindings import Bindings

FUNCTIONS: dict[str, Callable[..., Value]] = {
    **basics.FUNCTIONS,
    **lists.FUNCTIONS,
    **monitors.FUNCTIONS,
    **numbers.FUNCTIONS,
    **relations.FUNCTIONS,
    **secrets.FUNCTIONS,
    **strings.FUNCTIONS,
    **versions.FUNCTIONS,
    **workloads.FUNCTIONS,
}
"""Functions of values: called with the bindings and the evaluated arguments (`&expr` as a function)."""

PLACED: dict[str, Callable[..., list[Item]]] = {**documents.PLACED}
"""Functions that choose items of the resource and know where each stands."""

FOLLOWING: dict[str, Callable[..., Item]] = {**lists.FOLLOWING}
"""What functions of FUNCTIONS choose from their first argument stands where that stands: called with it as an Item."""


def names() -> frozenset[str]:
    from policycheck.language.functions import standard  # noqa: PLC0415 - imports jmespath

    return standard.names() | FUNCTIONS.keys() | PLACED.keys()


def arity(name: str) -> tuple[int, int | None]:
    """Least and most arguments of a known function; None is any number."""
    function = FUNCTIONS.get(name) or PLACED.get(name)
    if function is None:
        from policycheck.language.functions import standard  # noqa: PLC0415 - idem

        return standard.arity(name)
    most = function.__code__.co_argcount - 1  # less the bindings
    return most - len(function.__defaults__ or ()), most


def expression_arguments(name: str) -> frozenset[int]:
    """Which arguments of a known function are evaluated for each element of a list: `&expr`, and nothing else."""
    function = FUNCTIONS.get(name) or PLACED.get(name)
    if function is None:
        from policycheck.language.functions import standard  # noqa: PLC0415 - idem

        return standard.expression_arguments(name)
    types = list(function.__annotations__.values())[1:]
    return frozenset(place for place, type_ in enumerate(types) if type_ == "Test")


def resolve(name: str) -> Callable[[Bindings, list[Value]], Value]:
    """The function of that name, as called with values; known to exist since the policy was loaded."""
    if name in FUNCTIONS:
        function = FUNCTIONS[name]
        return lambda bindings, arguments: function(bindings, *arguments)
    if name in PLACED:
        choose = PLACED[name]
        return lambda bindings, arguments: [item.value for item in choose(bindings, *arguments)]
    from policycheck.language.functions import standard  # noqa: PLC0415 - idem

    return lambda _, arguments: standard.call(name, arguments)


def resolve_placed(name: str) -> Callable[[Bindings, list[Value], Path], Item]:
    """The same, giving places; a function of values stands where it was called."""
    if name in PLACED:
        choose = PLACED[name]
        return lambda bindings, arguments, _: computed(choose(bindings, *arguments))
    function = resolve(name)
    return lambda bindings, arguments, path: Item(function(bindings, arguments), path, made=True)
