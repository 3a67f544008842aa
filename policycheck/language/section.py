"""Reading a YAML file of ours key by key: each mistake is refused with its line, what to do, and the near miss."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from policycheck.errors import ManifestError, PolicycheckError, PolicyError, did_you_mean
from policycheck.exact_yaml.reader import read
from policycheck.kubernetes.reading import described
from policycheck.model import Path, Value, dotted
from policycheck.records import Record

Word = TypeVar("Word", bound=str)


class Section(Record):
    """A mapping inside a file, with the path that leads to it; `text` is None where a program made the mapping."""

    body: Mapping[str, Value]
    path: Path
    text: bytes | None
    source: str
    fault: type[PolicycheckError] = PolicyError

    def line(self, *path: str | int) -> int:
        """The line of a key of this section, or of its nearest ancestor that is written."""
        full = (*self.path, *path)
        return self.lines([full])[full]

    def lines(self, paths: Iterable[Path]) -> dict[Path, int]:
        """The lines of many paths of the file at the cost of one; all 1 where there is no text."""
        from policycheck.exact_yaml.positions import locate  # noqa: PLC0415 - only mistakes and examples have lines

        return {path: line for path, (line, _) in locate(self.text or b"", list(paths)).items()}

    def error(self, message: str, *path: str | int) -> PolicycheckError:
        """The error to raise for this place: its line, or in a mapping without text the path of its keys."""
        if self.text is not None:
            return self.fault(message, source=self.source, line=self.line(*path))
        place = dotted((*self.path, *path))
        said = not place or f"`{place}`" in message or message.startswith(f"{place} ")
        return self.fault(message if said else f"{place}: {message}", source=self.source)

    def name(self, key: str | int) -> str:
        return dotted((*self.path, key))

    def only(self, known: Iterable[str]) -> None:
        """Refuse a key that is none of these: what is not read would otherwise pass silently."""
        known = list(known)
        for key in self.body:
            if key not in known:
                raise self.error(f"unknown key `{self.name(key)}`{did_you_mean(key, known)}", key)

    def filled(self) -> None:
        """Refuse a key without a value: its author meant something, and null would pass for a key left out."""
        for key, value in self.body.items():
            if value is None:
                raise self.error(f"`{self.name(key)}` has no value; write one or remove the key", key)

    def required(self, *keys: str) -> None:
        for key in keys:
            if self.body.get(key) is None:
                raise self.error(f"`{self.name(key)}` is missing")

    def text_of(self, key: str) -> str | None:
        value = self.body.get(key)
        if value is None or isinstance(value, str):
            return value
        raise self._no_text(value, key)

    def texts(self, key: str) -> tuple[str, ...]:
        """One text or a list of texts."""
        value = self.body.get(key)
        if value == []:
            raise self.error(f"`{self.name(key)}` is an empty list; write an entry or remove the key", key)
        values = value if isinstance(value, list) else [] if value is None else [value]
        for place, element in enumerate(values):
            if not isinstance(element, str):
                raise self._no_text(element, key, place)
        return tuple(str(element) for element in values)

    def _no_text(self, value: Value, key: str, *path: int) -> PolicycheckError:
        advice = "write it as a block: |" if isinstance(value, (dict, list)) else "quote it"
        return self.error(f"`{self.name(key)}` must be text, not {described(value)}; {advice}", key, *path)

    def choice(self, key: str, choices: tuple[Word, ...], default: Word | None = None) -> Word:
        value = self.body.get(key, default)
        for word in choices:
            if value == word:
                return word
        written = f"`{value}`" if isinstance(value, str) else described(value)
        near = did_you_mean(value, choices) if isinstance(value, str) else ""
        raise self.error(f"`{self.name(key)}` must be one of {', '.join(choices)}, not {written}{near}", key)

    def switch(self, key: str, *, default: bool) -> bool:
        value = self.body.get(key, default)
        if isinstance(value, bool):
            return value
        raise self.error(f"`{self.name(key)}` must be on or off, not {described(value)}", key)

    def section(self, key: str) -> Section | None:
        value = self.body.get(key)
        if value is None:
            return None
        if isinstance(value, dict):
            return self._replace(body=value, path=(*self.path, key))
        raise self.error(f"`{self.name(key)}` must be a mapping, not {described(value)}", key)

    def sections(self, key: str) -> list[Section]:
        """A list of mappings."""
        value = self.body.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.error(f"`{self.name(key)}` must be a list, not {described(value)}", key)
        sections = []
        for place, element in enumerate(value):
            if not isinstance(element, dict):
                raise self.error(f"`{self.name(key)}[{place}]` must be a mapping, not {described(element)}", key, place)
            sections.append(self._replace(body=element, path=(*self.path, key, place)))
        return sections


def open_section(text: bytes, source: str, fault: type[PolicycheckError] = PolicyError) -> Section:
    """The root of a file; a `fault` where it is no YAML, no mapping, or writes a key twice."""
    try:
        reading = read(text)
    except ManifestError as error:
        raise fault(error.message, source=source, line=error.line, column=error.column) from None
    if not isinstance(reading.body, dict):
        raise fault(f"{described(reading.body)} stands where a mapping is needed", source=source, line=1)
    for key in reading.duplicates:
        message = f"`{dotted(key.path)}` is written twice, first in line {key.first_line}; remove one"
        raise fault(message, source=source, line=key.line)
    return Section(reading.body, (), text, source, fault)


def key_line(source: str, key: str) -> int | None:
    """The line of a top-level key of a file."""
    return key_lines(source, [(key,)]).get((key,))


def key_lines(source: str, paths: Iterable[Path]) -> dict[Path, int]:
    """The lines of paths in a file; none where there is no such file (a policy made in Python)."""
    from policycheck.exact_yaml.positions import locate  # noqa: PLC0415 - idem

    try:
        with open(source, "rb") as file:
            return {path: line for path, (line, _) in locate(file.read(), list(paths)).items()}
    except (OSError, ManifestError):
        return {}
