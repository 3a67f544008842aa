"""The stages of a Dockerfile: what each is built on, and what it has from the stages before it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property

from policycheck.docker.instructions import Instruction, parse
from policycheck.docker.variables import expand
from policycheck.records import Record

SCRATCH = "scratch"

Values = dict[str, str | None]
"""Of variables by name; None where only the builder knows."""


class _States(Record):
    """What variables are before each instruction of a stage and at its end, and what of them the next stage has."""

    before: Mapping[Instruction, Values]
    end: Values
    environment: Values


class Pair(Record):
    """`NAME=value` of an ARG, ENV or LABEL, as written; the value is None for an ARG without default."""

    name: str
    value: str | None


class Stage(Record):
    """From one FROM to the next.

    `number` counts from 0. `source` is what stands behind FROM, `image` that with the defaults of ARG put in, None
    where only the builder knows. `parent` is the number of the stage that it goes on from, None where it begins with an
    image.
    """

    number: int
    name: str | None
    source: str
    image: str | None
    parent: int | None
    start: Instruction
    instructions: tuple[Instruction, ...]


class Dockerfile:
    """All stages in order, and the ARGs before the first. The last is what is built, unless a builder says else."""

    def __init__(self, instructions: Sequence[Instruction]) -> None:
        self.arguments = tuple(_before_stages(instructions))
        self._defaults = _defaults(self.arguments)
        self._states = cache(self._known_states)
        self.stages: tuple[Stage, ...] = ()
        for first, inside in _parted(instructions):
            self.stages += (self._stage(first, inside),)

    def _stage(self, start: Instruction, inside: Sequence[Instruction]) -> Stage:
        source = start.arguments[0]
        image = expand(source, self._defaults)
        name = start.arguments[2].lower() if len(start.arguments) > 1 else None
        return Stage(len(self.stages), name, source, image, self._named(image), start, tuple(inside))

    def _named(self, name: str | None) -> int | None:
        """The last stage before that is called so."""
        wanted = name.lower() if name else None
        return next((one.number for one in reversed(self.stages) if wanted and one.name == wanted), None)

    @property
    def final(self) -> Stage:
        return self.stages[-1]

    def lineage(self, stage: Stage) -> list[Stage]:
        """The stages that make a stage's image, the one with the base image first, itself last."""
        found = [stage]
        while (parent := found[-1].parent) is not None:
            found.append(self.stages[parent])
        return found[::-1]

    def base(self, stage: Stage) -> str | None:
        """The image below all: that of the first stage of its lineage."""
        return self.lineage(stage)[0].image

    @cached_property
    def shipped(self) -> list[Instruction]:
        """What makes the image that is built, those of the stages below the last one too."""
        return [one for stage in self.lineage(self.final) for one in stage.instructions]

    def holding(self, keyword: str) -> Instruction | None:
        """The instruction of which only the last one counts, such as ENTRYPOINT or USER."""
        return next((one for one in reversed(self.shipped) if one.keyword == keyword), None)

    def origin(self, written: str | None, stage: Stage) -> Stage | str | None:
        """What `from` names in a COPY or a mount: a stage by its name or number, or an image; None where it is not."""
        named = expand(written, self.values_in(stage)) if written else written
        if not written or not named:
            return written or None
        by_name = (one for one in self.stages[: stage.number] if one.name == named.lower())
        by_number = self.stages[int(named) : int(named) + 1] if named.isdecimal() and int(named) < stage.number else ()
        return next(by_name, next(iter(by_number), named))

    def values_in(self, stage: Stage, until: Instruction | None = None) -> Mapping[str, str | None]:
        """The variables of a stage, as far as they are known where an instruction begins, or at its end.

        An ARG has its default, that before the first stage where it is declared again; ENV wins over ARG.
        """
        states = self._states(stage.number)
        return states.end if until is None else states.before[until]

    def _known_states(self, number: int) -> _States:
        """ARG ends with its stage; what goes on to the next is ENV alone."""
        stage = self.stages[number]
        arguments: Values = {}
        environment: Values = {}
        for below in self.lineage(stage)[:-1]:  # from the lowest on: a hostile file has thousands
            environment = dict(self._states(below.number).environment)
        known: Values = {**environment}
        before: dict[Instruction, Values] = {}
        for one in stage.instructions:
            before[one] = known
            if one.keyword == "ARG":
                for name, value in pairs(one):
                    arguments[name] = self._defaults.get(name) if value is None else expand(value, known)
            elif one.keyword == "ENV":
                environment.update([(name, expand(value or "", known)) for name, value in pairs(one)])
            if one.keyword in {"ARG", "ENV"}:
                known = {**arguments, **environment}
        return _States(before, known, environment)


def dockerfile(text: str) -> Dockerfile:
    """ManifestError as from `parse`."""
    return Dockerfile(parse(text))


def pairs(instruction: Instruction) -> list[Pair]:
    """What an ARG, ENV or LABEL sets; of any other instruction nothing."""
    words = instruction.arguments
    if instruction.keyword == "ARG":
        parted = (word.partition("=") for word in words)
        return [Pair(name, value if equals else None) for name, equals, value in parted]
    if instruction.keyword in {"ENV", "LABEL"}:
        return [Pair(expand(name, {}) or name, value) for name, value in zip(words[::2], words[1::2], strict=False)]
    return []


def _before_stages(instructions: Iterable[Instruction]) -> Iterator[Instruction]:
    for one in instructions:
        if one.keyword == "FROM":
            return
        yield one


def _defaults(arguments: Iterable[Instruction]) -> Values:
    known: Values = {}
    for one in arguments:
        for pair in pairs(one):
            known[pair.name] = None if pair.value is None else expand(pair.value, known)
    return known


def _parted(instructions: Sequence[Instruction]) -> Iterator[tuple[Instruction, Sequence[Instruction]]]:
    starts = [place for place, one in enumerate(instructions) if one.keyword == "FROM"]
    for start, end in zip(starts, [*starts[1:], len(instructions)], strict=True):
        yield instructions[start], instructions[start + 1 : end]
