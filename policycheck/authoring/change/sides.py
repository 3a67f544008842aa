"""The two states of a change, each as files: the working tree as it lies, a commit in a temporary folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir, contextmanager
from tempfile import TemporaryDirectory
from typing import NamedTuple, TypeVar

from policycheck.authoring.change.git import Entry, Repository

CHART_FILE = "Chart.yaml"

_READ = (".yaml", ".yml", ".json", ".tpl")
"""What settings, policies and values files outside of charts end in: no more of a large repository is written out."""

Given = TypeVar("Given")


class Side(NamedTuple):
    """`folder` holds the files by their paths in the repository; `here` is the reader's folder in it, "." for its root.

    `label` is what a reader calls it.
    """

    label: str
    folder: str
    here: str
    entries: Sequence[Entry]

    def inside(self, call: Callable[[], Given]) -> Given:
        """Call with this side's files under the paths that the reader would write."""
        with self.entered():
            return call()

    @contextmanager
    def entered(self) -> Iterator[None]:
        place = os.path.join(self.folder, self.here)
        os.makedirs(place, exist_ok=True)  # it may not have been there yet
        with chdir(place):
            yield

    def shown(self, path: str) -> str:
        """A path of the repository as the reader would write it."""
        return os.path.relpath(path or ".", self.here)

    def path_of(self, shown: str) -> str | None:
        """What `shown` gives that for; None for a file outside of the repository."""
        path = os.path.normpath(os.path.join(self.here, shown))
        return None if os.path.isabs(path) or path.startswith(os.pardir) else path


@contextmanager
def written_out(repository: Repository, commit: str, label: str, here: str) -> Iterator[Side]:
    """A commit's charts and YAML files, until the block ends; submodules are not in it."""
    entries = repository.entries(commit)
    with TemporaryDirectory(prefix="policycheck-") as temporary:
        folder = os.path.join(os.path.realpath(temporary), "tree")
        os.mkdir(folder)
        repository.write(commit, _wanted(entries), folder, os.path.join(temporary, "index"))
        yield Side(label, folder, here, entries)


def working_tree(repository: Repository, here: str) -> Side:
    return Side("the working tree", repository.top, here, repository.entries(None))


def _wanted(entries: Sequence[Entry]) -> list[str]:
    above = tuple(f"{folder}/" for folder in map(os.path.dirname, _chart_files(entries)) if folder)
    whole = any(not os.path.dirname(path) for path in _chart_files(entries))
    return [
        one.path
        for one in entries
        if not one.is_submodule and (whole or one.path.endswith(_READ) or one.path.startswith(above))
    ]


def _chart_files(entries: Sequence[Entry]) -> list[str]:
    return [one.path for one in entries if os.path.basename(one.path) == CHART_FILE]
