"""Installed packages that bring policies, found by their entry points. Nothing of them is imported: no code runs."""

from __future__ import annotations

import os
import re

from policycheck.errors import UsageError

ENTRY_POINTS = "policycheck.policies"


def package_names() -> list[str]:
    from importlib.metadata import entry_points  # noqa: PLC0415 - 40 ms; only where a package is extended

    return sorted({entry.name for entry in entry_points(group=ENTRY_POINTS)})


def package_folder(name: str) -> str | None:
    """The folder of the package that has this name; None where none has it.

    Raises UsageError where two packages have it, or where the one that has it brings no such folder.
    """
    from importlib.metadata import entry_points  # noqa: PLC0415 - idem

    found = {entry.value: entry for entry in entry_points(group=ENTRY_POINTS, name=name)}
    if not found:
        return None
    if len(found) > 1:
        packages = " and ".join(sorted(entry.dist.name if entry.dist else value for value, entry in found.items()))
        raise UsageError(f'"{name}" is brought by {packages}; uninstall all but one')
    (value,) = found
    folder = _folder(value)
    if folder is None:
        raise UsageError(f'"{name}" is installed, but its entry point "{value}" leads to no folder of its package')
    return folder


def _folder(value: str) -> str | None:
    """The folder that `package`, `package.inside` or `package:inside` leads to."""
    from importlib.util import find_spec  # noqa: PLC0415 - idem

    package, *inside = re.split("[.:]", value)
    if not all(word.isidentifier() for word in (package, *inside)):
        return None
    try:
        spec = find_spec(package)  # of a top-level package: that looks for it and imports nothing
    except ValueError:
        return None
    places = spec.submodule_search_locations if spec else None
    folders = [os.path.join(place, *inside) for place in places or ()]
    return next(filter(os.path.isdir, folders), None)
