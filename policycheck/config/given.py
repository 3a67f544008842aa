"""What a caller gives as overrides: a type checker sees a slip in it, a notebook does not."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TypeAlias

from policycheck.errors import UsageError
from policycheck.model import Policy

PolicySource: TypeAlias = str | os.PathLike[str] | Policy
"""A file, a folder, or what `policycheck.policy` made."""


def paths_and_policies(given: Sequence[object]) -> tuple[list[str], list[Policy]]:
    """PolicySources, files and folders apart from policies; UsageError for anything else."""
    if isinstance(given, (str, Policy)):
        raise UsageError("`policies` is a list; put the one path or policy into brackets")
    paths: list[str] = []
    policies: list[Policy] = []
    for place, source in enumerate(given):
        if isinstance(source, Policy):
            policies.append(source)
        elif isinstance(source, (str, os.PathLike)):
            paths.append(os.fspath(source))
        else:
            wrong = f"`policies[{place}]` is of type {type(source).__name__}"
            raise UsageError(f"{wrong}; give a path, or policycheck.policy(...) of a mapping")
    return paths, policies


def word(name: str, given: object, read: Callable[[str], str]) -> str:
    """One word, read; UsageError names the override."""
    if not isinstance(given, str):
        raise UsageError(f"`{name}` is of type {type(given).__name__}; give it as text")
    try:
        return read(given)
    except UsageError as error:
        raise UsageError(f"`{name}`: {error.message}") from None


def words(name: str, given: Sequence[object]) -> list[str]:
    """A list of ids, tags and globs; UsageError for anything else."""
    if isinstance(given, str) or not all(isinstance(one, str) for one in given):
        raise UsageError(f"`{name}` is a list of ids, tags and globs, each a text")
    return [str(one) for one in given]
