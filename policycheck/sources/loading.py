"""Inputs to resources: the one entry to this layer."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING

from policycheck.model import LeftOut, Loaded, Note, Resource
from policycheck.records import Record
from policycheck.sources.dockerfile_names import ignore_file, is_dockerfile
from policycheck.sources.inputs import MAX_INPUT, Input, content
from policycheck.sources.manifests import documents, resources
from policycheck.sources.namespaces import settle
from policycheck.sources.release_names import is_release_file

if TYPE_CHECKING:
    from policycheck.sources.chart_folders import ChartFolder


class Contents(Record):
    """What the inputs hold. `loaded` has an entry for each input that could be opened, even where it was empty.

    `size` is that of all that was read, in bytes.
    """

    resources: tuple[Resource, ...]
    loaded: tuple[Loaded, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[Note, ...]
    size: int = 0


def load(  # noqa: PLR0913 - all but the inputs are keywords
    inputs: Iterable[Input],
    *,
    charts: Iterable[ChartFolder] = (),
    namespace: str | None = None,
    max_input: int = MAX_INPUT,
    read: int = 0,
    allow_empty: bool = False,
) -> Contents:
    """Read the folders of charts, then every input, in order; what cannot be read is left out, the rest is there.

    `namespace` is the release namespace where it is known; `max_input` bounds the bytes of all together, of which so
    many are `read` already. A render without any document is unread unless `allow_empty`, which also takes the line
    break that helm prints for one; no byte at all is what a helm that failed prints. UsageError for a folder that is no
    chart.
    """
    loading = _Loading(max_input, read, allow_empty=allow_empty)
    with _no_collector():
        for chart in charts:
            loading.add_chart(chart)
        for given in inputs:
            loading.add(given)
        loading.leave_out_empty()
        settled, notes = settle(loading.resources, given=namespace, of_scopes=loading.namespaces)
    size = max_input - read - loading.room
    return Contents(tuple(settled), tuple(loading.loaded), tuple(loading.left_out), tuple(notes), size)


def together(several: Sequence[Contents]) -> Contents:
    """The contents of several scopes or inputs, each settled by itself, as those of one run."""
    if len(several) == 1:
        return several[0]
    resources, loaded, left_out, notes, sizes = zip(*several, strict=True)
    return Contents(
        tuple(chain(*resources)), tuple(chain(*loaded)), tuple(chain(*left_out)), tuple(chain(*notes)), sum(sizes)
    )


@contextmanager
def _no_collector() -> Iterator[None]:
    """Loading makes millions of objects and no cycles: the cyclic collector would walk them again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class _Loading:
    def __init__(self, max_input: int, read: int, *, allow_empty: bool) -> None:
        self.allow_empty = allow_empty
        self.max_input = max_input
        self.room = max_input - read
        self.resources: list[Resource] = []
        self.loaded: list[Loaded] = []
        self.left_out: list[LeftOut] = []
        self.empty: list[Input] = []
        self.namespaces: dict[str, str] = {}

    def add(self, given: Input) -> None:
        if given.namespace:
            self.namespaces[given.render] = given.namespace
        data = self.content(given)
        if data is None:
            return
        if is_release_file(given.source):
            self.add_release(given.source, data)
        else:
            self.read(given, data)

    def add_chart(self, folder: ChartFolder) -> None:
        from policycheck.sources.chart_files import read_chart  # noqa: PLC0415 - most runs have no chart
        from policycheck.sources.chart_folders import CHART_FILE, FILES, files_of  # noqa: PLC0415 - idem

        contents = {name: (shown, self.content(Input(shown, path))) for name, (path, shown) in files_of(folder).items()}
        files = {name: (shown, data) for name, (shown, data) in contents.items() if data is not None}
        if any(name not in files for name in FILES if name in contents):
            return  # said already; what the rest says without it might not be so
        found = read_chart(files)
        self.take(found)
        read = any(isinstance(one, Resource) for one in found)
        for name in filter(files.__contains__, FILES):
            self.loaded.append(Loaded(files[name][0], 1, 1 if read and name == CHART_FILE else 0))

    def add_release(self, source: str, data: bytes) -> None:
        from policycheck.sources.release_files import read_release, runs_it, workflow_paths  # noqa: PLC0415 - idem

        contents = ((path, self.content(Input(path, path))) for path in workflow_paths(source))
        workflows = [file for path, held in contents if held is not None and runs_it(file := (path, held))]
        found = read_release((source, data), workflows)
        self.take(found)
        read = any(isinstance(one, Resource) for one in found)
        self.loaded.append(Loaded(source, 1, int(read)))
        self.loaded.extend(Loaded(path, 1, 0) for path, _ in workflows)

    def content(self, given: Input) -> bytes | None:
        """The bytes of an input; None, and said why, where they cannot be had."""
        try:
            data = content(given, room=self.room)
        except OSError as error:
            self.refuse(given, f"cannot be read ({error.strerror or error}); check the path and its permissions")
            return None
        if data is None:
            limit = f"{self.max_input / 2**20:,.3g} MB"
            self.refuse(given, f"more than {limit} of input; check it in parts, or raise --max-input")
            return None
        self.room -= len(data)
        return data

    def refuse(self, given: Input, reason: str) -> None:
        self.left_out.append(LeftOut(given.source, None, reason, unread=True))

    def read(self, given: Input, data: bytes) -> None:
        if isinstance(given.origin, str) and is_dockerfile(given.origin):
            self.read_dockerfile(given, given.origin, data)
            return
        found, before = 0, len(self.resources)
        for document in documents(data, given.source):
            found += 1
            if isinstance(document, LeftOut):
                self.left_out.append(document)
            else:
                self.take(resources(document, render=given.render, named=given.named))
        self.loaded.append(Loaded(given.source, found, len(self.resources) - before))
        if given.named and not found:
            self.met_empty(given, data)

    def read_dockerfile(self, given: Input, path: str, data: bytes) -> None:
        from policycheck.sources.dockerfiles import read_dockerfile  # noqa: PLC0415 - most runs have none

        beside = ignore_file(path)
        ignored = self.content(Input(beside, beside)) if beside else None
        found = read_dockerfile(given.source, data, ignored)
        self.take([found])
        self.loaded.append(Loaded(given.source, 1, 1 if isinstance(found, Resource) else 0))

    def met_empty(self, given: Input, data: bytes) -> None:
        """Whether an empty text that is no render is worth a word, the others tell."""
        render = given.render if given.rendered else None
        if self.allow_empty and data:
            reason = "nothing in it, which --allow-empty takes"
            self.left_out.append(LeftOut(given.source, None, reason, unread=False, render=render))
        elif given.rendered:
            reason = "renders no object; mend its values, or pass --allow-empty if that is meant"
            self.left_out.append(LeftOut(given.source, None, reason, unread=True, render=render))
        else:
            self.empty.append(given)

    def leave_out_empty(self) -> None:
        """Beside others an empty input would go unnoticed; where all are empty, the report says so."""
        for given in self.empty if self.resources or self.allow_empty else ():
            self.refuse(given, "no document in it; if a command wrote it, look at what that command said")

    def take(self, found: Iterable[Resource | LeftOut]) -> None:
        for one in found:
            if isinstance(one, LeftOut):
                self.left_out.append(one)
            else:
                self.resources.append(one)
