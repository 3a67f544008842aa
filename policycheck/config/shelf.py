"""Exceptions to look up by a resource: ten thousand of them must not be tried one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from policycheck.config.covering import label_of
from policycheck.config.globs import GlobTable, spelled_out
from policycheck.model import PolicyException, Resource

_By = tuple[str, str]
"""What an exception is looked up by: ("name", ""), or ("label", its key)."""


class Shelf:
    """Each stands under the rarest text that whatever it takes must hold: a namespace may be on all of them."""

    def __init__(self, exceptions: Sequence[PolicyException]) -> None:
        choices = [_choices(exception) for exception in exceptions]
        common = Counter(key for one in choices for by, globs in one.items() for key in _keys(by, globs))
        rows: dict[_By, list[tuple[str, PolicyException]]] = {}
        self._anywhere: list[PolicyException] = []
        for exception, one in zip(exceptions, choices, strict=True):
            if one:
                rarest = min(one, key=lambda by: sum(common[key] for key in _keys(by, one[by])))
                rows.setdefault(rarest, []).extend((glob, exception) for glob in one[rarest])
            else:
                self._anywhere.append(exception)
        self._tables = {by: GlobTable(found) for by, found in rows.items()}

    def candidates(self, resource: Resource) -> list[PolicyException]:
        """All that may take the resource, and some that do not."""
        found = self._anywhere.copy()
        for by, table in self._tables.items():
            found += table.candidates(_text(resource, by))
        return found


def _choices(exception: PolicyException) -> dict[_By, tuple[str, ...]]:
    """The globs of an exception, one of each entry must take the resource's text."""
    match = exception.match
    choices: dict[_By, tuple[str, ...]] = {("label", key): (glob,) for key, glob in match.labels.items()}
    if match.names:
        choices["name", ""] = match.names
    if match.namespaces:
        choices["namespace", ""] = match.namespaces
    if exception.template is not None:
        choices["template", ""] = (exception.template,)
    return choices


def _keys(by: _By, globs: Iterable[str]) -> list[tuple[_By, str]]:
    return [(by, spelled_out(glob)) for glob in globs]


def _text(resource: Resource, by: _By) -> str:
    what, key = by
    match what:
        case "name":
            return resource.name
        case "namespace":
            return resource.namespace or ""
        case "template":
            return resource.document.template or ""
        case _:
            label = label_of(resource, key)
            return label if isinstance(label, str) else ""
