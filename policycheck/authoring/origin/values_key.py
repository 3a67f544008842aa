"""Which key of the values a field of a rendered object follows, seen by rendering with other values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import NamedTuple

from policycheck.authoring.origin.answers import Answer, Kind, Question
from policycheck.authoring.origin.field_search import FieldSearch
from policycheck.authoring.origin.mentioned_keys import MentionedKeys
from policycheck.authoring.origin.rendered_objects import Identity, ObjectPlace, Rendering, steps, value_at
from policycheck.authoring.origin.sentinels import Sentinels, sentinels
from policycheck.authoring.origin.template_lines import TemplateLine, TemplateLines, template_lines
from policycheck.authoring.origin.trial_renders import TrialRenders
from policycheck.authoring.origin.values_layers import Leaf, ValuesLayers, values_layers
from policycheck.authoring.origin.wording import sentence
from policycheck.authoring.origin.working_copy import files_below, working_copy
from policycheck.errors import ManifestError
from policycheck.exact_yaml.positions import locate
from policycheck.model import Path, Value, dotted
from policycheck.renderers.request import PreparedChart, Renderer, RenderRequest
from policycheck.renderers.template_paths import path_of

_SECONDS = 1.5


class Origin(NamedTuple):
    """Where a field comes from.

    `key` is as a values file writes it, empty where there is none: the field is its value, or has it in it, or is
    there because of it (a field that is not there: would be, if the key were set). `values_file` and `values_line` say
    what sets the key now, or the nearest above it: "--set" has no line. `sentence` is for a person, and shows no value.
    """

    kind: Kind
    key: str
    values_file: str | None
    values_line: int | None
    template: TemplateLine | None
    sentence: str


def values_key(
    chart: PreparedChart, request: RenderRequest, identity: Identity, path: Path, renderer: Renderer
) -> Origin:
    """The origin of one field; for many of one chart, open `origins` once."""
    with origins(chart, request, renderer) as found:
        return found.of(identity, path)


@contextmanager
def origins(
    chart: PreparedChart, request: RenderRequest, renderer: Renderer, *, seconds: float = _SECONDS
) -> Iterator[Origins]:
    """Opens a chart for questions, of which each takes up to about `seconds`.

    RenderError where the chart does not render, PolicycheckError for values that are no YAML.
    """
    text = renderer(chart, request)
    with working_copy(chart) as copied:
        values = values_layers(copied, request)
        trials = TrialRenders(copied, request, renderer, values=values, seconds=seconds)
        yield Origins(copied, Rendering(text), trials, lambda: template_lines(chart, request, text, renderer))


class Origins:
    """The answers for the fields of one render; what they need in common is rendered once."""

    def __init__(
        self, chart: PreparedChart, rendering: Rendering, trials: TrialRenders, lines: Callable[[], TemplateLines]
    ) -> None:
        self._chart = chart
        self._rendering = rendering
        self._trials = trials
        self._lines_on_demand = lines

    @property
    def values(self) -> ValuesLayers:
        return self._trials.values

    def of(self, identity: Identity, path: Path) -> Origin:
        """The origin of the field at a path of an object, whether or not it is there."""
        self._trials.begin()
        place = self._rendering.find(identity)
        if place is None:
            return Origin("unknown", "", None, None, None, f"{identity.kind}/{identity.name} is not in the render")
        line = self._lines.at(_line(place, path))
        named = tuple(steps(place.body, path))
        question = Question(place, named, path, self._is_literal(place, value_at(place.body, named), line))
        search = FieldSearch(self._trials, self._plain, lambda: self._again, self._sentinels)
        answer = search.answer(question, self._leaves, self._mentioned.behind(self._file(place)))
        return self._origin(answer, path, line)

    def _origin(self, answer: Answer, path: Path, line: TemplateLine | None) -> Origin:
        setting = self.values.setting(answer.key) if answer.key else None
        key = dotted(answer.key)
        file, number = (setting.file, setting.line) if setting else (None, None)
        said = sentence(answer, dotted(path), key, setting, line)
        return Origin(answer.kind, key, file, number, line, said)

    def _is_literal(self, place: ObjectPlace, value: Value, line: TemplateLine | None) -> bool:
        """Whether the template's line has the value in it and no action."""
        file = self._file(place)
        if line is None or not line.sure or not file or not isinstance(value, str | int | float):
            return False
        with open(file, encoding="utf-8", errors="replace") as opened:
            written = opened.read().split("\n")[line.line - 1]
        return "{{" not in written and "}}" not in written and str(value).lower() in written.lower()

    def _file(self, place: ObjectPlace) -> str:
        return self._files.get(path_of(self._chart, place.block.source), "")

    @cached_property
    def _files(self) -> dict[str, str]:
        return files_below(self._chart, "templates")

    @cached_property
    def _mentioned(self) -> MentionedKeys:
        return MentionedKeys(self._files.values())

    @cached_property
    def _lines(self) -> TemplateLines:
        return self._lines_on_demand()

    @cached_property
    def _leaves(self) -> list[Leaf]:
        return self.values.leaves()

    @cached_property
    def _plain(self) -> Rendering:
        """As the chart renders, but where --set gave numbers too large for a values file."""
        return self._trials.render({}) or self._rendering

    @cached_property
    def _again(self) -> Rendering | None:
        return self._trials.render({})

    @cached_property
    def _sentinels(self) -> Sentinels:
        return sentinels(self._trials, self._leaves, self._plain, counts=self._mentioned.counts)


def _line(place: ObjectPlace, path: Path) -> int | None:
    """The line of the rendered text on which the field, or the nearest around it, stands."""
    try:
        return place.block.first - 1 + locate("\n".join(place.block.lines), [path])[path][0]
    except ManifestError:
        return None
