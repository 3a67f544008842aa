"""What the reader must know of exceptions: those that have expired, hide nothing, are none, or hide everything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache

from policycheck.config.boundless import boundless
from policycheck.config.carried import Carried
from policycheck.config.effective import Config
from policycheck.config.exceptions import Exceptions
from policycheck.config.expiry import has_expired
from policycheck.language.library import is_chosen
from policycheck.language.section import Section
from policycheck.model import Note, Path, PolicyException, Severity

HIDES_NOTHING = "hides nothing"
"""What is said of an exception that covered no finding; where only some charts are checked it says little."""

Fault = Callable[[PolicyException], str]
"""Why an exception does not do what it was written for; "" where it does."""


def notes(  # noqa: PLR0913 - all but what is looked at are keywords
    config: Config,
    on_resources: Sequence[Carried],
    exceptions: Exceptions,
    *,
    today: str,
    strict: bool,
    whole: bool,
) -> Iterator[Note]:
    """Warnings, errors where the run is strict. One that hides everything does its work: that stays a warning.

    Of a run that is not `whole` nobody can say that an exception hides nothing, unless its policy is off.
    """
    level: Severity = "error" if strict else "warning"
    runs = cache(lambda word: any(is_chosen(policy, word) for policy in config.policies))

    def fault(exception: PolicyException) -> str:
        if has_expired(exception, today):
            return f"expired on {exception.expires}; mend what it hid, or set a later day"
        if not exceptions.hides_nothing(exception):
            return ""
        if not runs(exception.policy):
            return f"{HIDES_NOTHING}: what it names is off"
        return f"{HIDES_NOTHING}; remove it" if whole else ""

    alive = [exception for exception in config.exceptions if not has_expired(exception, today)]
    said: list[tuple[PolicyException, Severity, str]] = [
        *((one, level, text) for one in config.exceptions if (text := fault(one))),
        *(
            (one, "warning", f"hides {all_of}; name what it is for")
            for one in alive
            if (all_of := boundless(one, config.policies))
        ),
    ]
    yield from _in_files(said, config.files)
    yield from _on_resources(on_resources, fault, level)


def _in_files(said: Sequence[tuple[PolicyException, Severity, str]], files: Mapping[str, Section]) -> Iterator[Note]:
    wanted: dict[str, set[Path]] = {}
    for exception, _, _ in said:
        if exception.source in files:
            wanted.setdefault(exception.source, set()).add(exception.path)
    lines = {source: files[source].lines(paths) for source, paths in wanted.items()}
    for exception, level, text in said:
        line = lines.get(exception.source, {}).get(exception.path)
        yield Note(level, exception.source, line, _named(exception, text))


def _on_resources(on_resources: Iterable[Carried], fault: Fault, level: Severity) -> Iterator[Note]:
    said = [(one, text) for one in on_resources if (text := one.problem or _fault_of(one.exception, fault))]
    lines = _lines_in_resources([one for one, _ in said])
    for one, text in said:
        yield Note(level, one.resource.document.source, lines.get(id(one)), text)


def _fault_of(exception: PolicyException | None, fault: Fault) -> str:
    text = fault(exception) if exception else ""
    return _named(exception, text) if exception and text else ""


def _named(exception: PolicyException, text: str) -> str:
    return f"the exception from {exception.policy} ({exception.reason}) {text}"


def _lines_in_resources(on_resources: Iterable[Carried]) -> dict[int, int]:
    """The line of each annotation, by its id: one reading of a document, however many it carries."""
    from policycheck.exact_yaml.positions import locate_in_source  # noqa: PLC0415 - few resources carry exceptions

    by_document: dict[int, list[Carried]] = {}
    for one in on_resources:
        by_document.setdefault(id(one.resource.document), []).append(one)
    lines: dict[int, int] = {}
    for found in by_document.values():
        paths = {id(one): (*one.resource.base, *one.path) for one in found}
        places = locate_in_source(found[0].resource.document, paths.values())
        lines.update({key: places[path][0] for key, path in paths.items() if path in places})
    return lines
