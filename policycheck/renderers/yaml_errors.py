"""A template whose output is no YAML, and values files that are none."""

from __future__ import annotations

from collections.abc import Callable

from policycheck.errors import ManifestError, RenderError
from policycheck.exact_yaml.reader import read
from policycheck.patterns import regex
from policycheck.renderers.documents import NEWEST
from policycheck.renderers.request import PreparedChart
from policycheck.renderers.template_paths import path_of

_OUTPUT = regex(r"YAML parse error on (?P<name>[^\n]+?): (?P<said>[^\n]*)")
_GO = regex(r"^(?:error converting YAML to JSON: |error unmarshaling JSON: |while decoding JSON: |yaml: )+")
_LINE = regex(r"line (\d+): ")


def output_error(chart: PreparedChart, text: str, output: Callable[[str], str | None]) -> RenderError | None:
    """The error with the rendered line. `output` gives what a template rendered, by Helm's name for it, if it can."""
    found = _OUTPUT.search(text)
    if not found:
        return None
    return not_yaml(chart, found["name"], found["said"], output(found["name"]), text)


def not_yaml(chart: PreparedChart, name: str, said: str, output: str | None, helm: str) -> RenderError:
    """The error for the output of one template; the line counts in all of it, and is none of the template's."""
    line, why = _broken(output) or (None, _GO.sub("", said))
    message = f"what it renders is {_plainly(why)}"
    if line is not None and output is not None:
        message += f"; line {line} of what it renders: {_masked(output, line)}"
    return RenderError(message, source=path_of(chart, name), helm=helm, rendered_line=line)


def _plainly(why: str) -> str:
    return why if why.startswith("not YAML") else f"not YAML for Kubernetes: {why}"


def go_words(said: str) -> tuple[str, int | None]:
    """What Go's YAML reader said, without its layers, and the line it named."""
    words = _GO.sub("", said)
    line = _LINE.match(words)
    return _LINE.sub("", words), int(line[1]) if line else None


def _broken(output: str | None) -> tuple[int, str] | None:
    """The line of the first document that is no mapping, and what is wrong with it."""
    for start, document in NEWEST.places(output or ""):
        try:
            body = read(document).body
        except ManifestError as error:
            return start + (error.line or 1), error.message
        if not isinstance(body, dict | None):
            return start + 1, "no mapping, as every resource is"
    return None


def _masked(output: str, line: int) -> str:
    """The line with what follows its key left out: it may be a secret's value."""
    text = output.splitlines()[line - 1].strip() if line <= len(output.splitlines()) else ""
    key, colon, value = text.partition(":")
    return f"`{key}: ...`" if colon and value.strip() else f"`{text}`" if colon or not text[:1].isalnum() else "`...`"
