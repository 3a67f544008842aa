"""The two states of a change, each as files: the working tree as it lies, a commit in a temporary folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import chdir, contextmanager
from tempfile import TemporaryDirectory
from typing import TypeVar

from policycheck.authoring.change.git import Checkout, Entry, Repository
from policycheck.records import Record

CHART_FILE = "Chart.yaml"

_READ = (".yaml", ".yml", ".json", ".tpl")
"""What settings, policies and values files outside of charts end in."""

Given = TypeVar("Given")


class Side(Record):
    """`folder` holds the files by their paths in the repository; `here` is the reader's folder in it, "." for its root.

    `label` is what a reader calls it. Of a commit, which has a `checkout`, only what was brought is there: a
    large repository is not written out for a small change.
    """

    label: str
    folder: str
    here: str
    entries: Sequence[Entry]
    checkout: Checkout | None = None

    def bring(self, paths: Iterable[str]) -> None:
        """Have the files at and below these paths of the repository."""
        wanted = frozenset(paths)
        self._write(one for one in self.entries if not wanted.isdisjoint(at_and_above(one.path)))

    def bring_first(self, named: Iterable[str]) -> None:
        """Have what settings and policies are in, links, and the files that a reader named: not what is in charts."""
        charts = frozenset(map(os.path.dirname, self.chart_files()))
        known = {path for file in named if (path := self.path_of(file)) is not None}
        here = os.path.normpath(self.here).removeprefix(os.curdir)

        def is_wanted(one: Entry) -> bool:
            is_read = one.path.endswith(_READ) and (
                os.path.dirname(one.path) == here or charts.isdisjoint(at_and_above(one.path))
            )
            return is_read or one.is_link or one.path in known

        self._write(filter(is_wanted, self.entries))

    def chart_files(self) -> list[str]:
        return [one.path for one in self.entries if os.path.basename(one.path) == CHART_FILE]

    def _write(self, entries: Iterable[Entry]) -> None:
        """Submodules are no part of a commit."""
        if self.checkout:
            paths = (one.path for one in entries if not one.is_submodule)
            absent = [path for path in paths if not os.path.lexists(os.path.join(self.folder, path))]
            if absent:
                self.checkout.write(absent)

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


def is_below(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")


def at_and_above(path: str) -> Iterator[str]:
    """`a/b`, `a` and the root, which is ""."""
    while path:
        yield path
        path = os.path.dirname(path)
    yield path


@contextmanager
def written_out(repository: Repository, commit: str, label: str, here: str, named: Collection[str]) -> Iterator[Side]:
    """A commit until the block ends, at first with what `bring_first` brings."""
    with TemporaryDirectory(prefix="policycheck-") as temporary:
        folder = os.path.join(os.path.realpath(temporary), "tree")
        os.mkdir(folder)
        checkout = repository.checkout(commit, folder, os.path.join(temporary, "index"))
        side = Side(label, folder, here, repository.entries(commit), checkout)
        side.bring_first(named)
        yield side


def working_tree(repository: Repository, here: str) -> Side:
    return Side("the working tree", repository.top, here, repository.entries(None))
