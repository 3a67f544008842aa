"""Which key of the values a field of a rendered object follows, seen by rendering with other values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property

from policycheck.authoring.origin.answers import Answer, Kind, Question, alike, field
from policycheck.authoring.origin.field_search import FieldSearch
from policycheck.authoring.origin.mentioned_keys import MentionedKeys
from policycheck.authoring.origin.rendered_objects import ObjectPlace, Rendering, steps, value_at
from policycheck.authoring.origin.sentinels import Sentinels, sentinels
from policycheck.authoring.origin.template_lines import TemplateLine, TemplateLines, template_lines
from policycheck.authoring.origin.trial_renders import TrialRenders
from policycheck.authoring.origin.values_layers import Leaf, Setting, ValuesLayers, values_layers
from policycheck.authoring.origin.wording import hint, hint_without_key, sentence
from policycheck.authoring.origin.working_copy import files_below, working_copy
from policycheck.errors import ManifestError
from policycheck.exact_yaml.positions import locate
from policycheck.model import Path, Value, dotted
from policycheck.records import Record
from policycheck.renderers.request import PreparedChart, Rendered
from policycheck.renderers.template_paths import path_of

SECONDS = 1.5
"""For one question, but for the last render of it."""


class FieldOrigin(Record):
    """Where a field comes from.

    `key` is as a values file writes it, empty where there is none: the field is its value, or has it in it, or is
    there because of it (a field that is not there: would be, if the key were set). `values_file` and `values_line` say
    what sets the key now, or the nearest above it: "--set" has no line. `hint` is a clause beside the key, `sentence`
    says it all for a person; neither shows a value. `is_cut` where the time was over before all had been tried.
    `mends` where the field can be made another, or brought about, by the key.
    """

    kind: Kind
    key: str
    values_file: str | None
    values_line: int | None
    template: TemplateLine | None
    hint: str
    sentence: str
    is_cut: bool = False
    mends: bool = False


@contextmanager
def origins(
    rendered: Rendered, lines: Callable[[], TemplateLines] | None = None, *, is_piped: bool = False
) -> Iterator[Origins]:
    """Opens a render for questions. `lines` are its template lines, if somebody knows them already.

    What `is_piped` was rendered by somebody else, perhaps with other values than the request's. RenderError where the
    chart does not render, PolicycheckError for values that are no YAML.
    """
    chart, request, text, renderer = rendered
    with working_copy(chart) as copied:
        trials = TrialRenders(copied, request, renderer, values=values_layers(copied, request))
        told = lines or (lambda: template_lines(chart, request, text, renderer))
        yield Origins(copied, Rendering(text), trials, told, is_piped=is_piped)


class Origins:
    """The answers for the fields of one render; what they need in common is rendered once."""

    def __init__(
        self,
        chart: PreparedChart,
        rendering: Rendering,
        trials: TrialRenders,
        lines: Callable[[], TemplateLines],
        *,
        is_piped: bool,
    ) -> None:
        self.rendering = rendering
        self._is_piped = is_piped
        self._chart = chart
        self._trials = trials
        self._lines_on_demand = lines

    @property
    def values(self) -> ValuesLayers:
        return self._trials.values

    def by_marks(self, place: ObjectPlace, path: Path, *, seconds: float = SECONDS) -> FieldOrigin | None:
        """The origin of a field in which the values leave marks: after the first question, without any render."""
        self._trials.begin(seconds)
        question = self._question(place, path)
        if self._differs(question):
            return None
        answer = self._search.by_marks(question)
        return answer and self._origin(answer, question)

    def of(self, place: ObjectPlace, path: Path, *, seconds: float = SECONDS) -> FieldOrigin:
        """The origin of the field at a path of an object, whether or not it is there."""
        self._trials.begin(seconds)
        question = self._question(place, path)
        if self._differs(question):
            answer = Answer("unknown", why="other")
        else:
            answer = self._search.answer(question, self._leaves, self._mentioned.behind(self._file(place)))
        return self._origin(answer, question)

    def _question(self, place: ObjectPlace, path: Path) -> Question:
        named = tuple(steps(place.body, path))
        value = value_at(place.body, named)
        return Question(place, named, path, self._is_literal(place, value, self._line(place, path)))

    def _differs(self, question: Question) -> bool:
        """Whether our own render has another value there than a text that others rendered."""
        if not self._is_piped:
            return False
        told = value_at(question.place.body, question.steps)
        return not alike(told, field(self._plain, question, question.steps))

    def _origin(self, answer: Answer, question: Question) -> FieldOrigin:
        setting = self._setting(answer)
        key = dotted(answer.key)
        file, number = (setting.file, setting.line) if setting else (None, None)
        line = self._line(question.place, question.path)
        said = sentence(answer, dotted(question.path), key, setting, line)
        mends = self._mends(answer, question)
        told = hint(answer, setting) if mends else hint_without_key(answer)
        return FieldOrigin(answer.kind, key, file, number, line, told, said, answer.why == "time", mends)

    def _mends(self, answer: Answer, question: Question) -> bool:
        """Not where keys are in parts of a mapping or list, or decide that there is such a thing at all."""
        if answer.kind == "part of the value":
            return not isinstance(value_at(question.place.body, question.steps), dict | list)
        return answer.kind == "value" or (answer.why == "missing" and bool(answer.key))

    def _setting(self, answer: Answer) -> Setting | None:
        """None too for a text that others rendered, with other values than ours."""
        return self.values.setting(answer.key) if answer.key and self._is_ours else None

    def _line(self, place: ObjectPlace, path: Path) -> TemplateLine | None:
        """Of the line of the rendered text on which the field, or the nearest around it, stands."""
        try:
            number = locate("\n".join(place.block.lines), [path])[path][0]
        except ManifestError:  # pragma: no cover - what was read can be located
            return None
        return self._lines.at(place.block.first - 1 + number)

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
        return self._trials.render({}) or self.rendering

    @cached_property
    def _again(self) -> Rendering | None:
        return self._trials.render({})

    @cached_property
    def _is_ours(self) -> bool:
        """Whether the text was rendered with these values."""
        return not self._is_piped or self.rendering.is_like(self._plain)

    @cached_property
    def _sentinels(self) -> Sentinels:
        return sentinels(self._trials, self._leaves, self._plain, counts=self._mentioned.counts)

    @cached_property
    def _search(self) -> FieldSearch:
        return FieldSearch(self._trials, self._plain, lambda: self._again, self._sentinels)
