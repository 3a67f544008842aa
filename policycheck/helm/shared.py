"""What several charts have written alike, and what they have written that a library offers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from policycheck.helm.charts import NOTES, Chart, is_partial
from policycheck.helm.copies import Pair, Prints, alike, common_words, fingerprints
from policycheck.helm.normalised import Span, places, words
from policycheck.helm.templates import Definition, Template
from policycheck.records import Record

LEAST_OF_FILE = 60
LEAST_OF_DEFINE = 20
"""Tokens: what is shorter looks alike by chance."""

_LEAST_PRINTS = 10
"""What must be left of a file beside `helm create`'s own: fewer say nothing."""


class Part(Record):
    """A file of a chart without its defines, or one define; `number` is the chart's in the run."""

    number: int
    chart: Chart
    file: str
    definition: Definition | None

    @property
    def span(self) -> Span:
        found = self.definition
        return Span(found.start, found.end) if found else Span(0, len(self.chart.texts[self.file]))

    def words(self, *names: str) -> list[str]:
        return words(self.template, self.span, (self.chart.name, *names), self._inside)

    def places(self) -> list[int]:
        """Where in the file each of its words begins."""
        return places(self.template, self.span, self._inside)

    @property
    def _inside(self) -> list[Span]:
        return [] if self.definition else [Span(one.begin, one.close) for one in self.template.definitions]

    @property
    def template(self) -> Template:
        return self.chart.templates[self.file]

    @property
    def lines(self) -> tuple[int, int]:
        """The first and the last line of it, a define's own two actions with it."""
        template = self.template
        if self.definition:
            return template.line(self.definition.begin), template.line(self.definition.close - 1)
        return 1, template.line(len(template.text.rstrip()))


class Copy(Record):
    """A part with the one that is most like it; `lines` are those both have, `charts` how many charts have them."""

    part: Part
    other: Part
    likeness: float
    lines: tuple[int, int]
    other_lines: tuple[int, int]
    charts: int


def files(charts: Iterable[Chart]) -> Iterator[Part]:
    """The files that are rendered."""
    for number, chart in enumerate(charts):
        yield from (
            Part(number, chart, file, None) for file in chart.templates if not is_partial(file) and file != NOTES
        )


def definitions(charts: Iterable[Chart]) -> Iterator[Part]:
    for number, chart in enumerate(charts):
        yield from (Part(number, chart, one.file, one.definition) for one in chart.defined if not one.definition.blank)


def copied_files(charts: Sequence[Chart], *, least: float, scaffold: Prints) -> list[Copy]:
    """Files of different charts whose likeness (Jaccard) is at least `least`, without what the scaffold has."""
    prints = _prints(files(charts), least_words=LEAST_OF_FILE, scaffold=scaffold)
    return _copies(prints, least, lambda pair: pair.jaccard)


def copied_definitions(charts: Sequence[Chart], *, least: float, scaffold: Prints) -> list[Copy]:
    """Defines of different charts of which the smaller is in the larger for at least `least` of it."""
    prints = _prints(definitions(charts), least_words=LEAST_OF_DEFINE, scaffold=scaffold)
    return _copies(prints, least, lambda pair: pair.containment)


def _prints(parts: Iterable[Part], *, least_words: int, scaffold: Prints) -> list[tuple[Part, Prints]]:
    found = []
    for part in parts:
        texts = part.words()
        if len(texts) >= least_words:
            prints = fingerprints(texts)
            rest = prints - scaffold
            if len(rest) == len(prints) or len(rest) >= _LEAST_PRINTS:
                found.append((part, rest))
    return found


def _copies(printed: Sequence[tuple[Part, Prints]], least: float, measure: Callable[[Pair[int]], float]) -> list[Copy]:
    """Pairs are told by their places in the list: what was copied fifty times is in more than a thousand of them."""
    best: dict[int, tuple[float, int]] = {}
    having: dict[int, set[int]] = {}
    numbers = [part.number for part, _ in printed]
    for pair in alike({place: prints for place, (_, prints) in enumerate(printed)}, least=least):
        likeness = measure(pair)
        if likeness < least or numbers[pair.one] == numbers[pair.other]:
            continue
        for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
            having.setdefault(one, {numbers[one]}).add(numbers[other])
            if one not in best or likeness > best[one][0]:
                best[one] = (likeness, other)
    found = [(printed[one][0], printed[other][0], likeness, one) for one, (likeness, other) in best.items()]
    return [
        Copy(part, other, likeness, _common_lines(part, other), _common_lines(other, part), len(having[place]))
        for part, other, likeness, place in sorted(found, key=lambda one: (one[0].number, one[0].file, one[0].span))
    ]


def _common_lines(part: Part, other: Part) -> tuple[int, int]:
    """A define is replaced as a whole, of a file what is common."""
    shared = None if part.definition else common_words(part.words(), other.words())
    if shared is None:
        return part.lines
    where = part.places()
    return part.template.line(where[shared[0]]), part.template.line(where[shared[1]])


class Offered(Record):
    """A define of a chart that says what `define` of a library says."""

    part: Part
    library: str
    define: str
    likeness: float


def copied_from_libraries(chart: Chart, libraries: Mapping[str, Chart], *, least: float) -> Iterator[Offered]:
    """Defines of a chart that a library has too, word for word or for at least `least` of the smaller of the two."""
    for library, of in libraries.items():
        theirs = [(one, one.words(chart.name, library)) for one in definitions([of])]
        printed = [(one, texts, fingerprints(texts)) for one, texts in theirs]
        for own in definitions([chart]):
            texts = own.words(library)
            prints = fingerprints(texts)
            if is_thin(own, of):
                continue
            found = [(_likeness(texts, prints, *one[1:]), one[0]) for one in printed if one[0].definition]
            likeness, best = max(found, key=lambda one: one[0], default=(0.0, None))
            if best and best.definition and likeness >= least:
                yield Offered(own, library, best.definition.name, likeness)


def _likeness(texts: Sequence[str], prints: Prints, their_texts: Sequence[str], their_prints: Prints) -> float:
    if texts == their_texts:
        return 1.0
    smaller = min(len(prints), len(their_prints))
    return len(prints & their_prints) / smaller if smaller else 0.0


def is_thin(part: Part, library: Chart) -> bool:
    """Whether a define only passes on: little beside its calls, or a call of the library and `key: value` lines."""
    template, span = part.template, part.span
    made = [one for one in part.chart.made if one.file == part.file and span.start <= one.call.at < span.end]
    calling = [
        Span(action.start, action.end)
        for action in template.actions
        if any(action.start <= one.call.at < action.end for one in made)
    ]
    if len(words(template, span, (), calling)) < _FEW:
        return True
    offered = {one.name for one in library.defined}
    return any(one.call.name in offered for one in made) and all(map(_is_entry, _rest(template.text, span, calling)))


_FEW = 8


def _rest(text: str, span: Span, without: Iterable[Span]) -> list[str]:
    """The lines of a part that say something beside these actions."""
    for one in without:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return [line.strip() for line in text[span.start : span.end].splitlines() if line.strip()]


def _is_entry(line: str) -> bool:
    key, colon, value = line.partition(": ")
    return bool(colon and value) and not key.startswith("{{")
