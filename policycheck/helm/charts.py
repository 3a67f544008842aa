"""A chart as its files say it is, with the charts that Helm loads with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from policycheck.helm.calls import Call, calls
from policycheck.helm.templates import Definition, Template
from policycheck.records import Record

Scan = Callable[[str], Template]
"""A text's template, the same for the same text: charts that were copied, and libraries, are scanned once."""

NOTES = "NOTES.txt"


class Place(Record):
    """A line, from 1, of a file below templates/."""

    file: str
    line: int


class Defined(Record):
    """A `define` of a chart; `full` is the path that Helm parses its file under."""

    name: str
    chart: Chart
    file: str
    full: str
    definition: Definition

    @property
    def place(self) -> Place:
        return self.chart.place(self.file, self.definition.begin)

    @property
    def rank(self) -> tuple[bool, int, str]:
        """Of several the one with the least counts: not blank, then few folders, then the alphabet."""
        return (self.definition.blank, self.full.count("/"), self.full)


class Made(Record):
    """A call, and where it is made."""

    call: Call
    chart: Chart
    file: str

    @property
    def place(self) -> Place:
        return self.chart.place(self.file, self.call.at)


class Chart:
    """`texts` are the files below templates/ by their paths there; `loaded` the charts that Helm loads with it.

    `full` is the path that its files are parsed under, `orders/charts/lib`.
    """

    def __init__(  # noqa: PLR0913 - what a chart is made of
        self,
        name: str,
        *,
        is_library: bool,
        texts: Mapping[str, str],
        loaded: Mapping[str, Chart],
        scan: Scan,
        full: str = "",
    ) -> None:
        self.name = name
        self.is_library = is_library
        self.texts = texts
        self.loaded = loaded
        self.full = full or name
        self._scan = scan

    @cached_property
    def templates(self) -> dict[str, Template]:
        """What Helm reads: of a library only files whose names begin with an underscore."""
        return {file: self._scan(text) for file, text in self.texts.items() if not self.is_library or is_partial(file)}

    @cached_property
    def scanned(self) -> dict[str, Template]:
        """All files, those that Helm does not read too."""
        return {file: self._scan(text) for file, text in self.texts.items()}

    def place(self, file: str, at: int) -> Place:
        return Place(file, self.scanned[file].line(at))

    @cached_property
    def defined(self) -> list[Defined]:
        """The defines of its own files."""
        return [
            Defined(one.name, self, file, f"{self.full}/templates/{file}", one)
            for file, template in self.templates.items()
            for one in template.definitions
        ]

    @cached_property
    def made(self) -> list[Made]:
        """The calls of its own files."""
        return [Made(call, self, file) for file, template in self.templates.items() for call in calls(template)]

    def all(self) -> Iterator[Chart]:
        """The chart itself, and every one that is loaded with it, however far down."""
        yield self
        for chart in self.loaded.values():
            yield from chart.all()

    @cached_property
    def standing(self) -> dict[str, Defined]:
        """Every name that can be included, with the define that Helm takes: names are global."""
        found: dict[str, Defined] = {}
        for one in sorted(
            (one for chart in self.all() for one in chart.defined), key=lambda one: one.rank, reverse=True
        ):
            found[one.name] = one
        return found

    @cached_property
    def live(self) -> list[Made]:
        """The calls that run when it renders, or may: from what is rendered, through the defines that stand.

        A library renders nothing; what it defines may be called.
        """
        calling: dict[tuple[str, str, str | None], list[Made]] = {}
        for chart in self.all():
            for made in chart.made:
                calling.setdefault((chart.full, made.file, made.call.inside), []).append(made)
        waiting = list(self._roots())
        seen = set(waiting)
        found: list[Made] = []
        while waiting:
            for made in calling.get(waiting.pop(), ()):
                found.append(made)
                called = self.standing.get(made.call.name) if made.call.name is not None else None
                root = (called.chart.full, called.file, called.name) if called else None
                if root and root not in seen:
                    seen.add(root)
                    waiting.append(root)
        return found

    def _roots(self) -> Iterator[tuple[str, str, str | None]]:
        if self.is_library:
            yield from ((self.full, one.file, one.name) for one in self.defined)
        for chart in self.all():
            if not chart.is_library:
                yield from ((chart.full, file, None) for file in chart.templates if not is_partial(file))


def is_partial(file: str) -> bool:
    """Whether Helm renders nothing of a file for itself: its name, not that of a folder, begins with an underscore."""
    return file.rpartition("/")[2].startswith("_")
